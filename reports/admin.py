from django.contrib import admin
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.kinds import report_kind
from reports.models import Goal
from teams.admin import ShownOnly, column, person_link, place_link, site
from teams.word_packs import in_language


def _kind(goal: Goal) -> str:
    kind = report_kind(goal.kind)
    return in_language(kind.name, get_language() or "en") if kind else ""


@admin.register(Goal, site=site)
class GoalAdmin(ShownOnly):
    columns = (
        column(_("from the day"), "from_day"),
        column(_("place"), place_link("unit")),
        column(_("what is counted"), _kind),
        column(_("goal"), "target"),
        column(_("set by"), person_link("set_by")),
    )
    narrowed_by = ("unit",)
    list_select_related = ("unit",)
    search_fields = ("unit__name__istartswith",)
    search_help_text = _("The beginning of a place’s name")
    has_pages = False
