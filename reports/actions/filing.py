from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from chat.actions import add_card
from hub.actions import append, insert_with
from reports.actions.receipt import Counted, counted, insert, team_room
from reports.days import campaign_days
from reports.events import reporter_shape
from reports.models import LATER, CardKind, FeedCard, Report
from teams.access import standing
from teams.models import Unit, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A report as it comes in. `at` is for what was filed earlier (imports, the demo);
    `action_date` is the day of `at` unless it names another."""

    reporter: User
    team: Unit
    kind: str
    quantity: int
    action_date: date | None = None
    on_behalf_of: User | None = None
    mood: int | None = None
    topics: Sequence[str] = ()
    note: str = ""
    breakdown: Mapping[str, int] = field(default_factory=dict)
    client_id: UUID | None = None
    at: datetime | None = None


def file_report(filing: Filing) -> Counted:
    """Stores it, shows it in the team's room and feed, and counts it above."""
    report = _report(filing)
    count = counted(report, report.quantity)
    shown = add_card(
        room=team_room(filing.team),
        kind=CardKind.REPORT,
        data=count.data,
        author=filing.reporter,
        client_id=filing.client_id,
        at=report.at,
    )
    insert_with(shown, report)
    insert(count, shown)
    in_feed = append(
        filing.team.feed,
        CardKind.REPORT,
        count.data,
        by=reporter_shape(report),
        client_id=filing.client_id,
        at=report.at,
    )
    insert_with(in_feed, _feed_card(report))
    return count


def _report(filing: Filing) -> Report:
    at = filing.at or timezone.now()
    filed = campaign_days().local(at)
    day = filing.action_date or filed.date()
    return Report(
        team=filing.team,
        path=filing.team.path,
        kind=filing.kind,
        quantity=filing.quantity,
        action_date=day,
        hour=filed.hour if day == filed.date() else LATER,
        reporter=filing.reporter,
        reporter_role=standing(filing.reporter).role_for(filing.team) or "",
        on_behalf_of=filing.on_behalf_of,
        mood=filing.mood,
        topics=list(filing.topics),
        note=filing.note,
        breakdown=dict(filing.breakdown),
        at=at,
    )


def _feed_card(report: Report) -> FeedCard:
    return FeedCard(
        unit=report.team,
        event=CardKind.REPORT,
        report=report,
        kind=report.kind,
        day=report.action_date,
        at=report.at,
    )
