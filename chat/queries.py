"""What rooms hold, in its present state, shaped as it travels."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NotRequired, TypedDict

from chat.models import Card, Message, Room, Visit
from hub.clock import wire_time
from hub.wire import ByShape, Time
from teams.models import Unit, User
from teams.queries import unit_shape, user_shape

Fields = Mapping[str, object]
# Gets a room and seqs in it; gives the `data` of what is still to be shown.
CardSource = Callable[[Room, Sequence[int]], Mapping[int, Fields]]

_card_sources: dict[str, CardSource] = {}


class MessageShape(TypedDict):
    """A deleted message keeps its id and version, and has no text."""

    id: str
    version: int
    text: NotRequired[str]
    language: NotRequired[str]
    edited_at: NotRequired[Time]
    reply_to: NotRequired[str]
    deleted: NotRequired[Literal[True]]


def register_cards(kind: str, source: CardSource) -> None:
    """Says who knows the state of cards of this kind; the root files call it."""
    _card_sources[kind] = source


def card_kinds() -> list[str]:
    return list(_card_sources)


def room_of(unit: Unit) -> Room:
    return Room.objects.select_related("unit").get(unit=unit)


def by_shape(author: User | None, role: str) -> ByShape | None:
    if author is None:
        return None
    shape: ByShape = {"id": str(author.pk), "name": author.name}
    if role:
        shape["role"] = role
    return shape


def message_shape(message: Message) -> MessageShape:
    shape: MessageShape = {"id": str(message.pk), "version": message.version}
    if message.deleted_at is not None:
        shape["deleted"] = True
        return shape
    shape["text"] = message.text
    if message.language:
        shape["language"] = message.language
    if message.edited_at is not None:
        shape["edited_at"] = wire_time(message.edited_at)
    if message.reply_to_id is not None:
        shape["reply_to"] = str(message.reply_to_id)
    return shape


def visit_shape(visit: Visit) -> dict[str, object]:
    return {
        "user": user_shape(visit.user),
        "role": visit.role,
        "unit": unit_shape(visit.room.unit),
    }


def message_item(message: Message) -> dict[str, object]:
    by = by_shape(message.author, message.author_role)
    return _item(message, "message.posted", by, {"message": message_shape(message)})


def visit_item(visit: Visit) -> dict[str, object]:
    """Who entered from above is seen on the page by those who were not there."""
    by = by_shape(visit.user, visit.role)
    return _item(visit, "member.joined", by, visit_shape(visit))


def card_items(room: Room, cards: Sequence[Card]) -> list[dict[str, object]]:
    """The cards that their apps still show, with one look-up for each kind."""
    seqs: dict[str, list[int]] = {}
    for card in cards:
        seqs.setdefault(card.kind, []).append(card.seq)
    shown: dict[int, Fields] = {}
    for kind, of_kind in seqs.items():
        if kind in _card_sources:
            shown.update(_card_sources[kind](room, of_kind))
    return [
        _item(card, card.kind, by_shape(card.author, card.author_role), shown[card.seq])
        for card in cards
        if card.seq in shown
    ]


def _item(
    row: Message | Card | Visit,
    kind: str,
    by: Mapping[str, object] | None,
    data: Fields,
) -> dict[str, object]:
    return {
        "seq": row.seq,
        "kind": kind,
        "at": wire_time(row.at),
        "by": by,
        "data": data,
    }
