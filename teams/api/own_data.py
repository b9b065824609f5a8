"""What is kept of oneself, deleting one's account; the end of a campaign."""

from functools import partial
from typing import Annotated

from django.contrib.auth import logout
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from hub.actions import transaction
from hub.errors import Invalid, Refused, TooLarge
from hub.limits import EXPORTS, check
from teams import access
from teams.actions import (
    close_out,
    erase_person,
    record,
    write_export,
    write_own_data,
)
from teams.downloads import Download
from teams.freshness import needs_fresh_proof
from teams.models import Act, Campaign, User
from teams.names import is_typed_as
from teams.queries import campaign, held_name_of
from teams.requests import person
from teams.roles import Power

EXPORT_BYTES_AT_MOST = 64 * 1024 * 1024
JSON, ZIP = "application/json", "application/zip"

router = Router(tags=["own data"])


class Confirmed(Schema):
    """The name, typed once more; one's own e-mail address does as well."""

    name: Annotated[str, StringConstraints(max_length=400)]


@router.get("/me/data")
def download_own_data(request: HttpRequest) -> StreamingHttpResponse:
    """All that is kept of oneself, as one JSON document."""
    user = person(request)
    check(EXPORTS, user.pk)
    with transaction():
        record(Act.EXPORTED, by=user, subject=user, detail={"what": "own data"})
    write = partial(write_own_data, user)
    return Download(write, content_type=JSON, name="my-data.json")


@router.post("/me/erase", response={204: None})
def erase_own_account(request: HttpRequest, confirmed: Confirmed) -> Status[None]:
    """Deletes the account for good; a campaign's last owner can't.

    A name that waits to be allowed is one's own, too.
    """
    user = person(request)
    _check_name(confirmed.name, user.name, held_name_of(user) or "", user.email)
    erase_person(user=user, by=user)
    logout(request)
    return Status(204, None)


@router.get("/campaign/export")
def export_campaign(request: HttpRequest) -> StreamingHttpResponse:
    """Everything as a ZIP of tables. Large ones are made by `manage.py close_out`."""
    user, found = _owner(request)
    check(EXPORTS, user.pk)
    with transaction():
        record(Act.EXPORTED, by=user, unit=found.unit, detail={"what": "campaign"})
    archive = Download(write_export, content_type=ZIP, name="campaign.zip")
    if archive.size > EXPORT_BYTES_AT_MOST:
        archive.close()
        raise TooLarge(_("This is too much for a page. Use manage.py close_out."))
    return archive


@router.post("/campaign/close-out", response=dict[str, object])
def close_campaign_out(request: HttpRequest, confirmed: Confirmed) -> dict[str, object]:
    """Destroys all personal data, the owner's too; says what can't be reached."""
    _user, found = _owner(request)
    _check_name(confirmed.name, found.unit.name)
    return {"not_reached": [str(one) for one in close_out(campaign=found)]}


def _owner(request: HttpRequest) -> tuple[User, Campaign]:
    user, found = person(request), campaign()
    if found is None:
        raise Refused
    access.unit_with(user, str(found.unit_id), Power.CLOSE_OUT)
    needs_fresh_proof(request)
    return user, found


def _check_name(typed: str, *names: str) -> None:
    if not any(is_typed_as(typed, name) for name in names):
        raise Invalid(
            _("This is not the name. Type it as it is written."), field="name"
        )
