"""Names as people type them, made safe to show to others."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from hub.errors import Invalid

LENGTH_AT_MOST = 80


def clean_name(text: str, field: str = "name") -> str:
    """NFKC, one space between words; no control or direction characters inside."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not name:
        raise Invalid(_("A name is missing."), field=field)
    if len(name) > LENGTH_AT_MOST:
        raise Invalid(_("This name is too long."), field=field)
    if any(unicodedata.category(letter).startswith("C") for letter in name):
        raise Invalid(_("This name has characters that can't be shown."), field=field)
    return name
