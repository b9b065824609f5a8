"""What this campaign counts, and the topics it hears of: from its word pack."""

from collections.abc import Sequence

from hub.actions import remember
from teams.models import CampaignKind
from teams.queries import campaign
from teams.word_packs import ReportKind, WordPack, in_language, word_pack


def report_kinds() -> Sequence[ReportKind]:
    return _pack().report_kinds


def report_kind(kind_id: str) -> ReportKind | None:
    return _pack().report_kind(kind_id)


def kind_shape(kind: ReportKind, locale: str) -> dict[str, object]:
    """In one language; `counted` has a form for each plural category (CLDR)."""
    counted = kind.unit_of_count.get(locale) or kind.unit_of_count["en"]
    return {
        "id": kind.id,
        "name": in_language(kind.name, locale),
        "unit_of_count": counted["other"],
        "counted": counted,
        "icon": kind.icon,
        "daily_maximum": kind.daily_maximum,
    }


def topic_shapes(locale: str) -> list[dict[str, str]]:
    topics = _pack().topics
    return [{"id": t, "name": in_language(topics[t], locale)} for t in topics]


def _pack() -> WordPack:
    return word_pack(remember(("campaign kind",), _campaign_kind))


def _campaign_kind() -> str:
    found = campaign()
    return found.kind if found else CampaignKind.POLITICAL
