"""What people write, made clean before it is kept."""

import unicodedata

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from chat.models import TEXT_MAX
from hub.errors import Invalid

KEPT = frozenset("\n\t")


def message_text(raw: str) -> str:
    """Without blank edges; `Invalid` when empty, too long or unprintable."""
    text = raw.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid(_("Write something first."), field="text")
    if len(text) > TEXT_MAX:
        raise Invalid(
            format_lazy(_("A message holds {most} characters at most."), most=TEXT_MAX),
            field="text",
        )
    if any(unicodedata.category(sign) == "Cc" and sign not in KEPT for sign in text):
        raise Invalid(_("This holds signs that can't be shown."), field="text")
    return text
