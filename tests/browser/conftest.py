import fcntl
import os
import shutil
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect, sync_playwright

# For a busy machine; what people wait for is measured in bench/, not here.
PATIENCE_MS = 20_000
SIZES = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "is_mobile": True,
        "has_touch": True,
    },
}
OWNER = """
import django; django.setup()
from teams.actions import add_member
from teams.models import Unit, User
campaign = Unit.objects.get(kind="campaign")
add_member(user=User.objects.get(name="Diana"), unit=campaign, role="owner")
"""
# Chromium's own errands would only knock at a closed network.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(autouse=True)
def machine(request, tmp_path_factory):
    """While a test that is marked `alone` runs, the other workers wait."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    alone = request.node.get_closest_marker("alone") is not None
    with ExitStack() as held:
        door = held.enter_context((shared / "door.lock").open("w"))
        room = held.enter_context((shared / "room.lock").open("w"))
        # Who waits for the room to be empty keeps the door shut for all the others.
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium: Playwright's own would have to be downloaded."""
    expect.set_options(timeout=PATIENCE_MS)
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*QUIET, *as_root]
        )
        yield browser
        browser.close()


@pytest.fixture
def riverside(server):
    """Where the team's room is, on whichever server the test has."""
    return f"/rooms/{server.room('riverside')}"


@pytest.fixture
def visit(chromium, server):
    """Opens a page of the server in a browser of its own, signed in as one of the cast.

    A page that logs an error fails its test, unless the test expects it.
    """
    yield from _visiting(chromium, server)


@pytest.fixture
def own_visit(chromium, own_server):
    """The same with a server for one test alone, of which Diana is an owner."""
    own_server.run("-c", OWNER)
    yield from _visiting(chromium, own_server)


def _visiting(chromium, server):
    contexts, errors = [], []

    def open_page(
        path="/",
        *,
        name=None,
        proven=False,
        size="desktop",
        scheme="light",
        locale="en-US",
        url=server.url,
    ):
        context = chromium.new_context(
            base_url=url, color_scheme=scheme, locale=locale, **SIZES[size]
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if name:
            context.add_cookies([server.session_cookie(name, proven=proven)])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
