import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import (
    choose,
    composer,
    messages,
    open_menu,
    wait_until,
    write,
)

UNDO_MS = 5_000
PATIENCE_MS = 10_000
# A reload is no absence: who closes a page goes a little later.
GONE_MS = 30_000


@pytest.fixture
def three(visit, riverside):
    """Alice at a desk, Bob at a desk, Bob on a phone: all in the room."""
    pages = (
        visit(riverside, name="alice"),
        visit(riverside, name="bob"),
        visit(riverside, name="bob", size="phone"),
    )
    for page in pages:
        expect(page.get_by_role("button", name="online")).to_be_visible()
    return pages


def test_message_appears_everywhere(three):
    alice, bob, phone = three

    write(alice, "Twelve doors in Maple Street")

    for page in (alice, bob, phone):
        expect(messages(page).get_by_text("Twelve doors in Maple")).to_have_count(1)
    expect(messages(alice).get_by_text("Sent")).to_be_visible()


def test_phone_answers(three):
    alice, bob, phone = three

    write(phone, "Water is at the library")

    expect(messages(alice).get_by_text("Water is at the library")).to_be_visible()
    expect(messages(bob).get_by_text("Water is at the library")).to_be_visible()


def test_edit_appears_everywhere(three):
    alice, bob, phone = three
    write(alice, "Meet at six")
    expect(messages(alice).get_by_text("Sent")).to_be_visible()

    choose(alice, "Meet at six", "Edit")
    alice.get_by_role("textbox", name="Edit your message").fill("Meet at seven")
    alice.keyboard.press("Enter")

    for page in (alice, bob, phone):
        expect(messages(page).get_by_text("Meet at seven (edited)")).to_be_visible()
        expect(messages(page).get_by_text("Meet at six")).to_have_count(0)


def test_deleted_message_can_be_brought_back_and_then_is_gone(three):
    alice, bob, _phone = three
    write(alice, "Wrong room, sorry")
    expect(messages(bob).get_by_text("Wrong room, sorry")).to_be_visible()

    choose(alice, "Wrong room, sorry", "Delete")
    expect(messages(alice).get_by_text("Wrong room, sorry")).to_have_count(0)
    alice.get_by_role("button", name="Undo").click()
    expect(messages(alice).get_by_text("Wrong room, sorry")).to_be_visible()
    choose(alice, "Wrong room, sorry", "Delete")

    gone = messages(bob).get_by_text("This message was deleted.")
    expect(gone).to_be_visible(timeout=UNDO_MS + PATIENCE_MS)
    expect(messages(bob).get_by_text("Wrong room, sorry")).to_have_count(0)


def test_others_see_who_is_typing(three):
    alice, bob, phone = three

    # Long enough to be told again to who has only just come.
    composer(alice).press_sequentially("I am on my way", delay=400)

    expect(bob.get_by_text("Alice is typing…")).to_be_visible()
    expect(phone.get_by_text("Alice is typing…")).to_be_visible()


def test_others_see_who_comes_and_goes(visit, riverside):
    bob = visit(riverside, name="bob")
    online = bob.get_by_role("button", name="online")
    expect(online).to_contain_text("1 online")

    alice = visit(riverside, name="alice")
    expect(online).to_contain_text("2 online")
    alice.context.close()

    expect(online).to_contain_text("1 online", timeout=GONE_MS)


def test_message_written_without_a_network_arrives_once(visit, riverside):
    alice = visit(riverside, name="alice", size="phone")
    bob = visit(riverside, name="bob")
    expect(alice.get_by_role("button", name="online")).to_be_visible()

    alice.context.set_offline(True)
    write(alice, "From the basement")
    waiting = "Offline — you can go on; 1 will be sent"
    expect(alice.get_by_role("status").filter(has_text=waiting)).to_be_visible()
    expect(messages(alice).get_by_text("Waiting — sends by itself")).to_be_visible()
    alice.context.set_offline(False)

    expect(messages(alice).get_by_text("Sent")).to_be_visible()
    expect(messages(bob).get_by_text("From the basement", exact=True)).to_have_count(1)
    expect(messages(alice).get_by_text("From the basement", exact=True)).to_have_count(
        1
    )


