import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.room import messages

MESSAGES = 130


@pytest.fixture
def long_room(server):
    """Hillside with more messages than one page holds; its address."""
    headers = {"Authorization": f"Bearer {server.token('charlie')}"}
    with httpx.Client(base_url=server.url, headers=headers) as client:
        for number in range(MESSAGES):
            frame = {
                "type": "message.post",
                "client_id": f"00000000-0000-4000-8000-{number:012}",
                "room": server.room("hillside"),
                "text": f"Door number {number}.",
            }
            client.post("/api/v1/commands", json=frame).raise_for_status()
    return f"/rooms/{server.room('hillside')}"


def scroll_up(page, pixels):
    page.locator(".log").evaluate("(log, by) => log.scrollBy(0, -by)", pixels)


def test_scrolling_up_reaches_the_first_message(visit, long_room):
    page = visit(long_room, name="olive", size="phone")
    expect(messages(page).get_by_text(f"Door number {MESSAGES - 1}.")).to_be_visible()
    first = messages(page).get_by_text("Door number 0.")

    for _page in range(MESSAGES):
        if first.count():
            break
        scroll_up(page, 1_000)
        page.wait_for_timeout(50)

    expect(first).to_have_count(1)
    page.get_by_role("button", name="Jump to latest").click()
    expect(messages(page).get_by_text(f"Door number {MESSAGES - 1}.")).to_be_visible()


def test_what_is_added_above_moves_nothing(visit, long_room):
    page = visit(long_room, name="olive", size="phone")
    expect(messages(page).get_by_text(f"Door number {MESSAGES - 1}.")).to_be_visible()
    rows = messages(page).get_by_role("listitem")
    before = rows.count()

    page.locator(".log").evaluate("log => log.scrollTo(0, 300)")
    seen = page.evaluate_handle(
        "() => document.elementFromPoint(180, 300).closest('li')"
    ).as_element()
    top = seen.bounding_box()["y"]
    expect(rows).not_to_have_count(before)

    assert seen.bounding_box()["y"] == pytest.approx(top, abs=2)
