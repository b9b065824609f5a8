"""What an app tells the hub about the streams of its prefix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from hub.errors import Refused
from hub.wire import UnitShape


@dataclass(frozen=True, slots=True)
class OwnStream:
    """A stream of the person's own, as `welcome` lists it."""

    stream: str
    title: str
    unit: UnitShape | None
    may: Sequence[str]


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

    def own(self, user: Any) -> Sequence[OwnStream]:
        """The streams of this person's memberships, without a query for each."""

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

    def unread(
        self, user: Any, marks: Mapping[str, int]
    ) -> Mapping[str, tuple[int, int]]:
        """`{stream: (unread, mentions)}` of others' items after each mark."""

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