def test_reload_without_a_network_keeps_room_and_unsent_words(visit, riverside):
    alice, bob = visit(riverside, name="alice"), visit(riverside, name="bob")
    write(bob, "Still here after a reload")
    expect(messages(alice).get_by_text("Still here after a reload")).to_be_visible()
    wait_until(alice, "navigator.serviceWorker.controller !== null")

    alice.context.set_offline(True)
    write(alice, "Written underground")
    alice.reload()

    expect(messages(alice).get_by_text("Still here after a reload")).to_be_visible()
    expect(messages(alice).get_by_text("Written underground")).to_be_visible()
    alice.context.set_offline(False)
    expect(messages(bob).get_by_text("Written underground")).to_have_count(1)


def test_a_menu_stays_open_while_others_write(visit, riverside):
    alice, bob = visit(riverside, name="alice"), visit(riverside, name="bob")
    write(alice, "Which door was it")
    open_menu(alice, "Which door was it")
    for number in range(5):
        write(bob, f"Number {number} on the left")
    expect(messages(alice).get_by_text("Number 4 on the left")).to_be_in_viewport()

    expect(alice.get_by_role("menuitem", name="Edit")).to_be_visible()
    alice.get_by_role("menuitem", name="Edit").click()
    expect(messages(alice).get_by_role("textbox")).to_have_value("Which door was it")


def test_a_finger_that_rests_opens_the_menu(visit, riverside):
    alice = visit(riverside, name="alice")
    write(alice, "Rest here")
    bob = visit(riverside, name="bob", size="phone")
    words = messages(bob).get_by_text("Rest here")
    expect(words).to_be_visible()

    touch = {"pointerType": "touch", "clientX": 100, "clientY": 300}
    words.dispatch_event("pointerdown", {**touch, "bubbles": True})

    expect(bob.get_by_role("menuitem", name="Copy text")).to_be_visible()


def test_one_key_leads_past_all_messages(visit, riverside):
    alice = visit(riverside, name="alice")
    expect(composer(alice)).to_be_visible()
    skip = alice.get_by_role("button", name="To the message field")

    skip.focus()
    assert skip.evaluate("one => getComputedStyle(one).clipPath") == "none"
    alice.keyboard.press("Enter")

    expect(composer(alice)).to_be_focused()


def test_name_role_and_time_share_a_line_on_a_phone(own_visit, own_server):
    own_server.run(
        "-c",
        "import django; django.setup(); from teams.models import User;"
        "User.objects.filter(name='Bob').update(name='Nour Haddad')",
    )
    room = f"/rooms/{own_server.room('riverside')}"
    bob = own_visit(room, name="bob", size="phone")
    write(bob, "All of one line")
    alice = own_visit(room, name="alice", size="phone")
    head = messages(alice).locator(".message-head", has_text="Nour Haddad")
    expect(head).to_contain_text("team leader")

    tops = head.evaluate(
        "head => [...head.querySelectorAll('bdi, .meta, .message-time')]"
        ".map(one => Math.round(one.getBoundingClientRect().bottom / 8))"
    )

    assert len(set(tops)) == 1


def test_draft_stays_in_its_room(visit, riverside):
    alice = visit(riverside, name="alice")
    composer(alice).fill("Half a thou")
    alice.get_by_role("link", name="Me", exact=True).click()
    expect(composer(alice)).to_have_count(0)

    alice.go_back()

    expect(composer(alice)).to_have_value("Half a thou")


def test_draft_outlives_a_reload_at_once(visit, riverside):
    alice = visit(riverside, name="alice")
    composer(alice).press_sequentially("Half a thou")
    alice.reload()
    expect(composer(alice)).to_have_value("Half a thou")

    composer(alice).fill("")
    alice.reload()

    expect(messages(alice)).to_be_visible()
    expect(composer(alice)).to_have_value("")


def test_unread_messages_are_counted_and_marked(visit, server, riverside):
    office = f"/rooms/{server.room('akron')}"
    bob, alice = visit(riverside, name="bob"), visit(riverside, name="alice")
    write(alice, "Good morning, Bob")
    expect(messages(bob).get_by_text("Good morning, Bob")).to_be_visible()
    bob.get_by_role("navigation").get_by_role("link", name="Akron").click()
    bob.wait_for_url(f"**{office}")
    room = bob.get_by_role("navigation").get_by_role("link", name="Riverside")
    expect(room).to_be_visible()

    write(alice, "Are you there, Bob?")

    # Others may have written to the team while Bob was away.
    expect(room).to_contain_text(re.compile(r"\d+ new"))
    room.click()
    expect(messages(bob).get_by_text("New since you left")).to_be_visible()
    expect(room).not_to_contain_text("new")


