"""Looks into every payload of a test run for e-mail addresses and phones of people.

All addresses of tests end in `example`, `example.org` and the like, all phones begin
with +1555010: so they are known in any process and any text. Sockets and event streams
are looked into by `tests.contract`, HTTP by `Scan`, which tests/settings.py puts in
front of everything, and tests/watched_settings.py in servers that tests start.
"""

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

# Where a server that a test has started notes what it answered; read by the tests.
FILE_NAMED_BY = "TEST_LEAKS_FILE"
# Begun at a boundary alone: else a long word takes the square of its length.
DETAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)*example(?:\.(?:org|com|net))?\b"
    r"|\+1555010\d{4}"
)
# Where contact details are what was asked for; each has access tests of its own.
MEANT = re.compile(r"^/api/v1/(?:people/\d+/reveal|me/data|campaign/export)$")
# The made-up people whom anybody may be with one click on their own machine.
DEMO = re.compile(r"@demo\.example$")

# What was seen in this process and should not have been; `taken` also reads these
# files, in which the servers of this test run note what they have answered.
leaks: list[str] = []
files: set[Path] = set()


def taken() -> list[str]:
    """What was seen since it was asked for the last time, in any process."""
    seen = leaks.copy()
    leaks.clear()
    for file in files:
        if file.exists():
            seen += file.read_text().splitlines()
            file.unlink()
    return seen


def details_in(text: str) -> set[str]:
    return set(DETAIL.findall(text))


class Scan:
    """Notes whatever an answer says of others than the one who asked.

    Answers that are streamed are files, and event streams.
    """

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            # In a server it shall change nothing of how views are run.
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        if self._is_async:
            return self._watched(request)
        asked = details_in(request.body.decode(errors="replace"))
        response: HttpResponse = self.get_response(request)
        if found := _shown(response) - asked:
            _judge(request, found, getattr(request, "user", None))
        return response

    async def _watched(self, request: HttpRequest) -> HttpResponse:
        asked = details_in(request.body.decode(errors="replace"))
        response: HttpResponse = await self.get_response(request)
        if found := _shown(response) - asked:
            _judge(request, found, *await _askers(request))
        return response


async def _askers(request: HttpRequest) -> list[object]:
    """Who asked, before and after: a session may begin or end meanwhile."""
    before = request.__dict__.get("_cached_user")
    return [before, await request.auser() if hasattr(request, "auser") else None]


def _shown(response: HttpResponse) -> set[str]:
    if isinstance(response, StreamingHttpResponse):
        return set()
    return details_in(response.content.decode(errors="replace"))


def _judge(request: HttpRequest, found: set[str], *askers: object) -> None:
    if MEANT.match(request.path):
        return
    for user in askers:
        found -= {getattr(user, "email", ""), getattr(user, "phone", "")}
    if request.path == "/api/v1/boot":
        found = {one for one in found if not DEMO.search(one)}
    if not found:
        return
    seen = f"{request.method} {request.path}: {sorted(found)}"
    if FILE_NAMED_BY in os.environ:
        with open(os.environ[FILE_NAMED_BY], "a") as file:
            file.write(f"{seen}\n")
    else:
        leaks.append(seen)
