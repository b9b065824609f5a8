from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from chat.models import Room
from teams.admin import ShownOnly, column, place_link, site


@admin.register(Room, site=site)
class RoomAdmin(ShownOnly):
    """How much is said, never what."""

    columns = (
        column(_("room"), lambda room: format_html("<bdi>{}</bdi>", room.unit.name)),
        column(_("archived"), "archived_at"),
    )
    lines = (
        column(_("number"), "pk"),
        column(_("place"), place_link("unit")),
        column(_("messages"), lambda room: room.messages.count()),
    )
    list_select_related = ("unit",)
    search_fields = ("unit__name__istartswith",)
    search_help_text = _("The beginning of a place’s name")
