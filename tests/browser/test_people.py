import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import is_too_wide, messages, write


def row(page, name):
    return page.get_by_role("treeitem", name=re.compile(f"^{name}"))


def test_an_organizer_goes_down_the_tree_by_keys_and_finds_a_person(visit):
    olive = visit("/people", name="olive")
    expect(row(olive, "Riverside")).to_be_visible()
    expect(row(olive, "Akron")).to_have_attribute("aria-expanded", "true")

    row(olive, "Akron").focus()
    olive.keyboard.press("ArrowLeft")
    expect(row(olive, "Riverside")).to_have_count(0)
    olive.keyboard.press("ArrowRight")
    expect(row(olive, "Riverside")).to_be_visible()
    olive.keyboard.press("End")
    expect(olive.get_by_role("treeitem").last).to_be_focused()
    row(olive, "Riverside").focus()
    olive.keyboard.press("Enter")

    expect(olive).to_have_url(re.compile("/people/places/"))
    expect(olive.get_by_role("link", name="Alice")).to_be_visible()


def test_a_leader_finds_a_member_by_name_and_reveals_the_address(visit):
    bob = visit("/people", name="bob", size="phone")
    bob.get_by_label("Find somebody by name").fill("ali")
    bob.get_by_role("link", name="Alice").click()

    expect(bob.get_by_text("a•••@e•••.org")).to_be_visible()
    bob.get_by_role("button", name="Show contact details").click()
    sheet = bob.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Say why first")).to_be_disabled()
    sheet.get_by_text("A shift or a task").click()
    sheet.get_by_role("button", name="Show contact details").click()
    expect(bob.locator("dl.contacts")).to_be_focused()

    expect(bob.get_by_text("alice@example.org")).to_be_visible()

    alice = visit("/me", name="alice", size="phone")
    seen = alice.get_by_role("listitem").filter(has_text="A shift or a task")
    expect(seen.filter(has_text="Bob").first).to_be_visible()


def test_presence_shows_live_beside_the_members(visit, server):
    bob = visit(f"/people/places/{server.unit('riverside')}", name="bob")
    alice = bob.get_by_role("listitem").filter(has_text="Alice")
    expect(alice).to_contain_text("offline")

    page = visit("/", name="alice")

    expect(alice).to_contain_text("online")
    page.close()


def test_the_tab_is_there_for_who_leads_alone(visit):
    bob = visit("/me", name="bob", size="phone")
    expect(bob.get_by_role("link", name="People")).to_be_visible()

    alice = visit("/me", name="alice", size="phone")
    expect(alice.get_by_role("link", name="Feed")).to_be_visible()
    expect(alice.get_by_role("link", name="People")).to_have_count(0)


def test_a_place_lists_what_is_below_it(visit, server):
    olive = visit(f"/people/places/{server.unit('akron')}", name="olive", size="phone")
    below = olive.get_by_role("list", name="Places below it").get_by_role("link")
    expect(below).to_have_count(2)
    expect(below.first).to_contain_text(
        re.compile(r"Hillside.*team · \d+ pe", re.DOTALL)
    )
    count = olive.get_by_text(re.compile(r"^\d+ (person|people)$")).first.bounding_box()
    button = olive.get_by_role("button", name="Invite people").bounding_box()
    assert count["x"] < 20
    assert button["x"] + button["width"] > 340

    below.last.click()

    expect(olive.get_by_role("heading", name="Riverside")).to_be_visible()
    expect(olive.get_by_role("list", name="Places below it")).to_have_count(0)


def test_a_leader_s_places_begin_where_the_other_rows_begin(visit):
    bob = visit("/people", name="bob", size="phone")
    name = bob.get_by_role("treeitem").get_by_text("Riverside", exact=True)
    expect(bob.get_by_role("treeitem")).to_contain_text("team · ")
    other = (
        bob.get_by_role("navigation", name="More about people")
        .get_by_role("link")
        .first
    )

    place, icon = name.bounding_box(), other.locator("svg").first.bounding_box()

    assert abs(place["x"] - icon["x"]) <= 1


