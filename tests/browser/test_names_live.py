"""Names and roles as others see them change, and names that wait for a decision."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import is_too_wide, messages, write
from tests.browser.words import Words
from tests.server import running

ACT = """
import django; django.setup()
from teams.actions import add_member, change_profile, change_role
from teams.models import Membership, Unit, User
def person(name): return User.objects.get(name=name)
def unit(name): return Unit.objects.get(name=name)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One for these alone: names are changed here."""
    with running(tmp_path_factory.mktemp("names")) as server:
        yield server


def test_a_new_role_and_a_new_name_show_in_the_open_rooms_of_others(
    visit, server, riverside
):
    alice = visit(riverside, name="alice")
    write(alice, "Good evening")
    bob = visit(riverside, name="bob")
    people = bob.get_by_role("complementary").get_by_role("listitem")
    row = people.filter(has_text="Alice")
    expect(row).to_be_visible()
    expect(row.get_by_text("coordinator")).to_have_count(0)
    server.run(
        "-c",
        ACT + "change_role(membership=Membership.objects.get("
        "user=person('Alice'), unit=unit('Riverside')), "
        "role='coordinator', by=person('Olive'))",
    )
    expect(row.get_by_text("coordinator")).to_be_visible()

    server.run("-c", ACT + "change_profile(user=person('Alice'), name='Alicia')")

    expect(messages(bob).get_by_text("Alicia")).to_be_visible()
    expect(people.filter(has_text="Alicia")).to_be_visible()


@pytest.mark.parametrize(
    ("is_open", "old", "new"),
    [(True, "Charlie", "Carlos"), (False, "Carlos", "Carlotta")],
)
def test_what_was_written_before_has_the_new_name_after_a_reload(
    visit, server, is_open, old, new
):
    hillside = f"/rooms/{server.room('hillside')}"
    charlie = visit(hillside, name="charlie")
    write(charlie, f"Written by {old}")
    olive = visit(hillside, name="olive")
    line = messages(olive).get_by_role("listitem").filter(has_text=f"by {old}")
    names = messages(olive).locator(".message-name")
    expect(line).to_be_visible()
    expect(names.first).to_have_text(old)
    charlie.close()
    # What the phone keeps is written when the page goes, and read when it comes back.
    if not is_open:
        olive.goto("about:blank")

    server.run(
        "-c",
        ACT + "change_profile(user=User.objects.get(email='charlie@example.org'), "
        f"name='{new}')",
    )

    if is_open:
        expect(names.first).to_have_text(new)
    olive.goto(hillside)
    for _again in range(2):
        expect(line).to_be_visible()
        expect(names.first).to_have_text(new)
        expect(names.filter(has_text=re.compile(f"^{old}$"))).to_have_count(0)
        olive.reload()


@pytest.mark.parametrize("language", ["en", "ar", "es"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_name_that_waits_says_why_and_leads_to_its_decision(
    visit, server, language, size
):
    words = Words(language)
    server.run(
        "-c",
        ACT + "user = User.objects.get(email='alice@example.org'); "
        "change_profile(user=user, name='В\\u043eb'); print(user.pk)",
    )
    olive = visit("/people", name="olive", size=size)
    olive.evaluate(f"localStorage.setItem('muster-language', '{language}')")
    pk = server.run(
        "-c", ACT + "print(User.objects.get(email='alice@example.org').pk)"
    ).strip()
    olive.goto(f"/people/person/{pk}")

    link = olive.locator("a.held-name")
    expect(link).to_be_visible()
    assert violations(olive) == []
    assert not is_too_wide(olive)
    link.click()

    card = olive.locator("article").filter(has_text=words("trust.allow"))
    expect(card).to_contain_text(words("trust.letter_cyrillic"))
    expect(olive.get_by_text(words("trust.flags_none"))).to_have_count(0)
    expect(card.locator("mark")).to_have_text("Во")
    assert violations(olive) == []
    assert not is_too_wide(olive)


HOLD = ACT + (
    "change_profile(user=User.objects.get(email='alice@example.org'), name='В\\u043eb')"
)


def test_a_name_that_another_has_decided_leaves_every_open_list(visit, server):
    server.run("-c", HOLD)
    bob = visit("/people/flags", name="bob")
    olive = visit("/people/flags", name="olive")
    card = olive.get_by_text("wants to be called")
    expect(card).to_be_visible()

    bob.get_by_role("button", name="Decline").click()

    expect(card).to_have_count(0)
    expect(olive.get_by_text("Nothing waits for you.")).to_be_visible()


def test_a_name_that_waits_no_more_leaves_the_list_when_it_is_pressed(visit, server):
    server.run("-c", HOLD)
    bob = visit("/people/flags", name="bob")
    expect(bob.get_by_text("wants to be called")).to_be_visible()
    # As where the word of it was lost.
    server.run(
        "-c",
        ACT + "from teams.models import HeldName; "
        "HeldName.objects.filter(allowed_at=None).delete()",
    )

    bob.get_by_role("button", name="Allow").click()

    expect(bob.get_by_text("This name does not wait").first).to_be_visible()
    expect(bob.get_by_text("wants to be called")).to_have_count(0)


MADE_VOLUNTEER = ACT + (
    "change_role(membership=Membership.objects.get("
    "user=person('Bob'), unit=unit('{place}')), "
    "role='volunteer', by=person('Olive'))"
)


def test_who_leads_no_more_keeps_no_tools_of_a_leader(visit, server):
    unit = server.run("-c", ACT + "print(unit('Hillside').pk)").strip()
    server.run(
        "-c",
        ACT + "add_member(user=person('Bob'), unit=unit('Hillside'), role='leader')",
    )
    bob = visit(f"/people/places/{unit}", name="bob")
    invite = bob.get_by_role("main").get_by_role("button", name="Invite")
    expect(invite).to_be_visible()

    server.run("-c", MADE_VOLUNTEER.format(place="Hillside"))

    expect(invite).to_have_count(0)
    expect(bob.get_by_role("main").get_by_text("leader")).to_have_count(0)


def test_who_arranges_no_more_has_no_tools_in_the_tree(visit, server):
    server.run(
        "-c",
        ACT + "add_member(user=person('Bob'), unit=unit('Akron'), role='organizer')",
    )
    bob = visit("/people", name="bob")
    gear = bob.get_by_role("treeitem", name="Akron").get_by_role("button")
    expect(gear).to_be_visible()

    server.run("-c", MADE_VOLUNTEER.format(place="Akron"))

    expect(gear).to_have_count(0)


def test_a_refused_invitation_offers_no_form(visit, server):
    unit = server.run("-c", ACT + "print(unit('Riverside').pk)").strip()
    bob = visit(f"/people/places/{unit}", name="bob")
    bob.route(
        "**/api/v1/units/*/invitations*",
        lambda route: route.fulfill(
            status=403,
            json={"code": "refused", "message": "This is not open to you."},
        ),
    )

    bob.get_by_role("main").get_by_role("button", name="Invite").click()

    sheet = bob.get_by_role("dialog")
    expect(sheet.get_by_text("This is not open to you.")).to_be_visible()
    expect(sheet.get_by_role("button", name="Make the link")).to_have_count(0)
