"""What leaders, organizers, directors and owners do with people, in every language."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.mail import code_mailed
from tests.browser.room import composer, messages, write
from tests.browser.words import Words
from tests.server import running

SPEAK = """
import sys
import django; django.setup()
from teams.actions import add_member, change_profile
from teams.models import Unit, User
for user in User.objects.all():
    change_profile(user=user, locale=sys.argv[1])
add_member(
    user=User.objects.get(name="Diana"),
    unit=Unit.objects.get(kind="campaign"),
    role="owner",
)
"""


@pytest.fixture(scope="module", params=["en", "ar", "es"])
def words(request):
    return Words(request.param)


@pytest.fixture(scope="module")
def server(tmp_path_factory, words):
    """One for each language, in which everybody speaks it; the last test empties it."""
    with running(tmp_path_factory.mktemp(words.language)) as server:
        server.run("-c", SPEAK, words.language)
        yield server


@pytest.fixture
def room(server):
    return f"/rooms/{server.room('riverside')}"


def press(where, words, key, role="button", **values):
    """The first whose name begins so: rows are named with their second line."""
    where.get_by_role(role, name=words.begins(key, **values)).first.click()


def about(page, words, name, menu="trust.about_member"):
    """Opens what may be decided about one of the people of the room."""
    press(page, words, "chat.room_menu")
    press(page, words, "chat.members", role="menuitem")
    press(page.get_by_role("dialog"), words, "chat.member_menu", name=name)
    press(page, words, menu, role="menuitem")
    return page.get_by_role("dialog").last


def confirm(sheet, words, act, name, place=""):
    press(sheet, words, f"trust.{act}", place=place)
    press(sheet, words, f"trust.yes_{act}", name=name)


def test_who_asks_to_come_in_is_let_in(visit, server, words):
    olive = visit(f"/people/invitations/{server.unit('riverside')}", name="olive")
    olive.get_by_role("button", name=words("joining.door_approval")).click()
    press(olive, words, "core.save")
    expect(olive.get_by_text(words("joining.door_saved")).first).to_be_visible()
    bob = visit(f"/rooms/{server.room('riverside')}", name="bob", size="phone")
    press(bob, words, "chat.room_menu")
    press(bob, words, "teams.invite", role="menuitem")
    press(bob, words, "joining.make_link")
    link = bob.get_by_role("dialog").get_by_text("/join#").inner_text()

    eve = visit(link, size="phone", locale=words.language)
    eve.get_by_label(words("teams.name")).fill("Eve")
    eve.get_by_label(words("teams.email")).fill("eve@example.org")
    press(eve, words, "teams.join")
    field = eve.get_by_label(words("teams.code"))
    expect(field).to_be_visible()
    field.fill(code_mailed(server, "eve@example.org"))
    press(eve, words, "teams.sign_in")
    expect(eve.get_by_text(words("joining.waiting_lead"))).to_be_visible()
    bob.goto("/people/requests")
    row = bob.get_by_role("listitem").filter(has_text="Eve")
    press(row, words, "joining.approve")

    expect(composer(eve)).to_be_visible()


def test_who_leads_from_now_on_sees_it_on_the_open_page(visit, room, words):
    alice = visit(room, name="alice", size="phone")
    expect(composer(alice)).to_be_visible()
    people = alice.get_by_role("link", name=words("people.title"), exact=True)
    expect(people).to_have_count(0)
    olive = visit(room, name="olive", proven=True)

    sheet = about(olive, words, "Alice")
    sheet.get_by_label(words("trust.role"), exact=True).select_option("leader")
    press(sheet, words, "trust.change_role")

    expect(people).to_be_visible()
    write(alice, "I lead now")
    expect(messages(olive).get_by_text("I lead now")).to_be_visible()
    sheet.get_by_label(words("trust.role"), exact=True).select_option("volunteer")
    press(sheet, words, "trust.change_role")
    expect(people).to_have_count(0)


def test_who_is_muted_reads_on_and_writes_again_later(visit, room, words):
    alice, bob = visit(room, name="alice"), visit(room, name="bob")
    expect(composer(alice)).to_be_visible()

    sheet = about(bob, words, "Alice", menu="trust.mute_member")
    press(sheet, words, "trust.mute")

    said = words("chat.muted").split("{time}")[0].strip()
    expect(alice.get_by_text(said)).to_be_visible()
    expect(composer(alice)).to_have_count(0)
    press(sheet, words, "trust.unmute")
    expect(composer(alice)).to_be_visible()


def test_who_is_suspended_is_out_at_once_and_let_back_in(visit, room, words):
    alice, olive = visit(room, name="alice"), visit(room, name="olive")
    expect(composer(alice)).to_be_visible()

    sheet = about(olive, words, "Alice")
    confirm(sheet, words, "suspend", "Alice", place="Riverside")

    suspended = words.begins("accounts.suspended")
    expect(alice.get_by_role("heading", name=suspended)).to_be_visible()
    confirm(sheet, words, "reinstate", "Alice", place="Riverside")
    expect(composer(alice)).to_be_visible()


def test_an_address_is_shown_for_a_reason_that_the_person_sees(visit, server, words):
    bob = visit("/people", name="bob", size="phone")
    bob.get_by_label(words("people.find")).fill("ali")
    bob.get_by_role("link", name="Alice").click()
    press(bob, words, "people.reveal")
    sheet = bob.get_by_role("dialog")
    sheet.get_by_text(words("people.reason_safety")).click()
    press(sheet, words, "people.reveal")
    expect(bob.get_by_text("alice@example.org")).to_be_visible()

    alice = visit("/me", name="alice", size="phone")
    seen = alice.get_by_role("listitem").filter(has_text=words("people.reason_safety"))
    expect(seen.filter(has_text="Bob").first).to_be_visible()


def test_one_s_own_data_is_taken_away_and_then_deleted(visit, words):
    charlie = visit("/me", name="charlie", size="phone")
    with charlie.expect_download() as download:
        charlie.get_by_role("link", name=re.compile(words("people.download"))).click()
    kept = json.loads(download.value.path().read_text())
    assert "charlie@example.org" in json.dumps(kept)

    press(charlie, words, "people.erase")
    sheet = charlie.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("Charlie")
    press(sheet, words, "people.erase_now")

    expect(charlie).to_have_url(re.compile("/signin"))


def test_an_owner_exports_and_closes_the_campaign_out(visit, words):
    alice = visit("/me", name="alice")
    expect(alice.get_by_role("heading", level=1)).to_be_visible()
    diana = visit("/people/close-out", name="diana", proven=True)
    with diana.expect_download() as download:
        press(diana, words, "people.export_first")
    assert download.value.path().read_bytes().startswith(b"PK")

    diana.get_by_role("textbox").fill("Ohio")
    press(diana, words, "people.destroy")

    expect(diana.get_by_role("heading", name=words("people.destroyed"))).to_be_visible()
    expect(alice).to_have_url(re.compile("/signin"))
