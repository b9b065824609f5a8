"""What processes say to each other about their people, over the bus."""

from __future__ import annotations

import msgspec

from presence.people import Entry


class Message(msgspec.Struct, frozen=True, array_like=True):
    """`process` names its sender: a new name at every start."""

    process: str


class Beat(Message, frozen=True, array_like=True, tag="beat"):
    """Still alive, and what was told is up to this version.

    `asks` is a new process's: everybody is to send the full list.
    """

    version: int
    asks: bool = False


class Changes(Message, frozen=True, array_like=True, tag="changes"):
    """Leads from the version before to this one. `gone` holds ids of people."""

    version: int
    entries: list[Entry]
    gone: list[int]


class Ask(Message, frozen=True, array_like=True, tag="ask"):
    """These processes are to send their full lists."""

    of: list[str]


class Part(Message, frozen=True, array_like=True, tag="part"):
    """The part `number` of `count` (from 0) of a full list at this version."""

    version: int
    number: int
    count: int
    entries: list[Entry]


class Goodbye(Message, frozen=True, array_like=True, tag="goodbye"):
    """The process ends. Its people come back elsewhere within `grace_s` or are gone."""

    grace_s: float


Any = Beat | Changes | Ask | Part | Goodbye

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(Any)

encode = _encoder.encode
# Raises msgspec.DecodeError for what another release may say.
decode = _decoder.decode
