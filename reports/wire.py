"""The events of reports as types: this app's part of the wire contract."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from hub.wire import Count, PersonShape, Time, UnitShape

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]


class ReportShape(TypedDict):
    """A report taken back has no note."""

    id: str
    team: str
    kind: str
    quantity: Count
    action_date: Day
    version: Annotated[int, Meta(ge=1)]
    note: NotRequired[str]
    breakdown: NotRequired[dict[str, Count]]
    on_behalf_of: NotRequired[PersonShape]
    voided: NotRequired[bool]


class Reported(TypedDict):
    """`total`: the team's figure of the report's kind and day."""

    report: ReportShape
    total: Count


class TeamFigure(TypedDict):
    team: str
    quantity: Count


# `from` is no name that a class could hold.
Span = TypedDict("Span", {"from": Time, "to": Time})


class Summarised(Span):
    """The reports of one kind and hour in a unit; a later event replaces an earlier."""

    kind: str
    unit: UnitShape
    quantity: Count
    teams: Count
    top: list[TeamFigure]


class Reached(TypedDict):
    """A round number, or with `target` a goal. Above a team: whose report did it."""

    unit: UnitShape
    kind: str
    quantity: Count
    target: NotRequired[Count]
    last_team: NotRequired[UnitShape]


class TotalShape(TypedDict):
    unit: UnitShape
    kind: str
    period: Literal["today"]
    quantity: Count


class Counted(TypedDict):
    """Answers `report.correct` and `report.void`."""

    report: str
    version: Annotated[int, Meta(ge=1)]
    seq: Annotated[int, Meta(ge=1)]
    totals: list[TotalShape]
    duplicate: bool


class Filed(Counted):
    """Answers `report.file`. `check`: a kind question about an unlikely number."""

    check: NotRequired[str]


EVENTS: dict[str, type] = {
    "report.filed": Reported,
    "report.corrected": Reported,
    "report.voided": Reported,
    "feed.summarised": Summarised,
    "milestone.reached": Reached,
    "goal.reached": Reached,
}
