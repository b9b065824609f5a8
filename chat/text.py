"""What people write, made clean before it is kept."""

import re

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from chat.models import FLAG_WORDS_MAX, TEXT_MAX
from hub.errors import Invalid

# All but line breaks and tabs.
CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# More than spaces and marks that only steer how other signs are shown.
SOMETHING_SEEN = re.compile("[^\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def message_text(raw: str) -> str:
    """Without blank edges; `Invalid` when empty, too long or unprintable."""
    text = raw.replace("\r\n", "\n").strip()
    if not SOMETHING_SEEN.search(text):
        raise Invalid(_("Write something first."), field="text")
    if len(text) > TEXT_MAX:
        raise Invalid(
            format_lazy(_("A message holds {most} characters at most."), most=TEXT_MAX),
            field="text",
        )
    if CONTROL_CHARACTER.search(text):
        raise Invalid(_("This holds signs that can't be shown."), field="text")
    return text


def flag_words(raw: str) -> str:
    """What somebody adds to a flag: may be empty."""
    words = raw.replace("\r\n", "\n").strip()
    if len(words) > FLAG_WORDS_MAX:
        raise Invalid(_("This is too long."), field="words")
    if CONTROL_CHARACTER.search(words):
        raise Invalid(_("This holds signs that can't be shown."), field="words")
    return words
