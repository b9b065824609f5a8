"""Desks as the hub sees them: `desk:` streams, and typing in `question:`."""

from collections.abc import Mapping

from django.db.models import Count, Q

from desk import access
from desk.models import OPEN, Question
from desk.paging import window
from desk.queries import open_questions, question_item
from hub.errors import Refused
from hub.providers import OwnStream, Page, Reading
from teams.access import key as id_of
from teams.access import units_with
from teams.models import UnitKind, User
from teams.queries import unit_shape
from teams.roles import Power


class DeskStreams:
    """A desk's items are its open questions."""

    prefix = "desk"
    item_kinds = frozenset(
        {"question.asked", "question.escalated", "question.reopened"}
    )

    def own(self, user: User) -> list[OwnStream]:
        return [
            OwnStream(unit.desk, unit.name, unit_shape(unit), ["read", "answer"])
            for unit in units_with(user, Power.ATTEND_DESK)
            if unit.kind in (UnitKind.OFFICE, UnitKind.CENTRE)
        ]

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

    def unread(
        self, user: User, marks: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        seen = {id_of(stream.partition(":")[2]): seq for stream, seq in marks.items()}
        unseen = Q(pk__in=[])
        for desk_id, seq in seen.items():
            unseen |= Q(desk=desk_id, seq__gt=seq)
        rows = Question.objects.filter(unseen, state__in=OPEN).exclude(asker=user)
        counts = dict(rows.order_by().values_list("desk").annotate(Count("pk")))
        return {f"desk:{desk_id}": (counts.get(desk_id, 0), 0) for desk_id in seen}

    def typing_streams(self, user: User, key: str) -> list[str]:
        return [access.desk_to_attend(user, key).desk]


class QuestionTyping:
    """Nobody subscribes to a question: asker and desk see each other write."""

    prefix = "question"
    item_kinds: frozenset[str] = frozenset()

    def own(self, user: User) -> list[OwnStream]:
        return []

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

    def unread(
        self, user: User, marks: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        return {}

    def typing_streams(self, user: User, key: str) -> list[str]:
        question = access.question_to_write_in(user, key)
        return [question.asker.inbox, question.stream]
