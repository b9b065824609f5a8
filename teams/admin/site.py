"""The administration: where an owner looks up how things stand. It writes nothing."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from hub import limits
from hub.errors import HubError, Refused
from teams.access import unit_to_administer
from teams.admin.base import NOTHING
from teams.admin.door import is_inside
from teams.freshness import by_token
from teams.models import User
from teams.queries import campaign

DOOR = "/administration"
# What would sign in by a password, write, or lead to what is not shown here.
LEFT_OUT = frozenset(
    {
        "autocomplete",
        "login",
        "logout",
        "password_change",
        "password_change_done",
        "view_on_site",
    }
)

View = Callable[..., HttpResponse]


class Administration(admin.AdminSite):
    """Django's pages behind Muster's own sign-in.

    Who is nobody, or has not come through the door within ten minutes, is led to the
    door in the web client. For everybody but owners there is no such page.
    """

    site_title = _("Administration")
    site_header = _("Administration")
    index_title = _("How things stand")
    site_url = "/"
    empty_value_display = NOTHING
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and is_inside(request, request.user)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        inside = super().admin_view(view, cacheable)

        def behind_the_door(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            _check_owner(request)
            if not self.has_permission(request):
                return HttpResponseRedirect(DOOR)
            try:
                limits.check(limits.REQUESTS, cast(User, request.user).pk)
                with timezone.override(_zone()):
                    answer = inside(request, *args, **kwargs)
                    if isinstance(answer, TemplateResponse):
                        # While what is wrong can still be said on a page.
                        answer.render()
                return answer
            except HubError as error:
                return self._explained(request, error)

        return update_wrapper(behind_the_door, view)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            url
            for url in super().get_urls()
            if getattr(url, "name", None) not in LEFT_OUT
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {
            "back": _("Back to Muster"),
            "promise": _(
                "Nothing that people wrote is shown here, and nothing can be changed "
                "here: each page leads to the screen that does it."
            ),
        }

    def get_log_entries(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Nothing is done here, so there is nothing to look up."""
        return LogEntry.objects.none()

    def _explained(self, request: HttpRequest, error: HubError) -> HttpResponse:
        context = {**self.each_context(request), "title": str(error.message)}
        return TemplateResponse(
            request, "admin/refused.html", context, status=error.status
        ).render()


site = Administration()


def _check_owner(request: HttpRequest) -> None:
    """Raises 404 for who is known and no owner; a token owns nothing here."""
    if by_token(request):
        raise Http404
    user = request.user
    if not isinstance(user, User):
        return
    try:
        unit_to_administer(user)
    except Refused:
        raise Http404 from None
    translation.activate(user.locale)


def _zone() -> ZoneInfo:
    """Times are the campaign's, as on every screen."""
    found = campaign()
    return ZoneInfo(found.timezone if found else "UTC")
