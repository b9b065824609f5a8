"""Who may report where, correct what and read which feed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.access import TEAM_HISTORY, known_units, refuse_muted
from hub.actions import remember
from hub.errors import Conflict, Refused
from reports.models import Report
from teams.access import Standing, key, standing, unit_with
from teams.models import Unit, UnitKind, User
from teams.queries import members
from teams.roles import Power

__all__ = [
    "colleague_to_report_for",
    "feed_to_read",
    "own_feeds_of",
    "refuse_muted",
    "report_to_correct",
    "team_to_report_in",
    "unit_with_names",
]

OWN_WINDOW = timedelta(hours=24)


def team_to_report_in(user: User, team_id: str) -> Unit:
    """No query for what a batch already knows."""
    team = unit_with(user, team_id, Power.REPORT)
    if team.kind != UnitKind.TEAM:
        raise Refused(field="team")
    return team


def colleague_to_report_for(user: User, team: Unit, user_id: str) -> User | None:
    """The member whose work it was; None for oneself."""
    if user_id == str(user.pk):
        return None
    if not standing(user).may(Power.REPORT_FOR_OTHERS, team):
        raise Refused(field="on_behalf_of")
    found = members(team).filter(user=key(user_id)).first()
    if found is None:
        raise Refused(field="on_behalf_of")
    return found.user


def report_to_correct(user: User, report_id: str) -> Report:
    """One's own within a day; any of theirs for who may void reports of the team."""
    report = (
        Report.objects.select_related("team", "reporter", "on_behalf_of")
        .filter(pk=key(report_id), team__archived_at=None)
        .first()
    )
    if report is None or not _may_correct(user, report):
        raise Refused
    if report.voided_at is not None:
        raise Conflict(_("This report was taken back before."))
    return report


class Feed(NamedTuple):
    """A unit whose feed a person may read, and from when on."""

    unit: Unit
    since: datetime


def feed_to_read(user: User, unit_id: str) -> Feed:
    """A week back from when they came to a team, elsewhere from then; or `Refused`."""
    unit = remember(("feed unit", unit_id), lambda: _open_unit(unit_id))
    now = standing(user)
    if not _may_read_feed(now, unit):
        raise Refused
    return Feed(unit, _since(now, unit))


def own_feeds_of(standings: Mapping[int, Standing]) -> dict[int, list[Feed]]:
    """The feeds of each person's memberships, by user id, top down; one query."""
    seats = {s.user_id: {seat.unit_id for seat in s.seats} for s in standings.values()}
    units = known_units(set[int]().union(*seats.values()))
    ordered = sorted(units, key=lambda unit: unit.path)
    return {
        user_id: [
            Feed(unit, _since(standings[user_id], unit))
            for unit in ordered
            if unit.pk in own and _may_read_feed(standings[user_id], unit)
        ]
        for user_id, own in seats.items()
    }


def unit_with_names(user: User, unit_id: str) -> Unit:
    """For lists that name people: one's own team, or what one leads."""
    return unit_with(user, unit_id, Power.READ_ROOM)


def _since(now: Standing, unit: Unit) -> datetime:
    near = [
        seat.since
        for seat in now.seats
        if seat.path.startswith(unit.path) or unit.path.startswith(seat.path)
    ]
    back = TEAM_HISTORY if unit.kind == UnitKind.TEAM else timedelta()
    return min(near) - back


def _may_read_feed(now: Standing, unit: Unit) -> bool:
    """Upwards from one's own place; who enters rooms below reads the feeds there.

    A team's feed names people, so it is for those who may be in its room.
    """
    if now.may(Power.READ_ROOM, unit):
        return True
    return unit.kind != UnitKind.TEAM and now.may(Power.READ_FEED, unit)


def _may_correct(user: User, report: Report) -> bool:
    now = standing(user)
    if now.may(Power.VOID_REPORTS, report.team):
        return True
    own = user.pk in (report.reporter_id, report.on_behalf_of_id)
    fresh = timezone.now() - report.at <= OWN_WINDOW
    return own and fresh and now.may(Power.REPORT, report.team)


def _open_unit(unit_id: str) -> Unit:
    unit = Unit.objects.filter(pk=key(unit_id), archived_at=None).first()
    if unit is None:
        raise Refused
    return unit
