"""Names as people type them, made safe to show to others."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from hub.errors import Invalid
from hub.letters import folded

LENGTH_AT_MOST = 80
PLACE_AT_MOST = 120


def clean_name(text: str, field: str = "name") -> str:
    """NFKC, one space between words; no control or direction characters inside."""
    name = _one_line(text)
    if not name:
        raise Invalid(_("A name is missing."), field=field)
    return _checked(name, LENGTH_AT_MOST, field)


def clean_place(text: str, field: str = "place") -> str:
    """Where a place lies, such as a street; may be left empty."""
    return _checked(_one_line(text), PLACE_AT_MOST, field)


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _checked(name: str, length_at_most: int, field: str) -> str:
    if len(name) > length_at_most:
        raise Invalid(_("This name is too long."), field=field)
    if any(unicodedata.category(letter).startswith("C") for letter in name):
        raise Invalid(_("This name has characters that can't be shown."), field=field)
    return name


def told_apart_by(name: str) -> str:
    """Of a place, among those beside it: capitals and kinds of spaces don't count."""
    return _one_line(name).casefold()


def is_typed_as(typed: str, name: str) -> bool:
    """Whether this name is meant; marks that nobody sees don't count either."""
    meant = _as_typed(typed)
    return meant != "" and meant == _as_typed(name)


def search_key(text: str) -> str:
    """A name as search compares it: no capitals, accents or vowel marks."""
    return " ".join(folded(text).split())


def surname_key(text: str) -> str:
    """The same with the last word first, for who looks for 'Haddad'."""
    words = search_key(text).split()
    return " ".join([*words[-1:], *words[:-1]])


def _as_typed(text: str) -> str:
    seen = (one for one in text if unicodedata.category(one) != "Cf")
    return told_apart_by("".join(seen))
