from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from desk.models import LibraryEntry, Question
from teams.admin import ShownOnly, by, column, person_link, place_link, site


def _languages(entry: LibraryEntry) -> str:
    found = entry.texts.order_by("language").values_list("language", flat=True)
    return " · ".join(found)


@admin.register(Question, site=site)
class QuestionAdmin(ShownOnly):
    """Where each stands and since when: not what was asked, nor by whom."""

    columns = (
        column(_("asked"), "asked_at"),
        column(_("desk"), place_link("desk")),
        column(_("state"), "state"),
        column(_("at the door"), "at_the_door"),
        column(_("taken by"), person_link("claimed_by")),
        column(_("taken at"), "claimed_at"),
        column(_("answered"), "answered_at"),
        column(_("asked the same"), "me_toos"),
    )
    list_filter = (
        by("state", _("state")),
        by("at_the_door", _("at the door"), admin.BooleanFieldListFilter),
    )
    narrowed_by = ("desk",)
    list_select_related = ("desk",)
    has_pages = False


@admin.register(LibraryEntry, site=site)
class LibraryEntryAdmin(ShownOnly):
    """What it is about and whether it still holds: not its words."""

    columns = (
        column(_("number"), "pk"),
        column(_("topic"), lambda entry: format_html("<bdi>{}</bdi>", entry.topic)),
        column(_("holds for"), "jurisdiction"),
        column(_("holds until"), "valid_until"),
        column(_("used"), "used"),
        column(_("helped"), "helped"),
    )
    lines = (
        column(_("languages"), _languages),
        column(_("holds from"), "valid_from"),
        column(_("checked"), "checked_at"),
        column(_("approved by"), person_link("approved_by")),
        column(_("version"), "version"),
    )

    def called(self, obj: LibraryEntry) -> str:
        return str(obj.pk)
