import pytest
from playwright.sync_api import expect

from tests.browser.room import messages, write


@pytest.fixture
def server(own_server):
    return own_server


def test_open_page_catches_up_after_the_server_was_killed(visit, server):
    room = f"/rooms/{server.room('riverside')}"
    alice, bob = visit(room, name="alice"), visit(room, name="bob", size="phone")
    write(alice, "Before the power went")
    expect(messages(alice).get_by_text("Sent")).to_be_visible()
    expect(messages(bob).get_by_text("Before the power went")).to_be_visible()

    server.kill()
    expect(bob.get_by_role("status").filter(has_text="Reconnecting")).to_be_visible()
    write(bob, "Written meanwhile")
    server.start()

    for page in (alice, bob):
        expect(messages(page).get_by_text("Before the power went")).to_have_count(1)
        expect(messages(page).get_by_text("Written meanwhile")).to_have_count(1)
