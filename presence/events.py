"""The one frame that presence sends by itself."""

from typing import Literal, NotRequired, TypedDict

from hub.wire import Count, PersonShape


class Present(TypedDict):
    user: PersonShape
    state: Literal["away", "online", "on_shift", "on_desk"]


class Presence(TypedDict):
    """One full list, then differences; `left` holds ids. Names only where one may."""

    type: Literal["presence"]
    unit: str
    full: NotRequired[list[Present]]
    joined: NotRequired[list[Present]]
    changed: NotRequired[list[Present]]
    left: NotRequired[list[str]]
    online: Count
    on_desk: NotRequired[Count]


PUSHED: tuple[type, ...] = (Presence,)
