"""The hub over HTTP: any command, and the person's own streams."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils import translation
from ninja import Router

from hub import live
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
    if user.pk is None:
        raise NotSignedIn
    answer = await live.perform(user, _frame(request))
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
