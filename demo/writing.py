"""Sentences with the names of this room's places, and the language they are in."""

import re
from collections.abc import Mapping

from teams.models import Locale
from teams.word_packs import in_language

ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN = re.compile(r"[A-Za-z]")
SPANISH_ROOMS = ("San Marcos",)


def written(text: str, names: Mapping[str, Mapping[str, str]], language: str) -> str:
    in_words = {key: in_language(words, language) for key, words in names.items()}
    sentence = text.format(**in_words)
    return sentence[0].upper() + sentence[1:]


def language_of(who: str, text: str, unit: str | None) -> str:
    """By the part, by the letters, or by the room that the sentence was written for."""
    if len(ARABIC.findall(text)) > len(LATIN.findall(text)):
        return Locale.AR
    return Locale.ES if who == Locale.ES or unit in SPANISH_ROOMS else Locale.EN
