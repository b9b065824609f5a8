"""The words of a campaign: what its units, roles, reports and topics are called.

Keys are stable and are what the database stores; words are per language. A count's
noun has one form for each plural category (CLDR) of the language.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

Words = dict[str, str]  # language -> word

PLURAL_FORMS: Mapping[str, tuple[str, ...]] = {
    "en": ("one", "other"),
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "es": ("one", "many", "other"),
}


class ReportKind(msgspec.Struct, frozen=True):
    """`daily_maximum`: more than this by one person in one day is asked about once."""

    id: str
    icon: str
    daily_maximum: int
    name: Words
    unit_of_count: dict[str, dict[str, str]]


class WordPack(msgspec.Struct, frozen=True):
    units: dict[str, Words]
    roles: dict[str, Words]
    report_kinds: tuple[ReportKind, ...]
    topics: dict[str, Words]
    phrases: dict[str, Words]

    def report_kind(self, kind_id: str) -> ReportKind | None:
        return next((kind for kind in self.report_kinds if kind.id == kind_id), None)


@cache
def word_pack(kind: str) -> WordPack:
    """The pack of a `CampaignKind`; KeyError for any other word."""
    if kind not in ("political", "civic", "humanitarian"):
        raise KeyError(kind)
    text = files(__name__).joinpath(f"{kind}.json").read_bytes()
    return msgspec.json.decode(text, type=WordPack)


def in_language(words: Mapping[str, str], locale: str) -> str:
    return words.get(locale) or words["en"]
