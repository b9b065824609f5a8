"""Rooms as the hub sees them: the provider of `room:` streams."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from chat import access, actions
from chat.models import Card, Message, Visit
from chat.queries import card_kinds, levels_of
from chat.timeline import Timeline
from hub.errors import Invalid
from hub.providers import OwnStream, Page, Reading, StreamProvider
from hub.unread import Items
from teams.access import Standing, standings
from teams.models import User
from teams.queries import unit_shape

ITEMS = (
    Items(Message, place="room_id", by="author_id", where="item.deleted_at IS NULL"),
    Items(Card, place="room_id", by="author_id"),
    Items(Visit, place="room_id", by="user_id"),
)


class RoomStreams(StreamProvider):
    prefix = "room"
    unread_items = ITEMS

    @property
    def item_kinds(self) -> frozenset[str]:
        return frozenset({"message.posted", "member.joined", *card_kinds()})

    def own_of(self, users: Sequence[User]) -> dict[int, list[OwnStream]]:
        known = standings(users)
        levels = levels_of(known)
        return {
            user_id: [
                _own(known[user_id], entrance, levels.get((user_id, entrance.room.pk)))
                for entrance in entrances
            ]
            for user_id, entrances in access.own_rooms_of(known.values()).items()
        }

    def may_read(self, user: User, key: str) -> Reading:
        entrance = access.enter(user, key)
        actions.visit_to_read(user, entrance)
        return Reading(since=entrance.since)

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
        if sum(position is not None for position in (before, after, around)) > 1:
            raise Invalid(_("Ask for before, after or around, not for two of them."))
        entrance = access.enter_to_look_back(user, key)
        actions.visit_to_read(user, entrance)
        timeline = Timeline(entrance.room, entrance.since)
        if around is not None:
            return timeline.around(around, limit)
        if after is not None:
            return timeline.after(after, limit)
        return timeline.before(before, limit)

    def typing_streams(self, user: User, key: str) -> list[str]:
        return [access.room_to_post_in(user, key).stream]


def _own(standing: Standing, entrance: access.Entrance, level: str | None) -> OwnStream:
    room = entrance.room
    return OwnStream(
        stream=room.stream,
        title=room.unit.name,
        unit=unit_shape(room.unit),
        may=access.powers_in(standing, room),
        since=entrance.since,
        level=level,
    )
