"""Postal codes as people type them."""

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from hub.errors import Invalid
from teams.models import PostalCode, Unit

LENGTH_AT_MOST = 12
CODES_AT_MOST = 200


def normalised(text: str, field: str = "postal_codes") -> str:
    """Upper case without spaces and dashes, digits of every script as 0 to 9."""
    letters = unicodedata.normalize("NFKC", text).upper()
    code = "".join(_plain(letter) for letter in letters if letter.isalnum())
    if not code or len(code) > LENGTH_AT_MOST or not code.isascii():
        raise Invalid(_("This is not a postal code."), field=field)
    return code


def all_normalised(texts: Iterable[str]) -> list[str]:
    """Each code once, in order."""
    codes = sorted({normalised(text) for text in texts})
    if len(codes) > CODES_AT_MOST:
        raise Invalid(_("These are too many postal codes."), field="postal_codes")
    return codes


def postal_codes_of(unit: Unit) -> list[str]:
    codes = PostalCode.objects.filter(unit=unit)
    return list(codes.order_by("code").values_list("code", flat=True))


def _plain(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)
