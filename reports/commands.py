"""The frames about reports."""

from datetime import date, timedelta
from typing import Annotated, Literal, NotRequired, TypedDict

import msgspec
from django.utils.translation import gettext_lazy as _

from hub.commands import Command
from hub.errors import Invalid
from hub.events import Later
from hub.frames import Key, Write
from hub.wire import Count, Seq, UnitShape
from reports import access, actions
from reports.days import campaign_days
from reports.kinds import report_kind
from reports.models import NOTE_MAX, QUANTITY_MAX
from reports.plausibility import check_later
from teams.models import User

OLDEST_DAYS = 7
Version = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
Part = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Reason = Annotated[str, msgspec.Meta(max_length=200)]


class FileReport(Write, kw_only=True, frozen=True, tag="report.file"):
    team: Key
    kind: Key
    quantity: int
    breakdown: Annotated[dict[Part, int], msgspec.Meta(max_length=10)] = {}
    action_date: date | None = None
    on_behalf_of: Key | None = None
    mood: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None
    topics: Annotated[list[Part], msgspec.Meta(max_length=10)] = []
    note: Annotated[str, msgspec.Meta(max_length=NOTE_MAX)] = ""


class CorrectReport(Write, kw_only=True, frozen=True, tag="report.correct"):
    report: Key
    version: Version
    quantity: int
    reason: Reason = ""


class VoidReport(Write, kw_only=True, frozen=True, tag="report.void"):
    report: Key
    version: Version
    reason: Reason = ""


class Figure(TypedDict):
    """What a unit has reached, for the team and for each unit above it."""

    unit: UnitShape
    kind: str
    period: Literal["today"]
    quantity: Count


class Counted(TypedDict):
    report: str
    version: int
    seq: Seq
    totals: list[Figure]


class Filed(Counted):
    """`check` asks kindly about an unlikely number, which is stored all the same."""

    check: NotRequired[str]


def file_report(user: User, frame: FileReport) -> Later:
    team = access.team_to_report_in(user, frame.team)
    colleague = None
    if frame.on_behalf_of is not None:
        colleague = access.colleague_to_report_for(user, team, frame.on_behalf_of)
    filing = actions.Filing(
        reporter=user,
        team=team,
        kind=_kind(frame.kind),
        quantity=_quantity(frame.quantity),
        action_date=_action_date(frame.action_date),
        on_behalf_of=colleague,
        mood=frame.mood,
        topics=_topics(frame.topics),
        note=frame.note.strip(),
        breakdown={
            part: _quantity(number, field="breakdown")
            for part, number in frame.breakdown.items()
        },
        client_id=frame.client_id,
    )
    counted = actions.file_report(filing)
    check = check_later(counted.report, user)
    return lambda: {**counted.reply(), **check.reply()}


def correct_report(user: User, frame: CorrectReport) -> Later:
    report = access.report_to_correct(user, frame.report)
    return actions.correct_report(
        report=report,
        version=frame.version,
        quantity=_quantity(frame.quantity),
        by=user,
        reason=frame.reason.strip(),
        client_id=frame.client_id,
    ).reply


def void_report(user: User, frame: VoidReport) -> Later:
    report = access.report_to_correct(user, frame.report)
    return actions.void_report(
        report=report,
        version=frame.version,
        by=user,
        reason=frame.reason.strip(),
        client_id=frame.client_id,
    ).reply


COMMANDS = [
    Command(FileReport, file_report, savepoint=False, reply=Filed),
    Command(CorrectReport, correct_report, reply=Counted),
    Command(VoidReport, void_report, reply=Counted),
]


def _kind(kind_id: str) -> str:
    if report_kind(kind_id) is None:
        raise Invalid(_("This campaign does not count that."), field="kind")
    return kind_id


def _quantity(quantity: int, *, field: str = "quantity") -> int:
    if quantity < 0:
        raise Invalid(_("A number of things done can't be below zero."), field=field)
    if quantity > QUANTITY_MAX:
        raise Invalid(_("This number is too large for one report."), field=field)
    return quantity


def _action_date(day: date | None) -> date | None:
    if day is None:
        return None
    today = campaign_days().today()
    if day > today:
        raise Invalid(_("That day is still to come."), field="action_date")
    if day < today - timedelta(days=OLDEST_DAYS):
        raise Invalid(
            _("That day is more than a week ago; your leader can help."),
            field="action_date",
        )
    return day


def _topics(topics: list[str]) -> list[str]:
    """The word pack's topics by id, others as they were heard, each once."""
    heard = {" ".join(topic.split()) for topic in topics}
    if not all(topic.isprintable() for topic in heard):
        raise Invalid(_("This holds signs that can't be shown."), field="topics")
    return sorted(heard - {""})
