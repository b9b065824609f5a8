"""What a crowd was told, held against what is stored: lost, repeated, out of order?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

NAMED_AT_MOST = 5


class Fact(NamedTuple):
    """An event as a reader heard it, or as the log has it."""

    seq: int
    kind: str
    client_id: str | None
    message: str
    text: str


class Message(NamedTuple):
    """A row of the state itself, beside the log."""

    stream: str
    seq: int
    text: str


class Write(NamedTuple):
    stream: str
    text: str


class Reply(NamedTuple):
    message: str
    seq: int
    duplicate: bool


@dataclass
class Reader:
    """Everything that came, in the order it came, over all of a reader's sockets.

    `start` is the position it began with: it wants each event behind that once.
    """

    name: str
    stream: str
    start: int
    heard: list[Fact] = field(default_factory=list)
    held: int = 0

    def __post_init__(self) -> None:
        self.held = self.start

    def hear(self, fact: Fact) -> None:
        self.heard.append(fact)
        self.held = max(self.held, fact.seq)


@dataclass
class Stored:
    """The database's content: each stream's log in order, and the rows of messages."""

    logs: Mapping[str, list[Fact]]
    messages: Mapping[str, Message]


@dataclass
class Verdict:
    acknowledged: int = 0
    refused: int = 0
    readers: int = 0
    delivered: int = 0
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[str]]:
        return {
            "lost": self.lost,
            "repeated": self.repeated,
            "out of order": self.out_of_order,
            "invented": self.invented,
        }

    @property
    def clean(self) -> bool:
        return not any(self.faults.values())

    def __str__(self) -> str:
        """One line for people; what is wrong follows, as far as it is short."""
        counts = [f"{self.acknowledged:,} acknowledged"]
        counts += [f"{len(found):,} {what}" for what, found in self.faults.items()]
        counts += [f"{self.delivered:,} delivered to {self.readers:,} readers"]
        if self.refused:
            counts.append(f"{self.refused:,} refused for now")
        line = " · ".join(counts)
        wrong = [
            f"  {what}: {'; '.join(found[:NAMED_AT_MOST])}"
            for what, found in self.faults.items()
            if found
        ]
        return "\n".join([line, *wrong])


class History:
    """Writers and readers tell it what they saw; `verdict` compares it with the rest.

    `base` is the head of each stream before the crowd came: what is older is not its.
    """

    def __init__(self, base: Mapping[str, int] | None = None) -> None:
        self.base = dict(base or {})
        self.sent: dict[str, Write] = {}
        self.replies: dict[str, list[Reply]] = defaultdict(list)
        self.readers: list[Reader] = []
        self.refused = 0

    def writes(self, client_id: str, stream: str, text: str) -> None:
        self.sent[client_id] = Write(stream, text)

    def acknowledged(self, client_id: str, reply: Reply) -> None:
        self.replies[client_id].append(reply)

    def reader(self, name: str, stream: str, start: int) -> Reader:
        reader = Reader(name, stream, start)
        self.readers.append(reader)
        return reader

    def verdict(self, stored: Stored) -> Verdict:
        verdict = Verdict(
            acknowledged=len(self.replies),
            refused=self.refused,
            readers=len(self.readers),
            delivered=sum(len(reader.heard) for reader in self.readers),
        )
        for stream, log in stored.logs.items():
            verdict.out_of_order.extend(_not_dense(stream, log))
            recent = [fact for fact in log if fact.seq > self.base.get(stream, 0)]
            verdict.repeated.extend(_done_twice(stream, recent))
            verdict.invented.extend(self._never_sent(stream, recent))
        verdict.repeated.extend(self._answered_otherwise())
        verdict.lost.extend(self._acknowledged_but_not_stored(stored))
        for reader in self.readers:
            _compare(reader, stored.logs.get(reader.stream, []), verdict)
        return verdict

    def _acknowledged_but_not_stored(self, stored: Stored) -> Iterator[str]:
        in_log = {
            (stream, fact.seq, fact.client_id, fact.message, fact.text)
            for stream, log in stored.logs.items()
            for fact in log
        }
        for client_id, replies in self.replies.items():
            stream, text = self.sent[client_id]
            message, seq, _duplicate = replies[0]
            if (stream, seq, client_id, message, text) not in in_log:
                yield f"{client_id}, acknowledged as {stream} {seq}, is not in the log"
            if stored.messages.get(message) != Message(stream, seq, text):
                yield f"{client_id}, acknowledged as message {message}, has no row"

    def _answered_otherwise(self) -> Iterator[str]:
        """Only the first reply may say that it is new, and it may have been lost."""
        for client_id, replies in self.replies.items():
            if len({(reply.message, reply.seq) for reply in replies}) > 1:
                yield f"{client_id} got different replies: {replies}"
            if not all(reply.duplicate for reply in replies[1:]):
                yield f"{client_id} was done anew: {replies}"

    def _never_sent(self, stream: str, log: Iterable[Fact]) -> Iterator[str]:
        for fact in log:
            if fact.kind != "message.posted":
                continue
            if self.sent.get(fact.client_id or "") != Write(stream, fact.text):
                yield f"{stream} {fact.seq} {fact.client_id} was never sent so"


def _not_dense(stream: str, log: list[Fact]) -> Iterator[str]:
    for place, fact in enumerate(log, start=1):
        if fact.seq != place:
            yield f"the log of {stream} has {fact.seq} where {place} should be"
            return


def _done_twice(stream: str, log: list[Fact]) -> Iterator[str]:
    posts = [f.client_id for f in log if f.client_id and f.kind == "message.posted"]
    for client_id, times in Counter(posts).items():
        if times > 1:
            yield f"{client_id} is in the log of {stream} {times} times"


def _compare(reader: Reader, log: list[Fact], verdict: Verdict) -> None:
    """The reader keeps the protocol's rule: what it holds already it drops."""
    at = f"{reader.name} in {reader.stream}"
    by_seq = {fact.seq: fact for fact in log}
    held = reader.start
    skipped: set[int] = set()
    for fact in reader.heard:
        if by_seq.get(fact.seq) != fact:
            verdict.invented.append(f"{at} heard {fact}, which the log has not")
        elif fact.seq in skipped:
            verdict.out_of_order.append(f"{at} heard {fact.seq} after {held}")
            skipped.discard(fact.seq)
        elif fact.seq > held:
            skipped.update(range(held + 1, fact.seq))
            held = fact.seq
    head = log[-1].seq if log else 0
    missed = [*sorted(skipped), *range(held + 1, head + 1)]
    if missed:
        verdict.lost.append(f"{at} never heard {_short(missed)} of {head}")


def _short(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:NAMED_AT_MOST]))
    return shown if len(numbers) <= NAMED_AT_MOST else f"{shown} … ({len(numbers)})"