def test_begun_edit_outlives_a_reload(visit, riverside):
    alice = visit(riverside, name="alice")
    write(alice, "Meet at eight")
    expect(messages(alice).get_by_text("Sent")).to_be_visible()
    choose(alice, "Meet at eight", "Edit")
    editor = alice.get_by_role("textbox", name="Edit your message")
    editor.fill("Meet at nine")

    alice.reload()

    expect(editor).to_have_value("Meet at nine")
    alice.get_by_role("button", name="Save").click()
    expect(messages(alice).get_by_text("Meet at nine (edited)")).to_be_visible()
    alice.reload()
    expect(messages(alice).get_by_text("Meet at nine (edited)")).to_be_visible()
    expect(editor).to_have_count(0)


def test_too_long_text_is_said_and_kept(visit, riverside):
    alice = visit(riverside, name="alice")
    words = "word " * 801
    composer(alice).fill(words)

    expect(alice.get_by_role("alert")).to_contain_text("4,004 of 4,000 characters")
    alice.keyboard.press("Enter")
    expect(composer(alice)).to_have_value(words)
    composer(alice).fill(words[:3_999])

    expect(alice.get_by_text("3,999 of 4,000 characters")).to_be_visible()


def test_long_message_is_folded_and_its_address_a_link(visit, riverside):
    alice = visit(riverside, name="alice")
    write(alice, "See https://example.org/map.\n" + "Another line\n" * 30 + "The end")

    link = messages(alice).get_by_role("link", name="https://example.org/map")
    expect(link).to_have_attribute("href", "https://example.org/map")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    line = messages(alice).get_by_role("listitem").filter(has_text="The end")
    # What waits and what is sent are two rows: the one takes the place of the other.
    expect(line.get_by_text("Sent")).to_be_visible()
    words = line.locator(".message-words")
    folded = words.bounding_box()["height"]
    line.get_by_role("button", name="Show more").click()

    assert words.bounding_box()["height"] > 2 * folded


def test_arabic_page_is_mirrored(visit, server):
    page = visit(f"/rooms/{server.room('hillside')}", name="charlie", size="phone")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    send = page.get_by_role("button", name="إرسال").bounding_box()
    words = composer(page).bounding_box()
    assert send["x"] < words["x"]


def test_room_of_another_team_stays_shut(visit, riverside):
    charlie = visit(riverside, name="charlie")

    expect(charlie.get_by_text("هذه الغرفة غير متاحة لك.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_in_the_room(visit, riverside, scheme, size):
    alice = visit(riverside, name="alice", size=size, scheme=scheme)
    write(alice, "All accessible")
    expect(messages(alice).get_by_text("Sent")).to_be_visible()

    assert violations(alice) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/me", "/rooms?list", "/styleguide"])
def test_axe_finds_nothing_on_other_screens(visit, path, scheme):
    bob = visit(path, name="bob", scheme=scheme)
    expect(bob.get_by_role("heading", level=1)).to_be_visible()

    assert violations(bob) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_arabic(visit, server, scheme):
    path = f"/rooms/{server.room('hillside')}"
    charlie = visit(path, name="charlie", size="phone", scheme=scheme)
    expect(composer(charlie)).to_be_visible()

    assert violations(charlie) == []


def test_a_room_that_is_not_open_is_asked_for_once(visit, riverside):
    charlie = visit("/me", name="charlie")
    asked: list[str] = []
    number = riverside.rsplit("/", 1)[-1]
    charlie.on("request", lambda one: asked.append(one.url))
    charlie.on(
        "websocket",
        lambda socket: socket.on("framesent", lambda text: asked.append(str(text))),
    )

    charlie.goto(riverside)
    expect(charlie.get_by_text("هذه الغرفة غير متاحة لك.")).to_be_visible()
    charlie.wait_for_load_state("networkidle")

    looked = [one for one in asked if one.endswith(f"/api/v1/rooms/{number}")]
    assert len(looked) == 1
    assert [one for one in asked if f'"room:{number}"' in one] == []


def test_who_is_there_and_the_menu_stand_beside_the_name_of_an_office(visit, server):
    olive = visit(f"/rooms/{server.room('akron')}", name="olive", size="phone")
    there = olive.get_by_role("button", name="online")
    expect(there.get_by_text(re.compile(r"^\d+ online$"))).to_be_visible()

    menu = olive.get_by_role("button", name="More about this room").bounding_box()
    name = olive.get_by_role("heading", level=1).bounding_box()
    assert menu["y"] <= name["y"] + name["height"] / 2 <= menu["y"] + menu["height"]
