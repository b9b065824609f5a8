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
    """Who a socket speaks for, and by what it may be signed out."""

    user: Any
    session: str | None = None
    token: int | None = None


@dataclass(frozen=True)
class Routing:
    """`authenticate(headers, cookies)` runs in a database thread and gives None for
    nobody; `still_signed_in` says which of many may stay. `events` has the TypedDict of
    each kind's `data`, `pushed` those of frames without `ref`: both for the contract.
    """

    commands: CommandTable
    providers: Providers
    authenticate: Callable[[Mapping[str, str], Mapping[str, str]], SignedIn | None]
    still_signed_in: Callable[[Sequence[SignedIn]], set[tuple[str | None, int | None]]]
    person: Callable[[Any], Mapping[str, object]]
    first_name: Callable[[Any], str]
    events: Mapping[str, type] = field(default_factory=dict)
    pushed: Sequence[type] = ()
    tasks: Sequence[Task] = ()
    on_rights_changed: Sequence[Callable[[Any], Awaitable[None]]] = ()
    on_connect: Sequence[Callable[[Any], Awaitable[None]]] = ()
    on_disconnect: Sequence[Callable[[Any], None]] = ()
    limits: Mapping[str, object] = field(default_factory=dict)


@cache
def routing() -> Routing:
    """The installation's routing, named by the setting HUB_ROUTING."""
    found: Routing = import_string(settings.HUB_ROUTING)
    return found
