"""Rooms as the hub sees them: the provider of `room:` streams."""

from collections.abc import Mapping

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from chat import access, actions
from chat.models import Card, Message, Visit
from chat.queries import card_kinds
from chat.timeline import Timeline
from hub.errors import Invalid
from hub.providers import OwnStream, Page, Reading
from teams.access import key as id_of
from teams.access import standing
from teams.models import User
from teams.queries import unit_shape


class RoomStreams:
    prefix = "room"

    @property
    def item_kinds(self) -> frozenset[str]:
        return frozenset({"message.posted", "member.joined", *card_kinds()})

    def own(self, user: User) -> list[OwnStream]:
        now = standing(user)
        rooms = [entrance.room for entrance in access.own_rooms(now)]
        return [
            OwnStream(
                room.stream,
                room.unit.name,
                unit_shape(room.unit),
                access.powers_in(now, room),
            )
            for room in rooms
        ]

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
        entrance = access.enter(user, key)
        actions.visit_to_read(user, entrance)
        timeline = Timeline(entrance.room, entrance.since)
        if around is not None:
            return timeline.around(around, limit)
        if after is not None:
            return timeline.after(after, limit)
        return timeline.before(before, limit)

    def unread(
        self, user: User, marks: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        """Others' items after each mark that this person may see; deleted ones not."""
        seen = {id_of(stream.partition(":")[2]): seq for stream, seq in marks.items()}
        unseen = Q(pk__in=[])
        for entrance in access.own_rooms(standing(user)):
            room = entrance.room
            if room.pk in seen:
                after = Q(seq__gt=seen[room.pk], at__gte=entrance.since)
                unseen |= Q(room=room) & after
        counts = dict.fromkeys(seen, 0)
        for room_id, count in _counts(user, unseen):
            counts[room_id] += count
        return {f"room:{room_id}": (count, 0) for room_id, count in counts.items()}

    def typing_streams(self, user: User, key: str) -> list[str]:
        return [access.room_to_post_in(user, key).stream]


def _counts(user: User, unseen: Q) -> list[tuple[int, int]]:
    messages = Message.objects.filter(unseen, deleted_at=None).exclude(author=user)
    cards = Card.objects.filter(unseen).exclude(author=user)
    visits = Visit.objects.filter(unseen).exclude(user=user)
    first, *others = (
        rows.order_by().values_list("room_id").annotate(unread=Count("pk"))
        for rows in (messages, cards, visits)
    )
    return list(first.union(*others, all=True))
