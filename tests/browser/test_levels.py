"""A room one does not want to be told of: quiet in every badge, and still there."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import is_too_wide, messages, write

QUIET = "No notifications"


@pytest.fixture
def others_write(visit, riverside):
    def others_write(text):
        bob = visit(riverside, name="bob")
        write(bob, text)
        expect(messages(bob).get_by_text(text)).to_be_visible()

    return others_write


def row(page):
    return page.get_by_role("main").get_by_role("link", name="Riverside")


def rooms_badge(page):
    """What others wrote elsewhere may be told at another tab."""
    return page.locator('.bar-tab[href^="/rooms"] .badge')


def test_a_quiet_room_counts_nowhere_and_tells_again_when_asked(
    visit, riverside, others_write
):
    alice = visit(riverside, name="alice")
    phone = visit("/me", name="alice", size="phone")
    switch = phone.get_by_role("switch", name="Riverside")
    expect(switch).to_be_checked()

    alice.get_by_role("button", name="More about this room").press("Enter")
    alice.get_by_role("menuitem", name="Stop notifying me").press("Enter")

    said = alice.get_by_role("region", name="Notices")
    expect(said).to_contain_text("no more notifications from Riverside")
    expect(switch).not_to_be_checked()
    rail = alice.get_by_role("navigation").get_by_role("link", name="Riverside")
    expect(rail.get_by_role("img", name=QUIET)).to_be_visible()
    assert violations(phone) == violations(alice) == []
    assert not is_too_wide(phone)

    # Where nobody looks at the room, or else it would be read as it comes.
    alice.goto("/feed")
    others_write("Nobody is told of this")
    expect(rail.locator(".badge-quiet")).to_contain_text("new")
    phone.goto("/rooms?list")

    expect(row(phone).locator(".badge-quiet")).to_contain_text("new")
    expect(row(phone).get_by_role("img", name=QUIET)).to_be_visible()
    expect(rooms_badge(phone)).to_have_count(0)
    assert violations(phone) == []

    phone.goto("/me")
    switch.press("Space")
    phone.goto("/rooms?list")

    expect(row(phone).locator(".badge-urgent")).to_contain_text("new")
    expect(rooms_badge(phone)).to_be_visible()
