"""Who may enter, read, change and decide what, by ids from outside."""

from chat.access.cases import (
    case_to_decide,
    case_to_look_at,
    cases_to_decide,
    may_read_around,
    person_to_flag,
)
from chat.access.messages import (
    message_to_answer,
    message_to_delete,
    message_to_edit,
    message_to_flag,
    messages_in_rooms,
)
from chat.access.rooms import (
    TEAM_HISTORY,
    Entrance,
    enter,
    enter_to_look_back,
    enterable_rooms,
    entrance_of,
    known_units,
    muted_until,
    own_rooms,
    own_rooms_of,
    powers_in,
    refuse_muted,
    room_to_post_in,
    room_to_read,
)

__all__ = [
    "Entrance",
    "TEAM_HISTORY",
    "case_to_decide",
    "case_to_look_at",
    "cases_to_decide",
    "enter",
    "enter_to_look_back",
    "enterable_rooms",
    "entrance_of",
    "known_units",
    "may_read_around",
    "message_to_answer",
    "message_to_delete",
    "message_to_edit",
    "message_to_flag",
    "messages_in_rooms",
    "muted_until",
    "own_rooms",
    "own_rooms_of",
    "person_to_flag",
    "powers_in",
    "refuse_muted",
    "room_to_post_in",
    "room_to_read",
]
