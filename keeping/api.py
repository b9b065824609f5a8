"""Ready for the day? For who looks after the installation."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja import Router, Schema

from hub import limits
from hub.errors import Invalid, NotSignedIn
from hub.threads import in_database
from keeping.access import check_looks_after
from keeping.ready import all_checks, one_check
from teams.models import User

router = Router(tags=["health"])


class Wanted(Schema):
    name: str


async def _signed_in(request: HttpRequest) -> User | None:
    user = await request.auser()
    if not isinstance(user, User):
        return None
    translation.activate(user.locale)
    limits.check(limits.REQUESTS, user.pk)
    return user


# Beside the one thread for which Django's other views queue: they take seconds.
@router.get("/ready", auth=_signed_in, response=dict[str, Any])
async def ready(request: HttpRequest) -> dict[str, object]:
    await in_database(check_looks_after, await _person(request))
    return {"items": await all_checks()}


@router.post("/ready", auth=_signed_in, response=dict[str, Any])
async def test_again(request: HttpRequest, wanted: Wanted) -> dict[str, object]:
    """One check anew: `name` as in the list."""
    user = await _person(request)
    await in_database(check_looks_after, user)
    try:
        return await one_check(wanted.name, user)
    except KeyError:
        raise Invalid(field="name") from None


async def _person(request: HttpRequest) -> User:
    user = await request.auser()
    if not isinstance(user, User):
        raise NotSignedIn
    return user
