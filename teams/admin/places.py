from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teams.admin.base import HasBeen, ShownOnly, by, column, person_link, place_link
from teams.admin.site import site
from teams.models import Campaign, Import, Invitation, PostalCode, Unit
from teams.queries import members
from teams.word_packs import in_language, word_pack


def _shown_name(unit: Unit) -> str:
    return format_html("<bdi>{}</bdi>", unit.name)


def _postal_codes(unit: Unit) -> str:
    codes = unit.postal_codes.order_by("code").values_list("code")
    return format_html_join(" · ", "<bdi>{}</bdi>", codes[:100])


def _members(unit: Unit) -> str:
    """How many, with the way to the list of them."""
    query = urlencode({"unit__id__exact": unit.pk, "state__exact": "active"})
    address = f"{reverse('admin:teams_membership_changelist')}?{query}"
    return format_html('<a href="{}">{}</a>', address, members(unit).count())


def _counted(campaign: Campaign) -> str:
    """What reports count there, by name."""
    language = get_language() or "en"
    kinds = word_pack(campaign.kind).report_kinds
    return " · ".join(in_language(kind.name, language) for kind in kinds)


@admin.register(Campaign, site=site)
class CampaignAdmin(ShownOnly):
    columns = (
        column(_("name"), lambda campaign: _shown_name(campaign.unit)),
        column(_("kind"), "kind"),
        column(_("time zone"), "timezone"),
        column(_("languages"), lambda campaign: " · ".join(campaign.languages)),
    )
    lines = (
        column(_("polls close"), "polls_close_at"),
        column(_("what reports count"), _counted),
        column(_("days that personal data is kept"), "retention_days"),
        column(_("demo"), "is_demo"),
        column(_("closed out"), "closed_out_at"),
    )
    list_select_related = ("unit",)

    def screen(self, obj: Campaign) -> str | None:
        return "/ready-for-the-day"


@admin.register(Unit, site=site)
class PlaceAdmin(ShownOnly):
    columns = (
        column(_("name"), _shown_name),
        column(_("kind"), "kind"),
        column(_("belongs to"), place_link("parent")),
        column(_("how people join"), "join_mode"),
        column(_("opened"), "opened_at"),
    )
    lines = (
        column(_("number"), "pk"),
        column(_("where it is"), "place"),
        column(_("room for"), "capacity"),
        column(_("members"), _members),
        column(_("postal codes"), _postal_codes),
        column(_("archived"), "archived_at"),
    )
    list_filter = (
        by("kind", _("kind")),
        by("join_mode", _("how people join")),
        by("archived_at", _("archived"), HasBeen),
    )
    narrowed_by = ("parent",)
    list_select_related = ("parent",)
    ordering = ("path",)
    search_fields = ("name__istartswith",)
    search_help_text = _("The beginning of a place’s name")

    def screen(self, obj: Unit) -> str | None:
        return f"/people/places/{obj.pk}"


@admin.register(PostalCode, site=site)
class PostalCodeAdmin(ShownOnly):
    columns = (column(_("postal code"), "code"), column(_("place"), place_link("unit")))
    narrowed_by = ("unit",)
    list_select_related = ("unit",)
    ordering = ("code", "pk")
    search_fields = ("code__istartswith",)
    has_pages = False


@admin.register(Invitation, site=site)
class InvitationAdmin(ShownOnly):
    """Without its secret, of which only a digest is kept."""

    columns = (
        column(_("made"), "created_at"),
        column(_("place"), place_link("unit")),
        column(_("role"), "role"),
        column(_("kind"), "kind"),
        column(_("works"), "works"),
    )
    lines = (
        column(_("made by"), person_link("created_by")),
        column(_("used"), "uses"),
        column(_("at most"), "max_uses"),
        column(_("ends"), "expires_at"),
        column(_("ended"), "revoked_at"),
    )
    list_filter = (by("kind", _("kind")), by("role", _("role")))
    narrowed_by = ("unit", "created_by")
    list_select_related = ("unit", "created_by")

    def called(self, obj: Invitation) -> str:
        return f"{obj.unit.name} · {obj.get_role_display()}"

    def screen(self, obj: Invitation) -> str | None:
        return f"/people/invitations/{obj.unit_id}"


@admin.register(Import, site=site)
class ImportAdmin(ShownOnly):
    columns = (
        column(_("begun"), "created_at"),
        column(_("by"), person_link("by")),
        column(_("state"), "state"),
        column(_("rows"), "rows"),
        column(_("rows done"), "done"),
        column(_("last sign of life"), "beat_at"),
    )
    list_filter = (by("state", _("state")),)
    has_pages = False
