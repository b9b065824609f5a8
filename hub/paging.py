"""Lists over HTTP: `{items, next}`, where `next` is a cursor that nobody reads into."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, TypedDict, TypeVar

import msgspec
from django.utils.translation import gettext_lazy as _
from ninja import Query

from hub.errors import Invalid

Item = TypeVar("Item")
Cursor = list[str | int]
Limit = Annotated[int, Query(ge=1, le=100)]


class Listed(TypedDict):
    items: Sequence[Mapping[str, object]]
    next: str | None


def encode_cursor(*position: str | int) -> str:
    """The sort key of the last item shown, as one opaque word."""
    return urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def decode_cursor(cursor: str | None, *kinds: type) -> Cursor | None:
    """The sort key again; raises `Invalid` for what `encode_cursor` did not make."""
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        position = msgspec.json.decode(urlsafe_b64decode(padded), type=tuple[kinds])  # type: ignore[valid-type]
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise Invalid(_("This cursor is not one of ours."), field="cursor") from None
    return list(position)


def listed(
    found: Sequence[Item],
    limit: int,
    shape: Callable[[Item], dict[str, object]],
    position: Callable[[Item], tuple[str | int, ...]],
) -> Listed:
    """The page of `found`, which was fetched with one item more than `limit`."""
    shown = found[:limit]
    more = len(found) > limit
    return {
        "items": [shape(item) for item in shown],
        "next": encode_cursor(*position(shown[-1])) if more else None,
    }
