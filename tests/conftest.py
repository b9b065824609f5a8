from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import translation

from hub.actions import forget_all
from hub.epoch import installation
from teams import append_only
from teams.models import AuditEntry
from tests.cast import Cast, assemble
from tests.client import Socket
from tests.private_details import taken
from tests.server import Server, forget_originals, running

Connect = Callable[..., Awaitable[Socket]]

# How long it takes to think of an input says something of the machine alone.
hypothesis.settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("patient")


@receiver(post_migrate)
def begin_a_history(**_sender: object) -> None:
    """Tests that really commit empty all tables after them, of this row too."""
    installation()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Each test's database begins anew, and so does what is known by heart of it.

    So does the language, which stays with a thread that has answered somebody.
    """
    forget_all()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def audit_log_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Its triggers would refuse the emptying of all tables after what has committed."""
    request.getfixturevalue("_django_db_marker")
    if "transactional_db" in request.fixturenames:
        # Before this one, so that its emptying comes after ours.
        request.getfixturevalue("transactional_db")
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if commits or "transactional_db" in request.fixturenames:
        with append_only.lifted(connection):
            AuditEntry.objects.all().delete()


@pytest.fixture(autouse=True)
def nobody_s_contact_details_shown() -> Iterator[None]:
    """Fails the test in which an answer told somebody's address to another."""
    yield
    assert taken() == []


@pytest.fixture
def cast(db: None) -> Cast:
    """The small campaign with Alice, Bob and Charlie, in this process's database."""
    return assemble()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server with the cast in it, shared by the tests of a run."""
    with running(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for one test alone, which may kill it."""
    with running(tmp_path_factory.mktemp("own-server")) as server:
        yield server


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Opens sockets that say hello and are closed after the test."""
    async with AsyncExitStack() as stack:

        async def open_socket(server: Server, name: str, **hello: Any) -> Socket:
            socket = await Socket.open(server.socket_url, server.token(name))
            await stack.enter_async_context(socket)
            await socket.hello(**hello)
            return socket

        yield open_socket


def pytest_sessionfinish() -> None:
    forget_originals()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests/guarantees found, test by test, also when all is well."""
    found = [
        (report.nodeid.partition("::")[2], value)
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, value in report.user_properties
        if name == "verdict"
    ]
    if found:
        terminalreporter.section("guarantees")
    for test, verdict in sorted(found):
        terminalreporter.write_line(f"{test}: {verdict}")
