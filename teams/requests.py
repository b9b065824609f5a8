"""Who a request of the API comes from."""

from django.http import HttpRequest
from django.utils import translation

from hub import limits
from hub.errors import NotSignedIn
from teams import authentication
from teams.models import User


def signed_in_person(request: HttpRequest) -> User | None:
    """The API's authentication; answers go out in the person's own language.

    Raises `RateLimited` for who asks too much.
    """
    user = request.user
    if not isinstance(user, User):
        return None
    translation.activate(user.locale)
    limits.check(limits.REQUESTS, user.pk)
    if "Authorization" not in request.headers and request.session.session_key:
        authentication.seen(request.session.session_key)
    return user


def person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn
    return request.user
