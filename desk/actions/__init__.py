"""The only writers of questions, answers and the library, and their only publishers."""

from desk.actions.answering import accept_answer, answer_question, reopen_question
from desk.actions.asking import ask_question, follow_question
from desk.actions.claims import claim_question, release_question
from desk.actions.library import add_entry
from desk.actions.moving import move_up, tell_positions
from desk.actions.renaming import rename_desk

__all__ = [
    "accept_answer",
    "add_entry",
    "answer_question",
    "ask_question",
    "claim_question",
    "follow_question",
    "move_up",
    "release_question",
    "rename_desk",
    "reopen_question",
    "tell_positions",
]
