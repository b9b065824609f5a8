"""Who a request of the API comes from."""

from django.http import HttpRequest
from django.utils import translation

from hub.errors import NotSignedIn
from teams.models import User


def signed_in_person(request: HttpRequest) -> User | None:
    """The API's authentication; answers go out in the person's own language."""
    user = request.user
    if not isinstance(user, User):
        return None
    translation.activate(user.locale)
    return user


def person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn
    return request.user
