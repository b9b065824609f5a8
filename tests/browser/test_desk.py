"""What an operator writes on the desk, and what the desk's keys do with it."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

ENTRY = {
    "entry": "9",
    "title": "Parking",
    "text": "Behind the hall.",
    "language": "en",
    "languages": ["en", "es"],
    "helped": 3,
    "checked_at": "2026-11-03",
}


@pytest.fixture
def words():
    """A question that no other test asks."""
    return f"Where does she park {uuid4().hex[:6]}?"


@pytest.fixture
def take(visit, words):
    """The desk of Diana, who has taken the question."""

    def take(**how):
        _ask(visit("/ask", name="alice", size="phone"), words)
        diana = visit("/desk", name="diana", **how)
        diana.route(
            "**/api/v1/library?*", lambda route: route.fulfill(json={"items": [ENTRY]})
        )
        diana.get_by_role("button", name=words).click()
        diana.get_by_role("button", name="I’ll take it").click()
        expect(_box(diana)).to_be_focused()
        return diana

    return take


def test_a_half_written_answer_is_sent_by_no_single_key(take):
    diana = take()
    diana.keyboard.type("Only with")
    diana.keyboard.press("Escape")
    diana.keyboard.press("/")
    diana.keyboard.press("Escape")

    diana.keyboard.press("a")
    diana.keyboard.type(" a photo.")

    expect(_box(diana)).to_be_focused()
    expect(_box(diana)).to_have_value("Only with a photo.")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_an_entry_of_the_library_keeps_what_was_written(take, size):
    diana = take(size=size)
    diana.keyboard.type("Good morning!")

    if size == "phone":
        diana.get_by_role("button", name="Library").click()
    diana.get_by_role("button", name="Insert").click()

    expect(_box(diana)).to_be_focused()
    expect(_box(diana)).to_have_value("Good morning!\nBehind the hall.")
    diana.keyboard.type(" Free.")
    expect(_box(diana)).to_have_value("Good morning!\nBehind the hall. Free.")


def test_an_entry_is_taken_back_like_what_one_typed(take):
    diana = take()
    diana.keyboard.type("Good morning!")
    diana.keyboard.press("Escape")
    diana.keyboard.press("/")
    expect(diana.get_by_role("button", name="Insert")).to_be_visible()
    diana.keyboard.press("Enter")
    expect(_box(diana)).to_have_value("Good morning!\nBehind the hall.")

    diana.keyboard.press("Control+z")

    expect(_box(diana)).to_have_value("Good morning!")


def test_a_half_written_answer_is_there_after_a_reload(take):
    diana = take()
    diana.keyboard.type("Only with")

    diana.reload()

    expect(_box(diana)).to_have_value("Only with")


def test_one_moves_on_from_a_question_that_one_has(visit, take, words):
    _ask(visit("/ask", name="bob", size="phone"), f"Before: {words[-7:]}")
    diana = take()
    diana.keyboard.type("Only with")
    diana.keyboard.press("Escape")
    row = diana.locator(".desk-row[aria-current=true]")
    diana.keyboard.press("k")
    expect(row).not_to_contain_text(words)
    diana.keyboard.press("j")
    expect(row).to_contain_text(words)
    expect(_box(diana)).to_have_value("Only with")

    diana.keyboard.press("k")

    expect(row).not_to_contain_text(words)


def test_an_answer_written_offline_waits_in_its_thread(take):
    diana = take()
    diana.keyboard.type("Behind the school.")
    diana.context.set_offline(True)
    diana.keyboard.press("Control+Enter")

    waiting = diana.locator(".desk-thread .answer")
    expect(waiting).to_contain_text("Behind the school.")
    expect(waiting).to_contain_text("Saved here. Sends by itself.")
    expect(_box(diana)).to_have_count(0)

    diana.context.set_offline(False)

    expect(diana.locator(".desk-body")).to_contain_text("Answered")
    expect(waiting).to_have_count(1)
    expect(waiting).not_to_contain_text("Saved here.")


def test_a_refused_answer_comes_back_into_its_field(take):
    diana = take()
    diana.get_by_role("button", name="Insert").click()
    expect(_box(diana)).to_have_value("Behind the hall.")

    diana.keyboard.press("Control+Enter")

    expect(diana.locator(".toast")).to_be_visible()
    expect(_box(diana)).to_have_value("Behind the hall.")


def test_words_for_a_question_given_back_stay_in_sight(take):
    diana = take()
    diana.keyboard.type("Behind the")

    diana.get_by_role("button", name="Give back").click()

    left = diana.locator(".desk-body article").filter(has_text="Not sent.")
    expect(left).to_contain_text("Behind the")
    left.get_by_role("button", name="Delete").click()
    expect(left).to_have_count(0)


def test_an_empty_library_and_an_empty_desk_say_so_once(own_visit):
    diana = own_visit("/desk", name="diana")

    library = diana.get_by_role("complementary", name="Library")
    expect(library.get_by_text("The library is empty.")).to_be_visible()
    expect(diana.get_by_text("Nobody is waiting.")).to_have_count(1)


def test_addresses_in_an_answer_can_be_followed(take):
    diana = take()
    diana.keyboard.type("See https://muster.example/parking.")

    diana.keyboard.press("Control+Enter")

    link = diana.locator(".answer").get_by_role("link")
    expect(link).to_have_attribute("href", "https://muster.example/parking")


def test_the_keys_are_known_by_their_place_on_an_arabic_keyboard(take):
    diana = take()
    diana.keyboard.press("Escape")

    diana.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent("
        "'keydown', {key: 'ش', code: 'KeyA', bubbles: true}))"
    )

    expect(_box(diana)).to_be_focused()


def _ask(page, words):
    page.get_by_role("textbox", name="What were you asked?").fill(words)
    page.get_by_role("button", name="Send to").click()
    expect(page.get_by_role("main").get_by_text("Sent.")).to_be_visible()


def _box(page):
    return page.get_by_role("textbox", name="Your answer")
