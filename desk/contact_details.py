"""Finds a phone number or e-mail address that should not have been typed."""

import re

FEWEST_DIGITS = 7

_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.\w{2,}")
_NUMBER = re.compile(r"[+(]?\d[\d\s().\-/]{5,24}\d")
_DATE = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$")


def has_contact_details(text: str) -> bool:
    """Whether the text seems to hold a phone number or an e-mail address."""
    return bool(_MAIL.search(text)) or any(map(_is_phone, _NUMBER.findall(text)))


def _is_phone(found: str) -> bool:
    digits = sum(character.isdigit() for character in found)
    return digits >= FEWEST_DIGITS and not _DATE.match(found.strip())
