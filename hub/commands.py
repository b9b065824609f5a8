"""The table of commands: which function answers which frame."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union

import msgspec
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from limits import RateLimitItem

from hub.errors import BadFrame, HubError, Invalid, UnknownType
from hub.events import Fields, Later
from hub.frames import Frame, Request, Write


@dataclass(frozen=True, slots=True)
class Command:
    """A synchronous function `(user, frame) -> reply`, run in a database thread.

    Frames that are a `Write` run inside the shared transaction, each in a savepoint;
    `savepoint=False` is for those that write through `append` and `insert_with` alone.
    `alone` is for what costs much: one at a time for each person. `reply` is the
    TypedDict of what `ok` carries, for the contract.
    """

    frame: type[Request]
    run: Callable[[Any, Any], Fields | Later]
    savepoint: bool = True
    writes_without_receipt: bool = False
    limit: RateLimitItem | None = None
    alone: bool = False
    reply: type | None = None

    @property
    def writes(self) -> bool:
        return self.writes_without_receipt or issubclass(self.frame, Write)


@dataclass(frozen=True, slots=True)
class LiveCommand:
    """A coroutine `(connection, frame) -> reply`, for what only a socket can ask.

    `writes` is for what others see of it: a token that may only read can't.
    """

    frame: type[Frame]
    run: Callable[[Any, Any], Awaitable[Mapping[str, object] | None]]
    reply: type | None = None
    limit: RateLimitItem | None = None
    writes: bool = False


class _Envelope(msgspec.Struct):
    type: str


class CommandTable:
    """Decodes and checks a frame in one pass, and finds its command."""

    def __init__(self, commands: Sequence[Command | LiveCommand]) -> None:
        self._by_frame = {command.frame: command for command in commands}
        self._types = {tag_of(command.frame) for command in commands}
        union: Any = Union
        self._decoder = msgspec.json.Decoder(union[tuple(self._by_frame)])

    def __iter__(self) -> Iterator[Command | LiveCommand]:
        return iter(self._by_frame.values())

    def find(self, frame: Frame) -> Command | LiveCommand:
        return self._by_frame[type(frame)]

    def decode(self, text: str | bytes) -> Frame:
        """The checked frame; raises `Undecodable` with the frame's `ref`, if any."""
        try:
            return self._decoder.decode(text)  # type: ignore[no-any-return]
        except msgspec.DecodeError as error:
            raise self._explained(error, text) from None
        except RecursionError:
            raise Undecodable(BadFrame(), None) from None

    def convert(self, fields: Mapping[str, object]) -> Frame:
        """The same from a mapping, which needs no `ref`: how HTTP comes in."""
        return self.decode(msgspec.json.encode({**fields, "ref": 0}))

    def _explained(
        self, error: msgspec.DecodeError, text: str | bytes
    ) -> "Undecodable":
        try:
            envelope = msgspec.json.decode(text, type=_Envelope)
        except (msgspec.DecodeError, RecursionError):
            return Undecodable(BadFrame(), ref_of(text))
        if envelope.type not in self._types:
            return Undecodable(UnknownType(), ref_of(text))
        return Undecodable(_invalid(error), ref_of(text))


class Undecodable(Exception):
    """Carries the error and the `ref` it answers."""

    def __init__(self, error: HubError, ref: int | None) -> None:
        self.error = error
        self.ref = ref
        super().__init__(error.code)


def tag_of(frame: type[Frame]) -> str:
    return str(frame.__struct_config__.tag)


def ref_of(text: str | bytes) -> int | None:
    try:
        # Reads what msgspec will not, such as half an emoji: its ref is wanted too.
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    ref = fields.get("ref") if isinstance(fields, dict) else None
    return ref if isinstance(ref, int) and not isinstance(ref, bool) else None


def _invalid(error: msgspec.DecodeError) -> Invalid:
    """Names the field: msgspec ends its sentence in '- at `$.field`'."""
    text = str(error)
    if "`$." in text:
        field = text.rsplit("`$.", 1)[1].rstrip("`").split("[")[0].split(".")[0]
        return Invalid(
            format_lazy(_("“{field}” is not valid."), field=field), field=field
        )
    if "missing required field `" in text:
        field = text.rsplit("field `", 1)[1].split("`")[0]
        return Invalid(
            format_lazy(_("“{field}” is missing."), field=field), field=field
        )
    return Invalid()
