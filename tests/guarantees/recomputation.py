"""Holds totals and feeds against the reports themselves; prints what is wrong."""

import json
import sys
from collections import Counter
from itertools import pairwise

import django

django.setup()

import msgspec  # noqa: E402

from hub.models import Event  # noqa: E402
from reports.models import CardKind, Delta, FeedCard, Report, Total  # noqa: E402


def wrong() -> list[str]:
    expected: Counter[tuple[object, ...]] = Counter()
    for report in Report.objects.filter(voided_at=None):
        for unit in report.path.strip("/").split("/"):
            slot = (int(unit), report.kind, report.action_date, report.hour)
            expected[slot] += report.quantity
    folded = {
        (total.unit_id, total.kind, total.day, total.hour): total.quantity
        for total in Total.objects.exclude(quantity=0)
    }
    cards = FeedCard.objects.filter(event=CardKind.SUMMARY)
    return [
        *(["not all is folded"] if Delta.objects.exists() else []),
        *([f"totals {folded} for {dict(expected)}"] if folded != expected else []),
        *(
            f"the card of {card.unit_id} says {card.data['quantity']}"
            for card in cards
            if card.data["quantity"]
            != folded.get((card.unit_id, card.kind, card.day, card.hour or 0))
        ),
        *(f"{stream} tells a fold twice" for stream in sorted(_told_twice())),
    ]


def _told_twice() -> set[str]:
    """Every report adds something: the totals that a feed tells can only grow."""
    told: dict[str, list[int]] = {}
    for event in Event.objects.filter(kind="feed.summarised").order_by("seq"):
        total = msgspec.json.decode(event.data)["total"]
        told.setdefault(event.stream, []).append(total)
    return {
        stream
        for stream, totals in told.items()
        if any(later <= earlier for earlier, later in pairwise(totals))
    }


if __name__ == "__main__":
    json.dump(wrong(), sys.stdout)
