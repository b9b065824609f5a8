"""A photo, from the phone that took it to the card on which others see it."""

import re

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import is_too_wide, wait_until
from tests.teams.pictures import BLUE, encoded

ME, FILE = "/me", "input[type=file]"


def taken():
    """As a phone takes it: large, lying on its side, saying where it was."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (41.0, 4.0, 53.0)})
    picture = Image.new("RGB", (4000, 3000), BLUE)
    return {
        "name": "photo.jpg",
        "mimeType": "image/jpeg",
        "buffer": encoded(picture, "JPEG", exif=exif.tobytes()),
    }


def photo_in(place):
    return place.locator(".avatar img").first


def expect_shown(page, place):
    """The picture itself has come, and not only its place."""
    expect(photo_in(place)).to_be_visible()
    wait_until(page, "document.querySelector('.avatar img')?.naturalWidth > 0")


def add(page):
    page.locator(FILE).set_input_files(taken())
    expect(page.get_by_role("button", name="Change photo")).to_be_visible()


def test_a_photo_taken_on_a_phone_is_seen_by_the_leader_and_goes_again(
    own_visit, own_server
):
    alice = own_visit(ME, name="alice", size="phone")
    alice.get_by_role("button", name="Add a photo").wait_for()
    with alice.expect_request(re.compile("/me/photo$")) as sent:
        alice.locator(FILE).set_input_files(taken())
    head = alice.locator(".own-head")

    expect(alice.get_by_text("Your photo is there.").first).to_be_visible()
    expect_shown(alice, head)
    assert int(sent.value.all_headers()["content-length"]) < 50_000
    assert not is_too_wide(alice)

    place = f"/people/places/{own_server.unit('riverside')}"
    bob = own_visit(place, name="bob", size="phone")
    row = bob.get_by_role("link", name="Alice")
    expect_shown(bob, row)
    row.click()
    card = bob.locator(".person-head")
    expect_shown(bob, card)
    expect(photo_in(card)).to_have_attribute("src", re.compile("size=large"))
    assert photo_in(card).evaluate("one => one.naturalWidth") == 320

    alice.get_by_role("button", name="Remove photo").click()
    expect(alice.get_by_role("button", name="Add a photo")).to_be_visible()
    expect(photo_in(head)).to_have_count(0)
    bob.reload()
    expect(card.get_by_text("Alice")).to_be_visible()
    expect(photo_in(card)).to_have_count(0)


def test_a_photo_that_was_removed_comes_back_by_undo(own_visit):
    alice = own_visit(ME, name="alice", size="phone")
    alice.get_by_role("button", name="Add a photo").wait_for()
    add(alice)

    alice.get_by_role("button", name="Remove photo").click()
    alice.get_by_role("button", name="Undo").click()

    expect(alice.get_by_role("button", name="Change photo")).to_be_visible()
    expect_shown(alice, alice.locator(".own-head"))


def test_a_leader_removes_a_photo_and_the_person_hears_of_it(own_visit, own_server):
    alice = own_visit(ME, name="alice", size="phone")
    alice.get_by_role("button", name="Add a photo").wait_for()
    add(alice)
    place = f"/people/places/{own_server.unit('riverside')}"
    bob = own_visit(place, name="bob", size="phone")

    bob.get_by_role("button", name="Acts on Alice").click()
    bob.get_by_role("button", name="Remove the photo").click()
    bob.get_by_role("button", name="Remove the photo of Alice").click()

    expect(bob.get_by_role("button", name="Remove the photo")).to_have_count(0)
    expect(alice.get_by_text("Your photo was removed").first).to_be_visible()
    expect(alice.get_by_role("button", name="Add a photo")).to_be_visible()


def test_what_is_no_picture_is_said_and_the_next_one_is_taken(own_visit):
    alice = own_visit(ME, name="alice", size="phone")
    alice.get_by_role("button", name="Add a photo").wait_for()
    alice.locator(FILE).set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": b"<svg/>"}
    )
    expect(alice.get_by_role("alert")).to_contain_text("JPEG, PNG or WebP")
    expect(alice.get_by_role("button", name="Try again")).to_have_count(0)

    add(alice)

    expect(alice.get_by_role("alert")).to_have_count(0)


def test_without_network_nothing_is_lost_and_it_is_tried_again(own_visit):
    alice = own_visit(ME, name="alice", size="phone")
    alice.get_by_role("button", name="Add a photo").wait_for()
    alice.context.set_offline(True)
    alice.locator(FILE).set_input_files(taken())
    again = alice.get_by_role("button", name="Try again")
    expect(again).to_be_visible()

    alice.context.set_offline(False)
    again.click()

    expect(alice.get_by_role("button", name="Change photo")).to_be_visible()


def test_a_photo_that_can_t_be_had_leaves_the_letter(own_visit, own_server):
    alice = own_visit(ME, name="alice", size="phone")
    alice.get_by_role("button", name="Add a photo").wait_for()
    add(alice)
    bob = own_visit("/people", name="bob", size="phone")
    bob.route(re.compile(r"/photo\?"), lambda route: route.abort())

    bob.goto(f"/people/places/{own_server.unit('riverside')}")

    row = bob.get_by_role("link", name="Alice")
    expect(row.locator(".avatar")).to_have_text("A")
    expect(photo_in(row)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_with_a_photo_are_free_of_barriers(own_visit, own_server, scheme):
    alice = own_visit(ME, name="alice", size="phone", scheme=scheme)
    alice.get_by_role("button", name="Add a photo").wait_for()
    add(alice)
    assert violations(alice) == []

    place = f"/people/places/{own_server.unit('riverside')}"
    bob = own_visit(place, name="bob", size="phone", scheme=scheme)
    expect_shown(bob, bob.get_by_role("link", name="Alice"))
    assert violations(bob) == []
    bob.get_by_role("link", name="Alice").click()
    expect_shown(bob, bob.locator(".person-head"))
    assert violations(bob) == []
