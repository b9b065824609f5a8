"""Five days of conversations in the rooms of teams, offices and the centre."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from chat.actions import post_message
from chat.models import Room
from chat.queries import room_of
from demo import casting, content
from demo.content import Conversation
from demo.ground import Ground, TeamGround
from demo.rhythm import Rhythm
from demo.timeline import Moment
from demo.writing import language_of, written
from teams.models import Unit, User

DAYS = 5
HOURS = {
    "morning": (8.7, 10.3),
    "noon": (11.7, 13.3),
    "afternoon": (14.5, 16.5),
    "evening": (17.2, 20.2),
    "night": (20.9, 22.0),
}
FULL_DAY = ("morning", "noon", "afternoon", "evening", "evening", "night")
SHORT_DAYS = (
    ("morning", "afternoon", "evening", "night"),
    ("noon", "evening", "evening"),
    ("morning", "noon", "evening", "night"),
    ("afternoon", "evening", "night"),
)
STAFF_DAYS = (
    ("morning", "evening"),
    ("noon", "evening", "night"),
    ("morning", "afternoon", "night"),
    ("morning", "evening"),
    ("afternoon", "night"),
)
PAUSE_S = (25, 170)
UNTIL_NOW = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Scene:
    """One room with all that its conversations need."""

    kind: str
    unit: Unit
    room: Room
    cast: casting.Cast
    names: Mapping[str, Mapping[str, str]]
    told: set[int] = field(default_factory=set)


class Storyteller:
    """Spreads conversations over rooms so that each is heard in as few as possible."""

    def __init__(self, ground: Ground, rhythm: Rhythm, dice: Random) -> None:
        self.rhythm, self.dice = rhythm, dice
        self.talks = content.conversations(ground.kind)
        self.uses: Counter[int] = Counter()

    def days(
        self, scene: Scene, plan: Sequence[Sequence[str]], until: int = 0
    ) -> Iterator[Moment]:
        """`until` how many days ago."""
        for days_ago in reversed(range(until, DAYS)):
            for when in plan[days_ago % len(plan)]:
                begins = self.rhythm.at(days_ago, self.dice.uniform(*HOURS[when]))
                yield from self.tell(scene, when, begins)

    def tell(self, scene: Scene, when: str, begins: datetime) -> Iterator[Moment]:
        """A conversation that this room has not heard; nothing if none is left."""
        found = self._choose(scene, when)
        if found is None:
            return
        talk, parts = found
        pauses = [self.dice.uniform(*PAUSE_S) for _line in talk.lines]
        latest = self.rhythm.now - UNTIL_NOW - timedelta(seconds=sum(pauses[:-1]))
        if begins > self.rhythm.now:
            return
        at = min(begins, latest)
        for (who, text), pause in zip(talk.lines, pauses, strict=True):
            language = language_of(who, text, talk.unit)
            post = partial(
                post_message,
                author=parts[who],
                room=scene.room,
                text=written(text, scene.names, language),
                language=language,
                at=at,
            )
            yield Moment(at, post)
            at += timedelta(seconds=pause)

    def _choose(
        self, scene: Scene, when: str
    ) -> tuple[Conversation, dict[str, User]] | None:
        fitting = [
            (number, talk, parts)
            for number, talk in enumerate(self.talks)
            if (talk.room, talk.when) == (scene.kind, when)
            and talk.unit in (None, scene.unit.name)
            and number not in scene.told
            and (parts := scene.cast.parts(talk, self.dice))
        ]
        if not fitting:
            return None
        number, talk, parts = min(
            fitting,
            key=lambda one: (
                one[1].unit is None,
                self.uses[one[0]],
                self.dice.random(),
            ),
        )
        self.uses[number] += 1
        scene.told.add(number)
        return talk, parts


def conversations(ground: Ground, rhythm: Rhythm, dice: Random) -> Iterator[Moment]:
    """The first team's room never rests: it is the one that visitors see."""
    teller = Storyteller(ground, rhythm, dice)
    first, *others = ground.teams
    scene = _team_scene(first)
    yield from teller.days(scene, [FULL_DAY])
    yield from teller.tell(_without_visitor(scene), *_right_now(rhythm))
    for number, team in enumerate(others):
        plan = SHORT_DAYS[number % 4 :] + SHORT_DAYS[: number % 4]
        yield from teller.days(_team_scene(team), plan, 1 if team.text.quiet else 0)
    for office in ground.offices:
        cast = casting.of_office(ground, office)
        yield from teller.days(_staff_scene("office", office, cast, office), STAFF_DAYS)
    cast = casting.of_centre(ground)
    scene = _staff_scene("centre", ground.centre, cast, ground.offices[0])
    yield from teller.days(scene, STAFF_DAYS)


def _right_now(rhythm: Rhythm) -> tuple[str, datetime]:
    is_night = rhythm.now > rhythm.clock(0, HOURS["night"][0])
    return "night" if is_night else "evening", rhythm.now


def _without_visitor(scene: Scene) -> Scene:
    """Whoever tries the demo is the team's first volunteer, and reads what is new."""
    cast = casting.Cast(scene.cast.fixed, scene.cast.others[1:])
    return replace(scene, cast=cast)


def _team_scene(team: TeamGround) -> Scene:
    street, street2 = team.text.streets
    names = {
        "place": team.text.place,
        "street": {"en": street},
        "street2": {"en": street2},
        "team": {"en": team.unit.name},
        "office": {"en": team.office.name},
    }
    return Scene("team", team.unit, team.room, casting.of_team(team), names)


def _staff_scene(kind: str, unit: Unit, cast: casting.Cast, office: Unit) -> Scene:
    return Scene(kind, unit, room_of(unit), cast, {"office": {"en": office.name}})
