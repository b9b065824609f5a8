"""A person's own stream as the hub sees it; its items are the answers they got."""

from collections.abc import Sequence

from desk.models import Delivery
from desk.paging import window
from desk.queries import answers_told, delivery_item
from hub.errors import Refused
from hub.providers import OwnStream, Page, Reading, StreamProvider
from hub.unread import Items
from teams.access import key as id_of
from teams.models import User

DELIVERIES = Items(Delivery, place="person_id")


class Inbox(StreamProvider):
    prefix = "user"
    unread_items = (DELIVERIES,)
    item_kinds = frozenset({"answer.delivered"})

    def own_of(self, users: Sequence[User]) -> dict[int, list[OwnStream]]:
        return {
            user.pk: [OwnStream(user.inbox, user.name, None, ["read"])]
            for user in users
        }

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
        self.may_read(user, key)
        found = window(
            answers_told(user), before=before, after=after, around=around, limit=limit
        )
        items = [delivery_item(row) for row in found.rows]
        return Page(items, found.has_before, found.has_after)

    def typing_streams(self, user: User, key: str) -> list[str]:
        raise Refused
