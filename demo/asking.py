"""The library, and the questions that the desk has answered or still has open."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from demo import content
from demo.ground import Ground
from demo.rhythm import Rhythm
from demo.timeline import Moment
from desk.actions import accept_answer, add_entry, answer_question, ask_question
from desk.models import About, Question
from hub.actions import transaction
from teams.models import User
from teams.roles import Role

ABOUT = {"how_we_work": About.HOW_DO_I, "rumour": About.RUMOUR}
ANSWERED_AFTER_S = (70, 260)
ACCEPTED_AFTER_S = (20, 400)


def fill_library(ground: Ground, dice: Random) -> None:
    lead = ground.people_of(ground.centre, Role.DESK_LEAD)[0]
    with transaction():
        for entry in content.library(ground.kind):
            texts = entry.texts
            add_entry(
                texts={code: (one.title, one.answer) for code, one in texts.items()},
                synonyms={
                    code: "; ".join([one.question, *one.synonyms])
                    for code, one in texts.items()
                },
                approved_by=lead,
                topic=entry.topic,
                jurisdiction=entry.jurisdiction,
                source=entry.source,
                helped=dice.randint(0, 48),
            )


def questions(ground: Ground, rhythm: Rhythm, dice: Random) -> Iterator[Moment]:
    """Each is asked, answered and accepted at three moments of the timeline."""
    for number, text in enumerate(content.questions(ground.kind)):
        yield from _Asked(ground, rhythm, text, number).moments(dice)


class _Asked:
    """A question on its way: its row exists once the moment of asking is over."""

    def __init__(
        self, ground: Ground, rhythm: Rhythm, text: content.Question, number: int
    ) -> None:
        self.ground, self.text = ground, text
        self.team = next(one for one in ground.teams if one.unit.name == text.team)
        self.at = rhythm.now - timedelta(minutes=text.minutes_ago)
        self.asker = self._asker(number)

    def moments(self, dice: Random) -> Iterator[Moment]:
        yield Moment(self.at, self._ask, settled=True)
        if self.text.answer is None:
            return
        self.answered_at = self.at + timedelta(seconds=dice.uniform(*ANSWERED_AFTER_S))
        yield Moment(self.answered_at, self._answer, settled=True)
        if self.text.state == "accepted":
            wait = timedelta(seconds=dice.uniform(*ACCEPTED_AFTER_S))
            self.accepted_at = self.answered_at + wait
            yield Moment(self.accepted_at, self._accept)

    def _ask(self) -> None:
        self.question: Question = ask_question(
            asker=self.asker,
            unit=self.team.unit,
            text=self.text.text,
            about=ABOUT.get(self.text.topic, About.VOTER_ASKS),
            topic=self.text.topic,
            language=self.text.locale,
            at_the_door=self.text.at_the_door,
            at=self.at,
        )

    def _answer(self) -> None:
        answer_question(
            question=self.question,
            by=self.ground.person(self.text.operator or "operator"),
            texts={self.text.locale: self.text.answer or ""},
            language=self.text.locale,
            at=self.answered_at,
        )

    def _accept(self) -> None:
        accept_answer(question=self.question, at=self.accepted_at)

    def _asker(self, number: int) -> User:
        """Somebody of that team who writes that language, if there is one."""
        people = self.team.people
        speak = [person for person in people if person.locale == self.text.locale]
        return (speak or people)[number % len(speak or people)]
