"""What an app tells the hub about the streams of its prefix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from hub.errors import Refused
from hub.unread import NOTHING, Items, Mark, Unread, count_unread_of
from hub.wire import UnitShape


@dataclass(frozen=True, slots=True)
class OwnStream:
    """A stream of the person's own, as `welcome` lists it; read from `since` on.

    `level`: how much of it they want to be told, if that is not all.
    """

    stream: str
    title: str
    unit: UnitShape | None
    may: Sequence[str]
    since: datetime | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Permission to read; nothing from before `since`."""

    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Lasting things in their present state: `{seq, kind, at, by, data}`."""

    items: Sequence[Mapping[str, object]]
    has_before: bool
    has_after: bool


class StreamProvider(Protocol):
    """One per prefix, registered in routing.py. All of it runs in database threads."""

    prefix: str

    @property
    def item_kinds(self) -> frozenset[str]:
        """The kinds of events that make items of its pages, and count as unread."""

    def own_of(self, users: Sequence[Any]) -> Mapping[int, Sequence[OwnStream]]:
        """The streams of each person's memberships, by user id.

        As many queries for a thousand people as for one: in a storm of reconnects the
        people who say hello together are looked up together.
        """

    def own(self, user: Any) -> Sequence[OwnStream]:
        return self.own_of([user])[user.pk]

    def may_read(self, user: Any, key: str) -> Reading:
        """Raises `Refused` alike for what is absent and for what is not theirs."""

    def page(
        self,
        user: Any,
        key: str,
        *,
        before: int | None,
        after: int | None,
        around: int | None,
        limit: int,
    ) -> Page:
        """Items in ascending seq; the newest when no position is given."""

    @property
    def unread_items(self) -> Sequence[Items]:
        """Of which rows those of others after a mark are unread; none by default."""
        return ()

    def unread(self, user: Any, marks: Mapping[str, int]) -> Mapping[str, Unread]:
        """The same for one person's own streams, given how far each was read."""
        asked = [
            Mark(user.pk, own.stream, marks[own.stream], own.since)
            for own in self.own(user)
            if own.stream in marks
        ]
        found = (
            count_unread_of(asked, {self.prefix: self.unread_items}) if asked else {}
        )
        return {stream: found.get((user.pk, stream), NOTHING) for stream in marks}

    def typing_streams(self, user: Any, key: str) -> Sequence[str]:
        """Whose subscribers see that this person types; raises `Refused`."""


class Providers:
    """Finds the provider of a stream by its prefix."""

    def __init__(self, providers: Sequence[StreamProvider]) -> None:
        self._by_prefix = {provider.prefix: provider for provider in providers}

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._by_prefix.values())

    def find(self, stream: str) -> tuple[StreamProvider, str]:
        """The provider and the stream's key; an unknown prefix is `Refused`."""
        prefix, _, key = stream.partition(":")
        provider = self._by_prefix.get(prefix)
        if provider is None or not key:
            raise Refused
        return provider, key
