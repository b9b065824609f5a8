"""The only writers of rooms and all that is in them, and their only publishers."""

from chat.actions.flags import (
    decide,
    erase_flag_words,
    flag_message,
    flag_person,
    hand_up,
)
from chat.actions.levels import erase_levels, set_level
from chat.actions.messages import (
    add_card,
    close_rooms,
    delete_message,
    edit_message,
    erase_messages,
    open_room,
    post_message,
    rename_room,
    reopen_rooms,
    visit,
    visit_to_read,
)

__all__ = [
    "add_card",
    "close_rooms",
    "decide",
    "delete_message",
    "edit_message",
    "erase_flag_words",
    "erase_levels",
    "erase_messages",
    "flag_message",
    "flag_person",
    "hand_up",
    "open_room",
    "post_message",
    "rename_room",
    "reopen_rooms",
    "set_level",
    "visit",
    "visit_to_read",
]
