"""What the root's routing.py hands to the hub, which itself knows no app."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from hub.commands import CommandTable
from hub.providers import Providers
from hub.tasks import Task


class SignedIn(NamedTuple):
    """Who a socket speaks for, by what it is signed out, and whether it may write."""

    user: Any
    session: str | None = None
    token: int | None = None
    may_write: bool = True


# Headers, with lower-case names, and cookies.
Credentials = tuple[Mapping[str, str], Mapping[str, str]]


@dataclass(frozen=True)
class Routing:
    """`authenticate` runs in a database thread for all who come at the same time and
    gives None for nobody; `still_signed_in` says which of many may stay. `events` has
    the TypedDict of each kind's `data`, `pushed` those of frames without `ref`: both
    for the contract. `on_start` gets the hub, `on_drain` too, and within how many
    seconds its clients are to be back elsewhere; `on_told` what `bus.tell_everywhere`
    carried, by its key.
    """

    commands: CommandTable
    providers: Providers
    authenticate: Callable[[Sequence[Credentials]], Sequence[SignedIn | None]]
    still_signed_in: Callable[[Sequence[SignedIn]], set[tuple[str | None, int | None]]]
    person: Callable[[Any], Mapping[str, object]]
    first_name: Callable[[Any], str]
    events: Mapping[str, type] = field(default_factory=dict)
    pushed: Sequence[type] = ()
    tasks: Sequence[Task] = ()
    on_rights_changed: Sequence[Callable[[Any], Awaitable[None]]] = ()
    on_connect: Sequence[Callable[[Any], Awaitable[None]]] = ()
    on_disconnect: Sequence[Callable[[Any], None]] = ()
    on_start: Sequence[Callable[[Any], None]] = ()
    on_drain: Sequence[Callable[[Any, float], None]] = ()
    on_told: Mapping[str, Callable[[bytes], None]] = field(default_factory=dict)
    limits: Mapping[str, object] = field(default_factory=dict)


@cache
def routing() -> Routing:
    """The installation's routing, named by the setting HUB_ROUTING."""
    found: Routing = import_string(settings.HUB_ROUTING)
    return found
