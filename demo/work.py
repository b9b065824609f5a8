"""Goals, and five days of reports with the rhythm of real evenings."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from random import Random

from demo import content
from demo.ground import Ground, TeamGround
from demo.rhythm import Rhythm
from demo.talk import DAYS
from demo.timeline import Moment
from hub.actions import transaction
from reports.actions import Filing, file_report, set_goal
from teams.models import Unit, User
from teams.roles import Role
from teams.word_packs import ReportKind, word_pack

GOALS_ARE_FOR = 9  # people; smaller teams aim at their share
DAY_FACTORS = (0.72, 1.04, 0.93, 1.08, 0.86)  # today first, still going on
LEADERS_SHARE = 0.5
MOODS = (2, 3, 4, 4, 4, 5, 5)
NOT_FROM_THE_DOORS = "how_we_work"


def set_goals(ground: Ground, rhythm: Rhythm) -> None:
    """Each unit above a team aims at what its teams aim at together."""
    director = ground.people_of(ground.centre, Role.DIRECTOR)[0]
    with transaction():
        for kind in ground.tree.goals:
            for unit in (
                *(team.unit for team in ground.teams),
                *ground.offices,
                *ground.regions,
                ground.centre,
                ground.campaign,
            ):
                set_goal(
                    unit=unit,
                    kind=kind,
                    target=_target(ground, unit, kind),
                    by=director,
                    from_day=rhythm.day(DAYS - 1),
                )


def reports(ground: Ground, rhythm: Rhythm, dice: Random) -> Iterator[Moment]:
    worker = _Worker(ground, rhythm, dice)
    for team in ground.teams:
        for days_ago in range(1 if team.text.quiet else 0, DAYS):
            for person in team.everyone:
                yield from worker.day(team, person, days_ago)


class _Worker:
    def __init__(self, ground: Ground, rhythm: Rhythm, dice: Random) -> None:
        self.ground, self.rhythm, self.dice = ground, rhythm, dice
        pack = word_pack(ground.kind)
        self.topics = [topic for topic in pack.topics if topic != NOT_FROM_THE_DOORS]
        self.kinds = pack.report_kinds

    def day(self, team: TeamGround, person: User, days_ago: int) -> Iterator[Moment]:
        share = LEADERS_SHARE if person == team.leader else 1.0
        shares = len(team.people) + LEADERS_SHARE
        for kind in self.kinds:
            if kind.id in self.ground.tree.goals:
                target = team_target(self.ground, team, kind.id) * share / shares
                yield from self._towards(team, person, days_ago, kind, target)
            elif self.dice.random() < share * 0.15:
                most = max(1, kind.daily_maximum // 20)
                quantity = self.dice.randint(1, most)
                yield from self._file(team, person, days_ago, kind, quantity)

    def _towards(
        self,
        team: TeamGround,
        person: User,
        days_ago: int,
        kind: ReportKind,
        target: float,
    ) -> Iterator[Moment]:
        today = target * DAY_FACTORS[days_ago] * self.dice.uniform(0.75, 1.25)
        first = round(today * self.dice.choice((0.4, 0.6, 1.0, 1.0)))
        for quantity in (first, round(today) - first):
            yield from self._file(team, person, days_ago, kind, quantity)

    def _file(
        self,
        team: TeamGround,
        person: User,
        days_ago: int,
        kind: ReportKind,
        quantity: int,
    ) -> Iterator[Moment]:
        at = self._when(days_ago)
        if quantity and at <= self.rhythm.now:
            filing = self._filing(team, person, kind, quantity, at)
            yield Moment(at, partial(file_report, filing))

    def _when(self, days_ago: int) -> datetime:
        """Four of five in the evening, most of them about half past six."""
        if self.dice.random() < 0.8:
            return self.rhythm.at(days_ago, self.dice.triangular(17.0, 20.5, 18.6))
        return self.rhythm.at(days_ago, self.dice.uniform(10.0, 16.5))

    def _filing(
        self,
        team: TeamGround,
        person: User,
        kind: ReportKind,
        quantity: int,
        at: datetime,
    ) -> Filing:
        reporter, colleague = self._hand(team, person)
        notes = content.notes(reporter.locale)
        return Filing(
            reporter=reporter,
            team=team.unit,
            kind=kind.id,
            quantity=quantity,
            on_behalf_of=colleague,
            mood=self.dice.choice(MOODS) if self.dice.random() < 0.6 else None,
            topics=self.dice.sample(self.topics, self.dice.choice((0, 0, 1, 2))),
            note=self.dice.choice(notes) if self.dice.random() < 0.12 else "",
            at=at,
        )

    def _hand(self, team: TeamGround, person: User) -> tuple[User, User | None]:
        """Now and then a team's coordinator enters what came in on paper."""
        coordinators = self.ground.people_of(team.unit, Role.COORDINATOR)
        for coordinator in coordinators:
            if coordinator != person and self.dice.random() < 0.12:
                return coordinator, person
        return person, None


def team_target(ground: Ground, team: TeamGround, kind: str) -> int:
    target = ground.tree.goals[kind] * len(team.everyone) / GOALS_ARE_FOR
    return max(10, round(target / 10) * 10)


def _target(ground: Ground, unit: Unit, kind: str) -> int:
    return sum(
        team_target(ground, team, kind)
        for team in ground.teams
        if team.unit.path.startswith(unit.path)
    )
