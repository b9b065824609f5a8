"""Names that look like a leader's, for who leads there to allow or decline."""

from django.http import HttpRequest
from ninja import Router, Status

from hub.actions import transaction
from hub.clock import wire_time
from hub.paging import Limit, decode_cursor, listed
from teams import deciding
from teams.actions import allow_name, decline_name
from teams.look_alikes import Like, likes_of
from teams.models import HeldName
from teams.queries import unit_shape
from teams.requests import person

router = Router(tags=["names"])


@router.get("/held-names", response=dict[str, object])
def list_held_names(
    request: HttpRequest, cursor: str | None = None, limit: Limit = 50
) -> dict[str, object]:
    """What waits for one's decision, the oldest first; `count` is all of it."""
    names = page = deciding.names_to_decide(person(request))
    if after := decode_cursor(cursor, int):
        page = page.filter(pk__gt=after[0])
    rows = list(page[: limit + 1])
    likes = likes_of(rows)
    found = listed(
        rows, limit, lambda held: _shape(held, likes[held.pk]), lambda held: (held.pk,)
    )
    return {**found, "count": names.count()}


@router.post("/held-names/{held_id}/allow", response={204: None})
def allow(request: HttpRequest, held_id: str) -> Status[None]:
    """From now on they are called that, here and wherever they come."""
    user = person(request)
    with transaction():
        allow_name(held=deciding.name_to_decide(user, held_id), by=user)
    return Status(204, None)


@router.post("/held-names/{held_id}/decline", response={204: None})
def decline(request: HttpRequest, held_id: str) -> Status[None]:
    user = person(request)
    with transaction():
        decline_name(held=deciding.name_to_decide(user, held_id), by=user)
    return Status(204, None)


def _shape(held: HeldName, like: Like) -> dict[str, object]:
    return {
        "id": str(held.pk),
        "name": held.name,
        "user": {"id": str(held.user_id), "name": held.user.name},
        "like": like.shape(),
        "unit": unit_shape(held.unit),
        "at": wire_time(held.at),
    }
