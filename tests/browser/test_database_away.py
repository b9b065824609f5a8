"""PostgreSQL goes and comes back: pages say what is so, and lose nothing."""

import os
import re
import signal

import pytest
from playwright.sync_api import expect

from bin.setup.services import program
from tests.browser.room import messages, write
from tests.postgres import node
from tests.server import running

CANNOT_SAVE = "Connected, but nothing can be saved right now — 1 waiting on this phone"


@pytest.fixture
def postgres():
    if not program("initdb"):
        missing = "A database that goes away needs PostgreSQL: apt install postgresql"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    with node() as postgres:
        postgres.begin()
        yield postgres


@pytest.fixture
def server(postgres, tmp_path):
    with running(tmp_path, DATABASE_URL=postgres.url) as server:
        yield server


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_while_nothing_can_be_saved_the_page_says_so(visit, server, postgres, size):
    page = visit(f"/rooms/{server.room('riverside')}", name="alice", size=size)
    write(page, "Before")
    expect(messages(page).get_by_text("Sent")).to_be_visible()
    line = page.locator(".banner").filter(has_text="nothing can be saved")

    postgres.stop(signal.SIGQUIT)
    write(page, "Kept")
    expect(line).to_have_text(CANNOT_SAVE)
    # A stranger is told, too, and not asked to sign in.
    stranger = visit("/", size=size)
    away = stranger.get_by_role("status").filter(has_text="can’t reach its database")
    expect(away).to_be_visible()
    expect(stranger.get_by_role("textbox")).to_have_count(0)
    postgres.start()

    expect(line).to_have_count(0)
    expect(messages(page).get_by_text("Kept")).to_have_count(1)
    expect(messages(page).get_by_text(re.compile("^Waiting"))).to_have_count(0)
    expect(stranger.get_by_role("textbox", name="E-mail")).to_be_visible()
    expect(away).to_have_count(0)
