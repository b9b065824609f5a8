"""Reports and milestones in their present state, as rooms and feeds show them."""

from collections.abc import Mapping, Sequence

from django.db.models import (
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from chat.models import Room
from hub.clock import wire_time
from reports.events import milestone_data, reported, reporter_shape
from reports.models import Correction, FeedCard, Milestone, Report

Fields = Mapping[str, object]


def with_totals(condition: Q, limit: int | None = None) -> list[tuple[Report, int]]:
    """Newest first, each with the figure that its team's day had reached with it."""
    until = Report.objects.filter(
        team=OuterRef("team"),
        kind=OuterRef("kind"),
        action_date=OuterRef("action_date"),
        seq__lte=OuterRef("seq"),
        voided_at=None,
    )
    total = until.order_by().values("team").annotate(sum=Sum("quantity")).values("sum")
    found = Report.objects.filter(condition).select_related("reporter", "on_behalf_of")
    rows = found.annotate(total=Coalesce(Subquery(total), 0)).order_by("-pk")[:limit]
    corrections = Prefetch("corrections", Correction.objects.select_related("by"))
    prefetch_related_objects([row for row in rows if row.version > 1], corrections)
    return [(report, report.total) for report in rows]


def room_reports(room: Room, seqs: Sequence[int]) -> Mapping[int, Fields]:
    """The card source for `report.filed`."""
    found = with_totals(Q(team=room.unit_id, seq__in=seqs))
    return {report.seq: reported(report, total) for report, total in found}


def room_milestones(room: Room, seqs: Sequence[int]) -> Mapping[int, Fields]:
    """The card source for `milestone.reached` and `goal.reached`."""
    found = Milestone.objects.filter(unit=room.unit_id, seq__in=seqs)
    return {
        one.seq: milestone_data(one, room.unit, None)
        for one in found
        if one.seq is not None
    }


def feed_items(cards: Sequence[FeedCard]) -> list[Fields]:
    """Items of a page; the reports among them in one query."""
    ids = [card.report_id for card in cards if card.report_id]
    reports = {
        report.pk: (report, total) for report, total in with_totals(Q(pk__in=ids))
    }
    return [_item(card, reports.get(card.report_id or 0)) for card in cards]


def report_item(report: Report, total: int) -> dict[str, object]:
    """As `reports` lists them over HTTP."""
    return {
        **reported(report, total),
        "seq": report.seq,
        "at": wire_time(report.at),
        "by": reporter_shape(report),
    }


def _item(card: FeedCard, found: tuple[Report, int] | None) -> Fields:
    return {
        "seq": card.seq,
        "kind": card.event,
        "at": wire_time(card.at),
        "by": reporter_shape(found[0]) if found else None,
        "data": reported(*found) if found else card.data,
    }
