"""The frames that rooms understand."""

from typing import Annotated, TypedDict

import msgspec
from django.utils.translation import gettext_lazy as _

from chat import access, actions
from chat.text import message_text
from hub.clock import wire_time
from hub.commands import Command
from hub.errors import Invalid
from hub.events import Later
from hub.frames import Key, Write
from hub.wire import Seq, Time
from teams.models import User

Language = Annotated[
    str, msgspec.Meta(max_length=35, pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")
]
Version = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class PostMessage(Write, kw_only=True, frozen=True, tag="message.post"):
    room: Key
    text: str
    language: Language | None = None
    reply_to: Key | None = None
    attachments: list[Key] = []


class EditMessage(Write, kw_only=True, frozen=True, tag="message.edit"):
    message: Key
    text: str
    version: Version | None = None


class DeleteMessage(Write, kw_only=True, frozen=True, tag="message.delete"):
    message: Key
    version: Version | None = None


class Posted(TypedDict):
    message: str
    seq: Seq
    at: Time


class Changed(TypedDict):
    message: str
    version: int
    seq: Seq


def post_message(user: User, frame: PostMessage) -> Later:
    room = access.room_to_post_in(user, frame.room)
    if frame.attachments:
        raise Invalid(_("Pictures and files can't be sent yet."), field="attachments")
    message, event = actions.post_message(
        author=user,
        room=room,
        text=message_text(frame.text),
        language=frame.language or "",
        reply_to=access.message_to_answer(user, room, frame.reply_to),
        client_id=frame.client_id,
    )
    return lambda: {
        "message": str(message.pk),
        "seq": event.seq,
        "at": wire_time(message.at),
    }


def edit_message(user: User, frame: EditMessage) -> Later:
    message = access.message_to_edit(user, frame.message)
    event = actions.edit_message(
        message=message,
        text=message_text(frame.text),
        version=frame.version,
        client_id=frame.client_id,
    )
    return lambda: {
        "message": frame.message,
        "version": message.version,
        "seq": event.seq,
    }


def delete_message(user: User, frame: DeleteMessage) -> Later:
    message = access.message_to_delete(user, frame.message)
    event = actions.delete_message(
        message=message, by=user, version=frame.version, client_id=frame.client_id
    )
    return lambda: {
        "message": frame.message,
        "version": message.version,
        "seq": event.seq,
    }


COMMANDS = [
    Command(PostMessage, post_message, savepoint=False, reply=Posted),
    Command(EditMessage, edit_message, reply=Changed),
    Command(DeleteMessage, delete_message, reply=Changed),
]
