"""Lets no other site write with a person's cookies, and lets bearer tokens in."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from hub.errors import HubError, NotSignedIn, OnlyReads, Refused, Unanswered
from teams.authentication import signed_in
from teams.models import User

logger = logging.getLogger(__name__)

RETRY_AFTER_MS = 2000
READING = frozenset({"GET", "HEAD", "OPTIONS"})
COMMANDS = "/api/v1/commands"


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
            return _enter_by_token(request) or _refuse_to_write(request)
        if request.method not in READING and not _origin_listed(request):
            if not request.COOKIES and "Origin" not in request.headers:
                return _answer(NotSignedIn())
            return _answer(Refused(_("This request came from another site.")))
        return super().process_view(request, _never_exempt, (), {})

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """For allauth's views and our pages, which know no `HubError`."""
        if isinstance(exception, DatabaseError):
            logger.warning("The database failed: %r", exception)
            return _answer(Unanswered(retry_after_ms=RETRY_AFTER_MS))
        return _answer(exception) if isinstance(exception, HubError) else None

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        sentence = _("This page is out of date. Load it again, then try once more.")
        return _answer(Refused(sentence))


def _origin_listed(request: HttpRequest) -> bool:
    if getattr(request, "_dont_enforce_csrf_checks", False):
        return True
    return request.headers.get("Origin") in settings.ALLOWED_ORIGINS


def _enter_by_token(request: HttpRequest) -> HttpResponse | None:
    try:
        found = signed_in({"authorization": request.headers["Authorization"]}, {})
    except DatabaseError as error:
        # Only the database may say no; a failed look-up is not a no.
        logger.warning("Looking up who asks failed: %r", error)
        return _answer(Unanswered(retry_after_ms=RETRY_AFTER_MS))
    if found is None:
        request.user = AnonymousUser()
        return _answer(NotSignedIn())
    user: User = found.user

    async def auser() -> User:
        return user

    request.user, request.auser = user, auser
    request.may_write = found.may_write  # type: ignore[attr-defined]
    return None


def _refuse_to_write(request: HttpRequest) -> HttpResponse | None:
    """Commands read and write by the same route, which looks at each itself."""
    if (
        request.method in READING
        or request.path_info == COMMANDS
        or getattr(request, "may_write", True)
    ):
        return None
    return _answer(OnlyReads())


def _never_exempt(request: HttpRequest) -> HttpResponse:
    """Stands in for the view, whose `csrf_exempt` shall not count."""
    return HttpResponse()


def _answer(error: HubError) -> HttpResponse:
    answer = JsonResponse(error.fields(), status=error.status)
    if error.retry_after_ms is not None:
        answer["Retry-After"] = str(-(-error.retry_after_ms // 1000))
    return answer
