"""Desks as the hub sees them: `desk:` streams, and typing in `question:`."""

from collections.abc import Sequence

from desk import access
from desk.models import OPEN, Question
from desk.paging import window
from desk.queries import open_questions, question_item
from hub.errors import Refused
from hub.providers import OwnStream, Page, Reading, StreamProvider
from hub.unread import Items
from teams.access import standings
from teams.models import User
from teams.queries import unit_shape

_OPEN = ", ".join(f"'{state}'" for state in OPEN)
QUESTIONS = Items(
    Question,
    place="desk_id",
    by="asker_id",
    at="",
    where=f"item.state IN ({_OPEN})",
)


class DeskStreams(StreamProvider):
    """A desk's items are its open questions."""

    prefix = "desk"
    unread_items = (QUESTIONS,)
    item_kinds = frozenset(
        {"question.asked", "question.escalated", "question.reopened"}
    )

    def own_of(self, users: Sequence[User]) -> dict[int, list[OwnStream]]:
        return {
            user_id: [
                OwnStream(desk.desk, desk.name, unit_shape(desk), ["read", "answer"])
                for desk in desks
            ]
            for user_id, desks in access.own_desks_of(standings(users).values()).items()
        }

    def may_read(self, user: User, key: str) -> Reading:
        access.desk_to_attend(user, key)
        return Reading()

    def page(
        self,
        user: User,
        key: str,
        *,
        before: int | None,
        after: int | None,
        around: int | None,
        limit: int,
    ) -> Page:
        desk = access.desk_to_attend(user, key)
        found = window(
            open_questions(desk), before=before, after=after, around=around, limit=limit
        )
        items = [question_item(row) for row in found.rows]
        return Page(items, found.has_before, found.has_after)

    def typing_streams(self, user: User, key: str) -> list[str]:
        return [access.desk_to_attend(user, key).desk]


class QuestionTyping(StreamProvider):
    """Nobody subscribes to a question: asker and desk see each other write."""

    prefix = "question"
    item_kinds: frozenset[str] = frozenset()

    def own_of(self, users: Sequence[User]) -> dict[int, list[OwnStream]]:
        return {user.pk: [] for user in users}

    def may_read(self, user: User, key: str) -> Reading:
        raise Refused

    def page(
        self,
        user: User,
        key: str,
        *,
        before: int | None,
        after: int | None,
        around: int | None,
        limit: int,
    ) -> Page:
        raise Refused

    def typing_streams(self, user: User, key: str) -> list[str]:
        question = access.question_to_write_in(user, key)
        return [question.asker.inbox, question.stream]
