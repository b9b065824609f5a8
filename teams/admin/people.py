from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teams.admin.base import ShownOnly, by, column, link, person_link, place_link
from teams.admin.site import site
from teams.contacts import masked
from teams.freshness import has_second_factor
from teams.models import Consent, Membership, Token, User
from teams.names import search_key
from teams.starting import starting


def name_of(user: User) -> str:
    """As the client says it of who is erased."""
    return gettext("a former member") if user.erased_at else user.name


def _shown_name(user: User) -> str:
    return format_html("<bdi>{}</bdi>", name_of(user))


def _ltr(text: str) -> str:
    return format_html('<span dir="ltr">{}</span>', text) if text else ""


def _places(user: User) -> str:
    """Where they belong or belonged, each with its page."""
    rows = user.memberships.select_related("unit").order_by("unit__path")
    links = (
        (link(Membership, one.pk, one.unit.name), one.get_state_display())
        for one in rows[:50]
    )
    return format_html_join("", "<div>{} · {}</div>", links)


@admin.register(User, site=site)
class PersonAdmin(ShownOnly):
    columns = (
        column(_("name"), _shown_name),
        column(_("language"), "locale"),
        column(_("may sign in"), "is_active"),
        column(_("program"), "is_bot"),
        column(_("here since"), "joined_at"),
    )
    lines = (
        column(_("number"), "pk"),
        column(_("e-mail"), lambda user: _ltr(masked(user)["email"])),
        column(_("phone"), lambda user: _ltr(masked(user)["phone"])),
        column(_("last sign-in"), "last_login"),
        column(_("second factor"), has_second_factor),
        column(_("deleted"), "erased_at"),
        column(_("places"), _places),
    )
    list_filter = (
        by("is_active", _("may sign in"), admin.BooleanFieldListFilter),
        by("is_bot", _("program"), admin.BooleanFieldListFilter),
        by("locale", _("language")),
    )
    search_fields = ("name_key",)
    search_help_text = _("The beginning of a first or last name")

    def called(self, obj: User) -> str:
        return name_of(obj)

    def screen(self, obj: User) -> str | None:
        return f"/people/person/{obj.pk}"

    def people_named(self, rows: Sequence[User]) -> set[int]:
        return {user.pk for user in rows if not user.erased_at}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        return _called(queryset, search_term), False


@admin.register(Membership, site=site)
class MembershipAdmin(ShownOnly):
    columns = (
        column(_("person"), lambda one: _shown_name(one.user)),
        column(_("place"), place_link("unit")),
        column(_("role"), "role"),
        column(_("state"), "state"),
        column(_("since"), "since"),
    )
    lines = (
        column(_("person’s number"), person_link("user")),
        column(_("muted until"), "muted_until"),
        column(_("ended"), "ended_at"),
        column(_("invited by"), person_link("invited_by")),
        column(_("welcomed in person"), "contacted_at"),
        column(_("welcomed by"), person_link("contacted_by")),
    )
    list_filter = (by("state", _("state")), by("role", _("role")))
    narrowed_by = ("unit", "user")
    list_select_related = ("user", "unit")
    search_fields = ("user__name_key",)
    search_help_text = PersonAdmin.search_help_text

    def called(self, obj: Membership) -> str:
        return f"{name_of(obj.user)} · {obj.get_role_display()} · {obj.unit.name}"

    def screen(self, obj: Membership) -> str | None:
        return f"/people/person/{obj.user_id}"

    def people_named(self, rows: Sequence[Membership]) -> set[int]:
        return {one.user_id for one in rows if not one.user.erased_at}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Membership], search_term: str
    ) -> tuple[QuerySet[Membership], bool]:
        return _called(queryset, search_term, of="user__"), False


@admin.register(Consent, site=site)
class ConsentAdmin(ShownOnly):
    columns = (
        column(_("accepted"), "at"),
        column(_("person’s number"), person_link("user")),
        column(_("document"), "document"),
        column(_("version"), "version"),
    )
    list_filter = (by("document", _("document")),)
    narrowed_by = ("user",)
    has_pages = False


@admin.register(Token, site=site)
class TokenAdmin(ShownOnly):
    """Without its name, which its owner wrote."""

    columns = (
        column(_("made"), "created_at"),
        column(_("person’s number"), person_link("user")),
        column(_("may"), "scope"),
        column(_("ends"), "expires_at"),
        column(_("last used"), "last_used_at"),
        column(_("ended"), "revoked_at"),
    )
    narrowed_by = ("user",)
    has_pages = False


def _called(found: QuerySet[Any], text: str, of: str = "") -> QuerySet[Any]:
    prefix = search_key(text)
    if not prefix:
        return found
    called = starting(f"{of}name_key", prefix) | starting(f"{of}surname_key", prefix)
    return found.filter(called)