def test_a_volunteer_sees_the_own_team_and_no_acts(visit, server):
    alice = visit(f"/people/places/{server.unit('riverside')}", name="alice")

    expect(alice.get_by_role("link", name="Bob")).to_be_visible()
    expect(alice.get_by_role("button", name=re.compile("Acts on"))).to_have_count(0)


def test_charlie_sees_nobody_of_another_team(visit, server):
    charlie = visit(f"/people/places/{server.unit('riverside')}", name="charlie")

    expect(charlie.get_by_role("alert")).to_be_visible()
    expect(charlie.get_by_role("link", name="Alice")).to_have_count(0)


LINKS = {
    "bob": ["Waiting to be let in", "Newcomers", "Flags"],
    "olive": [
        "Overview",
        "Waiting to be let in",
        "Newcomers",
        "Flags",
        "Import people",
        "Archived places",
    ],
    "diana": [
        "Overview",
        "Waiting to be let in",
        "Newcomers",
        "Flags",
        "Import people",
        "Archived places",
        "Audit log",
    ],
}


@pytest.mark.parametrize("who", LINKS)
def test_each_link_of_the_people_page_opens_its_page(visit, who):
    page = visit("/people", name=who)
    links = page.get_by_role("navigation", name="More about people")
    # Behind some stands how many wait there.
    names = [re.compile(f"^{name}") for name in LINKS[who]]
    expect(links.get_by_role("link")).to_have_text(names)

    for name in LINKS[who]:
        links.get_by_role("link", name=name).click()
        people = page.get_by_role("heading", level=1, name="People", exact=True)
        expect(people).to_have_count(0)
        expect(page.locator(".skeleton")).to_have_count(0)
        expect(page.get_by_text("not open to you")).to_have_count(0)
        page.go_back()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", ["olive", "charlie"])
def test_the_pages_are_free_of_barriers(visit, server, scheme, who):
    team = "riverside" if who == "olive" else "hillside"
    for path in ("/people", f"/people/places/{server.unit(team)}"):
        page = visit(path, name=who, size="phone", scheme=scheme)
        expect(page.locator(".rows").first).to_be_visible()

        assert violations(page) == []


def test_who_deletes_the_account_is_out_and_leaves_no_name(own_visit):
    alice = own_visit("/me", name="alice", size="phone")
    bob = own_visit("/people", name="bob")
    expect(bob.get_by_role("treeitem").first).to_be_visible()

    alice.get_by_role("button", name="Delete my account").click()
    sheet = alice.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("Alice")
    sheet.get_by_role("button", name="Delete for good").click()

    expect(alice).to_have_url(re.compile("/signin"))
    bob.get_by_role("treeitem").first.click()
    expect(bob.get_by_role("link", name="Bob")).to_be_visible()
    expect(bob.get_by_role("link", name="Alice")).to_have_count(0)


def test_an_owner_closes_the_campaign_out_and_everybody_is_shut_out(own_visit):
    alice = own_visit("/me", name="alice")
    leave = alice.get_by_role("button", name="Sign out", exact=True)
    expect(leave).to_be_visible()
    diana = own_visit("/people/close-out", name="diana", proven=True)

    diana.get_by_role("textbox").fill("Ohio")
    diana.get_by_role("button", name="Destroy all personal data").click()

    destroyed = diana.get_by_role("heading", name="All personal data is destroyed")
    expect(destroyed).to_be_visible()
    expect(diana.get_by_text("Backups")).to_be_visible()
    expect(alice).to_have_url(re.compile("/signin"))


def test_somebody_suspended_is_found_and_let_back_in(own_visit, own_server):
    place = f"/people/places/{own_server.unit('riverside')}"
    diana = own_visit(place, name="diana", proven=True, size="phone")
    diana.get_by_role("button", name="Acts on Alice").click()
    diana.get_by_role("button", name="Suspend from Riverside").click()
    diana.get_by_role("button", name="Suspend Alice").click()
    diana.get_by_role("button", name="Close").click()
    out = diana.get_by_role("list", name="Suspended")
    expect(out.get_by_role("link", name="Alice")).to_contain_text("Suspended here")
    assert violations(diana) == []

    out.get_by_role("button", name="Acts on Alice").click()
    diana.get_by_role("button", name="Let back into Riverside").click()
    diana.get_by_role("button", name="Let Alice back in").click()
    diana.get_by_role("button", name="Close").click()

    expect(out).to_have_count(0)
    expect(diana.get_by_role("link", name="Alice")).to_be_visible()


