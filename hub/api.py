"""The hub over HTTP: any command, and the person's own streams."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils import translation
from ninja import Router

from hub import live
from hub.entrance import is_meant
from hub.errors import BadFrame, HubError, NotSignedIn, TooLarge
from hub.paging import Limit, Listed, decode_cursor, encode_cursor
from hub.welcome import described, own_streams

FRAME_BYTES_AT_MOST = 32 * 1024
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "Any frame of the protocol, without `ref`.",
                    "required": ["type"],
                    "properties": {
                        "type": {"type": "string"},
                        "client_id": {"type": "string", "format": "uuid"},
                    },
                }
            }
        },
    }
}
# Served beside Django (hub.event_streams): Ninja does not see it by itself.
EVENT_STREAM = {
    "operationId": "hub_event_stream",
    "summary": "Event Stream",
    "description": "Server-Sent Events of one stream: `event`, `reset` and `dropped` "
    "carry the frames of the protocol, `id` is the position `<epoch>.<seq>`. What came "
    "after the given position first; without one, what happens from now on.",
    "tags": ["hub"],
    "parameters": [
        {
            "in": "path",
            "name": "stream",
            "required": True,
            "schema": {"type": "string", "examples": ["room:5"]},
        },
        {
            "in": "query",
            "name": "after",
            "description": "A position: `<epoch>.<seq>`.",
            "schema": {"type": "string"},
        },
        {
            "in": "header",
            "name": "Last-Event-ID",
            "description": "The same, and wins.",
            "schema": {"type": "string"},
        },
    ],
    "responses": {
        "200": {
            "description": "An answer that stays open.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        "401": {"description": "Nobody is signed in."},
        "403": {"description": "Absent or not theirs, or asked for by another site."},
        "422": {"description": "The position is none."},
        "429": {"description": "Too many sockets and event streams of one person."},
        "503": {"description": "The server is stopping, or can't look it up."},
    },
}

router = Router(tags=["hub"])


async def _signed_in(request: HttpRequest) -> Any:
    user: Any = await request.auser()
    if not user.is_authenticated:
        return None
    translation.activate(user.locale)
    return user


@router.post("/commands", auth=_signed_in, openapi_extra=BODY, response=dict[str, Any])
async def perform_command(request: HttpRequest) -> Mapping[str, object]:
    """Does what the same frame does over the socket, and answers with its reply."""
    user = await request.auser()
    if user.pk is None or not is_meant(request.headers.get("X-Muster-User"), user):
        raise NotSignedIn
    may_write = getattr(request, "may_write", True)
    answer = await live.perform(user, _frame(request), may_write=may_write)
    if isinstance(answer, HubError):
        raise answer
    return answer


@router.get("/streams", response=dict[str, Any])
def list_streams(
    request: HttpRequest, cursor: str | None = None, limit: Limit = 100
) -> Listed:
    """All of the person's own streams; `welcome` names the first of them."""
    after = decode_cursor(cursor, int)
    start = int(after[0]) if after else 0
    own = own_streams(request.user)
    end = start + limit
    return {
        "items": described(request.user, own[start:end]),
        "next": encode_cursor(end) if len(own) > end else None,
    }


def _frame(request: HttpRequest) -> Mapping[str, object]:
    try:
        body = request.body
    except RequestDataTooBig:
        raise TooLarge from None
    if len(body) > FRAME_BYTES_AT_MOST:
        raise TooLarge
    try:
        fields = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadFrame from None
    if not isinstance(fields, dict):
        raise BadFrame
    return fields
