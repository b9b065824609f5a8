"""The frames about reports."""

from datetime import date
from typing import Annotated, Literal, NotRequired, TypedDict

import msgspec

from hub.commands import Command
from hub.events import Later
from hub.frames import Key, Write
from hub.wire import Count, Seq, UnitShape
from reports import access, actions
from reports.checks import (
    checked_action_date,
    checked_kind,
    checked_quantity,
    checked_topics,
    checked_words,
)
from reports.models import NOTE_MAX
from reports.plausibility import check_later
from teams.models import User

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
    if frame.note or frame.topics:
        access.refuse_muted(user, team)
    colleague = None
    if frame.on_behalf_of is not None:
        colleague = access.colleague_to_report_for(user, team, frame.on_behalf_of)
    filing = actions.Filing(
        reporter=user,
        team=team,
        kind=checked_kind(frame.kind),
        quantity=checked_quantity(frame.quantity),
        action_date=checked_action_date(frame.action_date),
        on_behalf_of=colleague,
        mood=frame.mood,
        topics=checked_topics(frame.topics),
        note=checked_words(frame.note, field="note"),
        breakdown={
            checked_words(part, field="breakdown"): checked_quantity(
                number, field="breakdown"
            )
            for part, number in frame.breakdown.items()
        },
        client_id=frame.client_id,
    )
    counted = actions.file_report(filing)
    check = check_later(counted.report, user)
    return lambda: {**counted.reply(), **check.reply()}


def correct_report(user: User, frame: CorrectReport) -> Later:
    report = access.report_to_correct(user, frame.report)
    if frame.reason:
        access.refuse_muted(user, report.team)
    return actions.correct_report(
        report=report,
        version=frame.version,
        quantity=checked_quantity(frame.quantity),
        by=user,
        reason=checked_words(frame.reason, field="reason"),
        client_id=frame.client_id,
    ).reply


def void_report(user: User, frame: VoidReport) -> Later:
    report = access.report_to_correct(user, frame.report)
    if frame.reason:
        access.refuse_muted(user, report.team)
    return actions.void_report(
        report=report,
        version=frame.version,
        by=user,
        reason=checked_words(frame.reason, field="reason"),
        client_id=frame.client_id,
    ).reply


COMMANDS = [
    Command(FileReport, file_report, savepoint=False, reply=Filed),
    Command(CorrectReport, correct_report, reply=Counted),
    Command(VoidReport, void_report, reply=Counted),
]
