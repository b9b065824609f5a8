"""The door of the administration: what lies behind it is Django's own pages."""

from django.http import HttpRequest
from ninja import Router, Status

from teams.admin.door import enter

router = Router(tags=["administration"])


@router.post("/administration", response={204: None})
def enter_administration(request: HttpRequest) -> Status[None]:
    """Opens `/admin/` to this session for ten minutes; for owners, by a fresh proof."""
    enter(request)
    return Status(204, None)
