"""The only writers of rooms, messages, cards and flags, and their only publishers."""

from chat.actions.flags import (
    decide,
    erase_flag_words,
    flag_message,
    flag_person,
    hand_up,
)
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
    "erase_messages",
    "flag_message",
    "flag_person",
    "hand_up",
    "open_room",
    "post_message",
    "rename_room",
    "reopen_rooms",
    "visit",
    "visit_to_read",
]
