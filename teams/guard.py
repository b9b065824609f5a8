"""Lets no other site write with a person's cookies, and lets bearer tokens in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from hub.errors import HubError, NotSignedIn, Refused
from teams.authentication import signed_in
from teams.models import User

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard(CsrfViewMiddleware):
    """Every write with cookies needs the CSRF token and an Origin on the list.

    Stricter than Django's own: no view can exempt itself, and a missing Origin is
    refused. A request with an Authorization header has no cookies at all.
    """

    def process_request(self, request: HttpRequest) -> None:
        if "Authorization" in request.headers:
            request.COOKIES = {}
        else:
            super().process_request(request)

    def process_view(  # type: ignore[override]
        self,
        request: HttpRequest,
        callback: Callable[..., Any],
        callback_args: Sequence[object],
        callback_kwargs: Mapping[str, object],
    ) -> HttpResponse | None:
        if "Authorization" in request.headers:
            return _enter_by_token(request)
        if request.method not in READING and not _origin_listed(request):
            if not request.COOKIES and "Origin" not in request.headers:
                return _answer(NotSignedIn())
            return _answer(Refused(_("This request came from another site.")))
        return super().process_view(request, _never_exempt, (), {})

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """For allauth's views, which know no `HubError`."""
        return _answer(exception) if isinstance(exception, HubError) else None

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        sentence = _("This page is out of date. Load it again, then try once more.")
        return _answer(Refused(sentence))


def _origin_listed(request: HttpRequest) -> bool:
    if getattr(request, "_dont_enforce_csrf_checks", False):
        return True
    return request.headers.get("Origin") in settings.ALLOWED_ORIGINS


def _enter_by_token(request: HttpRequest) -> HttpResponse | None:
    found = signed_in({"authorization": request.headers["Authorization"]}, {})
    if found is None:
        request.user = AnonymousUser()
        return _answer(NotSignedIn())
    user: User = found.user

    async def auser() -> User:
        return user

    request.user, request.auser = user, auser
    return None


def _never_exempt(request: HttpRequest) -> HttpResponse:
    """Stands in for the view, whose `csrf_exempt` shall not count."""
    return HttpResponse()


def _answer(error: HubError) -> HttpResponse:
    return JsonResponse(error.fields(), status=error.status)