def test_others_lists_and_cards_follow_what_is_decided(own_visit, own_server):
    place = f"/people/places/{own_server.unit('riverside')}"
    bob = own_visit(place, name="bob")
    diana = own_visit(place, name="diana")
    diana.get_by_role("link", name="Alice").click()
    card = (
        diana.get_by_role("main").get_by_role("listitem").filter(has_text="Riverside")
    )
    expect(card).to_contain_text("volunteer")
    olive = own_visit(place, name="olive", proven=True)
    expect(bob.get_by_role("link", name="Alice")).to_be_visible()

    olive.get_by_role("button", name="Acts on Alice").click()
    olive.get_by_label("Role", exact=True).select_option("coordinator")
    olive.get_by_role("button", name="Give this role").click()
    expect(card).to_contain_text("coordinator")
    expect(bob.get_by_role("link", name="Alice")).to_contain_text("coordinator")

    olive.get_by_role("button", name="Suspend from Riverside").click()
    olive.get_by_role("button", name="Suspend Alice").click()
    expect(card).to_contain_text("Suspended here")
    expect(bob.get_by_role("link", name="Alice")).to_have_count(0)

    olive.get_by_role("button", name="Let back into Riverside").click()
    olive.get_by_role("button", name="Let Alice back in").click()
    expect(card).not_to_contain_text("Suspended here")
    expect(bob.get_by_role("link", name="Alice")).to_be_visible()


def test_what_somebody_erased_left_names_a_former_member(own_visit, own_server):
    room = f"/rooms/{own_server.room('riverside')}"
    alice = own_visit(room, name="alice", size="phone")
    write(alice, "Here I am")
    bob = own_visit(room, name="bob")
    expect(messages(bob).get_by_text("Here I am")).to_be_visible()

    alice.goto("/me")
    alice.get_by_role("button", name="Delete my account").click()
    sheet = alice.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("Alice")
    sheet.get_by_role("button", name="Delete for good").click()
    expect(alice).to_have_url(re.compile("/signin"))

    # The open page, and one that is loaded anew.
    for _again in range(2):
        expect(messages(bob).get_by_text("a former member").first).to_be_visible()
        expect(messages(bob).get_by_text("Alice")).to_have_count(0)
        expect(messages(bob).get_by_text("Here I am")).to_have_count(0)
        bob.reload()


LONG_NAME = """
import django; django.setup()
from teams.models import Unit
name = "Saint Bartholomew Parish Hall Group of the Upper Cuyahoga Valley, evenings"
Unit.objects.filter(name="Riverside").update(name=name)
"""


def test_a_long_name_makes_no_page_wider_than_the_phone(own_visit, own_server):
    own_server.run("-c", LONG_NAME)
    olive = own_visit("/people", name="olive", size="phone")
    expect(olive.get_by_role("treeitem", name=re.compile("^Saint"))).to_be_visible()

    assert not is_too_wide(olive)


EMPTY = """
import django; django.setup()
from teams.actions import open_unit
from teams.models import Unit
akron = Unit.objects.get(name="Akron")
team = open_unit(kind="team", name="Empty {mode}", parent=akron)
Unit.objects.filter(pk=team.pk).update(join_mode="{mode}")
print(team.pk)
"""


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("code", "is here a minute later"),
        ("approval", "waits until somebody lets them in"),
        ("closed", None),
    ],
)
def test_an_empty_place_says_what_becomes_of_who_is_invited(visit, server, mode, said):
    unit = server.run("-c", EMPTY.format(mode=mode)).strip()
    olive = visit(f"/people/places/{unit}", name="olive")

    expect(olive.get_by_text("Nobody is here yet")).to_be_visible()
    about = olive.get_by_text("Whoever opens an invitation")
    if said:
        expect(about).to_contain_text(said)
    else:
        expect(about).to_have_count(0)
