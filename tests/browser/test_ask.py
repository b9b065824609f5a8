import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations

AT_ONCE_MS = 1_000


@pytest.fixture
def ask():
    """Types a question on the Ask screen, sends it, and waits for its thread."""

    def ask(page, text):
        page.get_by_role("textbox", name="What were you asked?").fill(text)
        page.get_by_role("button", name="Send to").click()
        expect(_main(page).get_by_text("Sent.")).to_be_visible()

    return ask


@pytest.fixture
def words():
    """A question that no other test asks."""
    return f"May she vote with paper {uuid4().hex[:6]}?"


@pytest.mark.alone
def test_a_volunteer_asks_and_an_operator_answers(visit, ask, words):
    alice = visit("/ask", name="alice", size="phone")
    diana = visit("/desk", name="diana")
    oscar = visit("/desk", name="oscar")
    ask(alice, words)
    row = diana.get_by_role("button", name=words)
    expect(row).to_be_visible(timeout=AT_ONCE_MS)

    row.click()
    diana.get_by_role("button", name="I’ll take it").click()

    expect(_main(alice).get_by_text("Diana is answering this.")).to_be_visible(
        timeout=AT_ONCE_MS
    )
    taken = oscar.get_by_role("button", name=words)
    expect(taken.get_by_text("Diana")).to_be_visible(timeout=AT_ONCE_MS)

    diana.get_by_role("textbox", name="Your answer").fill("Yes, she may.")
    expect(_main(alice).get_by_text("Someone is writing…")).to_be_visible()
    diana.get_by_role("button", name="Answer").click()

    expect(_main(alice).get_by_text("Yes, she may.")).to_be_visible(timeout=AT_ONCE_MS)
    expect(oscar.get_by_role("button", name=words)).to_have_count(0)

    alice.get_by_role("button", name="Yes, it helped").click()
    expect(_main(alice).get_by_text("Thank you")).to_be_visible()


def test_a_question_is_answered_with_the_keyboard_alone(visit, ask, words):
    alice = visit("/ask", name="alice", size="phone")
    diana = visit("/desk", name="diana")
    ask(alice, words)
    row = diana.get_by_role("button", name=words)
    expect(row).to_be_visible()

    while row.get_attribute("aria-current") != "true":
        diana.keyboard.press("j")
    diana.keyboard.press("c")
    expect(diana.get_by_role("textbox", name="Your answer")).to_be_focused()
    diana.keyboard.type("Only with a photo.")
    diana.keyboard.press("Control+Enter")

    expect(_main(alice).get_by_text("Only with a photo.")).to_be_visible()


def test_what_another_took_says_who_has_it(visit, ask, words):
    alice = visit("/ask", name="alice", size="phone")
    ask(alice, words)
    diana = visit("/desk", name="diana")
    diana.get_by_role("button", name=words).click()
    diana.get_by_role("button", name="I’ll take it").click()
    expect(diana.get_by_role("textbox", name="Your answer")).to_be_visible()

    oscar = visit("/desk", name="oscar")
    oscar.get_by_role("button", name=words).click()

    expect(oscar.get_by_role("status").filter(has_text="Diana")).to_be_visible()


def test_another_who_is_asked_the_same_follows(visit, ask, words):
    charlie = visit("/ask", name="charlie", size="phone")
    charlie.get_by_role("textbox").fill(words)
    charlie.locator(".ask-foot").get_by_role("button").click()
    expect(charlie.locator(".ask-question")).to_contain_text(words)

    alice = visit("/ask", name="alice")
    alice.get_by_role("textbox", name="What were you asked?").fill(words)
    alice.get_by_role("button", name="Me too").click()

    expect(_main(alice).get_by_text("Sent.")).to_be_visible()
    expect(_main(alice).get_by_text(words)).to_be_visible()


def test_a_question_asked_offline_is_sent_later(visit, words):
    alice = visit("/ask", name="alice", size="phone")
    box = alice.get_by_role("textbox", name="What were you asked?")
    expect(box).to_be_visible()
    alice.context.set_offline(True)
    box.fill(words)
    alice.get_by_role("button", name="Send").click()
    expect(_main(alice).get_by_text("Saved here. Sends by itself.")).to_be_visible()

    alice.context.set_offline(False)

    toast = alice.locator(".toast")
    expect(toast).to_contain_text("Your question is sent.")
    expect(alice).to_have_url(re.compile("/ask$"))
    toast.get_by_role("button", name="Open").click()
    expect(_main(alice).get_by_text("Sent.")).to_be_visible()


