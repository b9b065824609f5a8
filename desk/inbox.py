"""A person's own stream as the hub sees it; its items are the answers they got."""

from collections.abc import Mapping

from desk.models import Delivery
from desk.queries import answers_told, delivery_item
from hub.errors import Refused
from hub.providers import OwnStream, Page, Reading
from teams.access import key as id_of
from teams.models import User


class Inbox:
    prefix = "user"
    item_kinds = frozenset({"answer.delivered"})

    def own(self, user: User) -> list[OwnStream]:
        return [OwnStream(user.inbox, user.name, None, ["read"])]

    def may_read(self, user: User, key: str) -> Reading:
        if id_of(key) != user.pk:
            raise Refused
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
        """Around a seq: half from before it, the rest from there on."""
        self.may_read(user, key)
        older: list[Delivery] = []
        newer: list[Delivery] = []
        told = answers_told(user)
        if after is None:
            below = before if around is None else around
            rows = told if below is None else told.filter(seq__lt=below)
            count = limit if around is None else limit // 2
            older = list(rows.order_by("-seq")[:count])
        if after is not None or around is not None:
            start = around if after is None else after + 1
            rows = told.filter(seq__gte=start).order_by("seq")
            newer = list(rows[: limit - len(older)])
        return _page(user, [*reversed(older), *newer])

    def unread(
        self, user: User, marks: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        later = Delivery.objects.filter(person=user, seq__gt=marks[user.inbox])
        return {user.inbox: (later.count(), 0)}

    def typing_streams(self, user: User, key: str) -> list[str]:
        raise Refused


def _page(user: User, rows: list[Delivery]) -> Page:
    items = [delivery_item(row) for row in rows]
    if not rows:
        return Page(items, has_before=False, has_after=False)
    told = Delivery.objects.filter(person=user)
    return Page(
        items,
        has_before=told.filter(seq__lt=rows[0].seq).exists(),
        has_after=told.filter(seq__gt=rows[-1].seq).exists(),
    )
