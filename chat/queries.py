"""What rooms hold, in its present state, shaped as it travels."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal, NotRequired, TypedDict

from django.db.models import Q

from chat.models import Card, Case, Message, Room, RoomLevel, Visit
from hub.clock import wire_time
from hub.wire import ByShape, Time
from teams.models import Membership, MembershipState, Unit, UnitKind, User
from teams.queries import unit_shape, user_shape
from teams.roles import POWERS, Power, Role

# How many messages before and after a flagged one help to understand it.
AROUND = 5
# Rooms whose people are told that a visitor is called something else.
VISITED_AT_MOST = 50

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


def rooms_naming(user: User, units: Sequence[Unit]) -> list[tuple[str, Unit]]:
    """The rooms of the units, and those last visited; one query."""
    visits = Visit.objects.filter(user=user).order_by("-pk").values("room")
    where = Q(unit__in=units) | Q(pk__in=visits[:VISITED_AT_MOST])
    rooms = Room.objects.filter(where).select_related("unit").order_by("pk")
    return [(room.stream, room.unit) for room in rooms]


def levels_of(user_ids: Collection[int]) -> dict[tuple[int, int], str]:
    """What these people have set, by user and room, in one query."""
    rows = RoomLevel.objects.filter(user__in=list(user_ids))
    return {
        (user, room): level
        for user, room, level in rows.values_list("user_id", "room_id", "level")
    }


def by_shape(author: User | None, role: str) -> ByShape | None:
    if author is None:
        return None
    shape: ByShape = {"id": str(author.pk), "name": author.name}
    if role:
        shape["role"] = role
    if author.is_bot:
        shape["bot"] = True
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


def deciders(case: Case) -> list[User]:
    """Who is told of a case: the nearest from its level up that may decide it."""
    roles = [role for role in Role if Power.MODERATE in POWERS[role]]
    wanted = Q(role__in=roles)
    if case.level.kind == UnitKind.CAMPAIGN:
        wanted |= Q(role=Role.OWNER)
    found = list(
        Membership.objects.filter(wanted, unit__in=case.level.chain_ids)
        .filter(state=MembershipState.ACTIVE, user__is_active=True)
        .exclude(user=case.subject)
        .select_related("user", "unit")
        .order_by("pk")
    )
    nearest = max((len(member.unit.path) for member in found), default=0)
    near = [member for member in found if len(member.unit.path) == nearest]
    return list({member.user_id: member.user for member in near}.values())


def case_item(case: Case) -> dict[str, object]:
    """A case as the queue shows it. Who has flagged is not told."""
    message = case.message
    return {
        "id": str(case.pk),
        "unit": unit_shape(case.unit),
        "level": unit_shape(case.level),
        "person": {"id": str(case.subject_id), "name": case.subject.name},
        "message": _flagged(message) if message else None,
        "flags": [
            {"reason": flag.reason, "words": flag.words, "at": wire_time(flag.at)}
            for flag in case.flags.all()
        ],
        "opened_at": wire_time(case.opened_at),
    }


def messages_around(message: Message, since: datetime) -> list[dict[str, object]]:
    """The five before, itself, and the five after, as far as they may be seen."""
    room = Message.objects.filter(room=message.room, at__gte=since)
    seen = room.select_related("author")
    before = seen.filter(seq__lt=message.seq).order_by("-seq")[:AROUND]
    after = seen.filter(seq__gte=message.seq).order_by("seq")[: AROUND + 1]
    return [message_item(one) for one in [*reversed(before), *after]]


def former_flags(case: Case) -> dict[str, int]:
    """How often this person was flagged before, and how often that had consequences."""
    decided = Case.objects.filter(subject=case.subject, decided_at__isnull=False)
    acts = list(decided.values_list("acts", flat=True))
    return {"flagged": len(acts), "acted_on": sum(1 for done in acts if done)}


def _flagged(message: Message) -> dict[str, object]:
    shape = {**message_shape(message), "seq": message.seq, "at": wire_time(message.at)}
    return {**shape, "room": str(message.room_id)}


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