def test_what_was_asked_before_stays_in_sight(visit, ask, words):
    alice = visit("/ask", name="alice", size="phone")
    ask(alice, words)
    alice.get_by_role("link", name="Back").click()
    asked = alice.get_by_role("link", name=words)
    expect(asked).to_be_visible()

    alice.get_by_role("textbox", name="What were you asked?").fill("And what")
    expect(asked).to_be_visible()

    alice.get_by_role("textbox", name="What were you asked?").fill("")
    alice.route("**/api/v1/questions", lambda route: route.abort())
    alice.reload()
    expect(asked).to_be_visible()


def test_the_desk_is_closed_to_who_has_none(visit):
    alice = visit("/desk", name="alice")

    expect(_main(alice).get_by_text("This desk is not open to you.")).to_be_visible()
    expect(alice.get_by_role("switch", name="I am on desk")).to_have_count(0)


def ask_at_the_door(visit, words):
    alice = visit("/ask", name="alice", size="phone")
    alice.get_by_role("textbox", name="What were you asked?").fill(words)
    alice.get_by_role("switch", name="The voter is at the door").check()
    alice.locator(".ask-foot").get_by_role("button").click()


@pytest.mark.alone
def test_the_ring_of_a_door_ends_when_it_is_taken(visit, words):
    diana = visit("/desk", name="diana")
    diana.get_by_role("switch", name="I am on desk").first.check()
    ask_at_the_door(visit, words)
    ring = diana.locator(".toast").filter(has_text="A voter is waiting at a door")
    expect(ring).to_be_visible()

    diana.get_by_role("button", name=words).click()
    diana.get_by_role("button", name="I’ll take it").click()

    expect(ring).to_have_count(0, timeout=AT_ONCE_MS)


@pytest.fixture
def answered(visit, ask, words):
    """Alice in Ask's list, with an answer to her question that she has not opened."""
    alice = visit("/ask", name="alice", size="phone")
    ask(alice, words)
    alice.get_by_role("link", name="Back").click()
    diana = visit("/desk", name="diana")
    diana.get_by_role("button", name=words).click()
    diana.get_by_role("button", name="I’ll take it").click()
    diana.get_by_role("textbox", name="Your answer").fill("Yes, she may.")
    diana.get_by_role("button", name="Answer").click()
    expect(alice.get_by_role("link", name=words)).to_contain_text("New answer")
    return alice


def test_what_is_missing_in_an_answer_is_asked_in_one_step(answered, words):
    alice = answered
    row = alice.get_by_role("link", name=words)
    alice.reload()
    expect(row).to_contain_text("New answer")
    row.click()
    expect(_main(alice).get_by_text("Yes, she may.")).to_be_visible()
    alice.get_by_role("textbox", name="what is still missing?").fill("And he?")

    alice.get_by_role("button", name="No, ask again").click()

    expect(alice.locator(".ask-question")).to_contain_text(f"{words}\nAnd he?")
    expect(_main(alice).get_by_text("Sent.")).to_be_visible()
    alice.get_by_role("link", name="Back").click()
    expect(row).to_have_count(2)
    expect(row.filter(has_text="New answer")).to_have_count(0)


def test_what_helped_can_be_asked_again(answered, words):
    alice = answered
    alice.get_by_role("link", name=words).click()
    alice.get_by_role("button", name="Yes, it helped").click()

    alice.get_by_role("button", name="Ask again").click()

    box = alice.get_by_role("textbox", name="What were you asked?")
    expect(box).to_have_value(words)


@pytest.mark.alone
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_ring_of_a_door_lies_over_no_question(visit, words, size):
    diana = visit("/desk", name="diana", size=size)
    diana.get_by_role("switch", name="I am on desk").first.check()
    ask_at_the_door(visit, words)

    ring = diana.locator(".toast").filter(has_text="A voter is waiting at a door")
    expect(ring).to_be_visible()
    rows, at = diana.locator(".desk-list").bounding_box(), ring.bounding_box()
    assert rows["y"] + rows["height"] <= at["y"]
    assert at["y"] + at["height"] <= diana.viewport_size["height"]

    ring.get_by_role("button", name="Open").click()
    expect(diana.locator(".desk-thread")).to_contain_text(words)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "name", "size"),
    [
        ("/ask", "alice", "phone"),
        ("/ask", "charlie", "phone"),
        ("/desk", "diana", "desktop"),
        ("/desk", "oscar", "phone"),
    ],
)
def test_the_screens_are_open_to_everyone(visit, ask, path, name, size, scheme):
    ask(visit("/ask", name="bob", size="phone"), f"Is hall {uuid4().hex[:4]} open?")
    page = visit(path, name=name, size=size, scheme=scheme)
    if path == "/ask":
        page.get_by_role("textbox").fill("Is the hall open?")
        expect(page.locator(".ask-foot")).to_be_visible()
    else:
        page.locator(".desk-row").first.click()
        expect(page.locator(".desk-thread .ask-question")).to_be_visible()

    assert violations(page) == []


def _main(page):
    """Without the live region, which says the same."""
    return page.get_by_role("main")
