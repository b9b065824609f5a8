"""Answers /healthz, /readyz and /metrics before Django: nothing is in their way."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

import msgspec
from django.conf import settings

from hub.loopback import is_from_here
from hub.serving.metrics import CONTENT_TYPE, exposition
from hub.serving.readiness import readiness

JSON = "application/json"
Scope = Mapping[str, Any]


class Answer(NamedTuple):
    status: int
    body: bytes
    content_type: str = JSON


class Health:
    """An ASGI application in front of another: no session, Host or database needed."""

    def __init__(self, otherwise: Callable[[Any, Any, Any], Awaitable[None]]) -> None:
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        answering = ANSWERS.get(scope["path"])
        if answering is None:
            await self._otherwise(scope, receive, send)
            return
        if scope["method"] in ("GET", "HEAD"):
            answer = await answering(scope)
        else:
            answer = Answer(405, b"{}")
        headers = {
            "content-type": answer.content_type,
            "content-length": str(len(answer.body)),
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        }
        start = {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
        }
        body = answer.body if scope["method"] != "HEAD" else b""
        await send(start)
        await send({"type": "http.response.body", "body": body})


async def alive(scope: Scope) -> Answer:
    return Answer(200, b'{"status":"alive"}')


async def ready(scope: Scope) -> Answer:
    """503 while no traffic should come; says of each part how it is."""
    found = await readiness()
    return Answer(200 if found.ready else 503, msgspec.json.encode(asdict(found)))


async def metrics(scope: Scope) -> Answer:
    """For this machine itself, or with METRICS_TOKEN; for others it is not there."""
    if not is_from_here(scope) and not _has_token(scope):
        return Answer(404, b"{}")
    return Answer(200, exposition(), CONTENT_TYPE)


ANSWERS: dict[str, Callable[[Scope], Awaitable[Answer]]] = {
    "/healthz": alive,
    "/readyz": ready,
    "/metrics": metrics,
}


def _has_token(scope: Scope) -> bool:
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    shown: bytes = dict(scope["headers"]).get(b"authorization", b"")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(shown, wanted)
