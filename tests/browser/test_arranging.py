"""Opening, changing, moving and archiving places, and how those hear who are there."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import composer, is_too_wide, messages, write
from tests.server import running

SOUTH = """
import django; django.setup()
from teams.actions import open_unit
from teams.models import Unit
centre = Unit.objects.get(kind="centre")
south = open_unit(kind="region", name="South", parent=centre)
open_unit(kind="office", name="Dayton", parent=south)
"""

ARCHIVE = """
import django; django.setup()
from teams.actions import archive_unit
from teams.models import Unit, User
diana = User.objects.get(name="Diana")
for name in ("Hillside", "Akron"):
    archive_unit(unit=Unit.objects.get(name=name), by=diana)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One for these alone, with a second office: each test arranges another place."""
    with running(tmp_path_factory.mktemp("arranging")) as server:
        server.run("-c", SOUTH)
        yield server


@pytest.fixture
def place(server):
    """A team of its own under Akron, by its name; gives the address of its page."""

    def open_team(name):
        script = (
            "import django; django.setup()\n"
            "from teams.actions import open_unit\n"
            "from teams.models import Unit\n"
            "akron = Unit.objects.get(kind='office', name='Akron')\n"
            f"print(open_unit(kind='team', name={name!r}, parent=akron).pk)"
        )
        return f"/people/places/{server.run('-c', script).strip()}"

    return open_team


def row(page, name):
    return page.get_by_role("treeitem", name=re.compile(f"^{name}"))


def arrange(page, name, act):
    page.get_by_role("button", name=f"Arrange {name}").click()
    page.get_by_role("menuitem", name=act).click()
    return page.get_by_role("dialog")


def test_an_organizer_opens_a_team_on_a_phone(visit):
    olive = visit("/people", name="olive", size="phone")
    sheet = arrange(olive, "Akron", "New place under it")

    # The server's word on what is wrong stands beside the field, and the rest stays.
    sheet.get_by_label("Postal codes").fill("44301, ...")
    sheet.get_by_label("Room for how many people?").fill("١٢")
    sheet.get_by_role("button", name="Open it").click()
    expect(sheet.get_by_label("Name", exact=True)).to_have_attribute(
        "aria-invalid", "true"
    )
    sheet.get_by_label("Name", exact=True).fill("Lakeside")
    sheet.get_by_role("button", name="Open it").click()
    expect(sheet.get_by_text("This is not a postal code.")).to_be_visible()
    sheet.get_by_label("Postal codes").fill("44301, 44302")
    sheet.get_by_role("button", name="After approval").click()
    sheet.get_by_role("button", name="Open it").click()

    expect(sheet).to_have_count(0)
    expect(row(olive, "Lakeside")).to_be_visible()
    expect(row(olive, "Lakeside")).to_be_focused()
    settings = arrange(olive, "Lakeside", "Name and settings")
    expect(settings.get_by_label("Postal codes")).to_have_value("44301, 44302")
    expect(settings.get_by_label("Room for how many people?")).to_have_value("12")
    approval = settings.get_by_role("button", name="After approval")
    expect(approval).to_have_attribute("aria-pressed", "true")
    olive.keyboard.press("Escape")
    expect(olive.get_by_role("button", name="Arrange Lakeside")).to_be_focused()


def test_a_director_chooses_what_kind_of_place_stands_there(visit):
    diana = visit("/people", name="diana")
    sheet = arrange(diana, "Columbus", "New place under it")

    expect(sheet.get_by_role("button", name="region")).to_be_visible()
    expect(sheet.get_by_role("button", name="team")).to_have_count(0)
    sheet.get_by_role("button", name="field office").click()
    sheet.get_by_label("Name", exact=True).fill("Toledo")
    sheet.get_by_role("button", name="Open it").click()
    expect(row(diana, "Toledo")).to_be_focused()

    diana.get_by_role("button", name="Look").click()
    expect(diana.get_by_role("heading", name="Toledo")).to_be_visible()


def test_what_is_usual_below_a_place_is_chosen_first(visit, server):
    server.run(
        "-c",
        "import django; django.setup()\n"
        "from teams.actions import open_unit\n"
        "from teams.models import Unit\n"
        "centre = Unit.objects.get(kind='centre')\n"
        "for n in range(3): open_unit(kind='office', name=f'O{n}', parent=centre)",
    )
    diana = visit("/people", name="diana")

    sheet = arrange(diana, "Columbus", "New place under it")

    usual = sheet.get_by_role("button", name="field office", pressed=True)
    expect(usual).to_be_visible()


def test_a_name_that_is_too_long_is_kept_and_said_beside_its_field(visit):
    olive = visit("/people", name="olive", size="phone")
    sheet = arrange(olive, "Akron", "New place under it")
    name = sheet.get_by_label("Name", exact=True)
    name.fill("n" * 75)
    expect(sheet.get_by_text("75 of 80 characters")).to_be_visible()

    name.fill("n" * 93)
    wrong = sheet.get_by_text("93 of 80 characters: too long.")
    expect(wrong).to_be_visible()
    sheet.get_by_role("button", name="Open it").click()

    expect(name).to_be_focused()
    expect(name).to_have_value("n" * 93)


def test_where_nothing_else_fits_it_says_what_kind_of_place_it_needs(visit):
    olive = visit("/people", name="olive")
    row(olive, "Akron").press("ArrowRight")
    sheet = arrange(olive, "Hillside", "Move")

    expect(
        sheet.get_by_text(
            "Hillside can only stand below a place of this kind: field office."
        )
    ).to_be_visible()


def test_a_director_moves_a_team_and_takes_it_back(visit, place):
    diana = visit(place("Meadow"), name="diana")
    sheet = arrange(diana, "Meadow", "Move")

    sheet.get_by_label("Find a place by name").fill("nowhere")
    expect(sheet.get_by_text("No place that you may choose is called")).to_be_visible()
    sheet.get_by_label("Find a place by name").fill("day")
    sheet.get_by_role("radio", name="Dayton").check()
    sheet.get_by_role("button", name="Move under Dayton").click()

    expect(diana.get_by_text("Meadow is under Dayton now.").last).to_be_visible()
    diana.get_by_role("button", name="Undo").click()
    sheet = arrange(diana, "Meadow", "Move")
    # Where it could be moved to again, since it is no more there.
    expect(sheet.get_by_role("radio", name="Dayton")).to_be_visible()


def test_a_director_archives_a_team_by_its_name_and_brings_it_back(visit, place):
    address = place("Orchard")
    diana = visit(address, name="diana")
    sheet = arrange(diana, "Orchard", "Archive")
    expect(sheet.get_by_text("stays counted where it was made")).to_be_visible()
    archive = sheet.get_by_role("button", name="Archive it")
    expect(archive).to_be_disabled()
    sheet.get_by_role("textbox").fill("Orchard")
    archive.click()

    expect(diana).to_have_url(re.compile("/people$"))
    expect(diana.get_by_text("Orchard is archived.").last).to_be_visible()
    diana.get_by_role("link", name="Archived places").click()
    diana.get_by_role("button", name="Bring back Orchard").click()
    expect(diana.get_by_text("Orchard is open again.").last).to_be_visible()
    expect(diana.get_by_role("button", name="Bring back Orchard")).to_have_count(0)
    diana.goto(address)
    expect(diana.get_by_role("heading", name="Orchard")).to_be_visible()


def test_archiving_is_undone_from_the_tree(visit, place):
    place("Pinewood")
    olive = visit("/people", name="olive")
    sheet = arrange(olive, "Pinewood", "Archive")
    sheet.get_by_role("textbox").fill("Pinewood")
    sheet.get_by_role("button", name="Archive it").click()
    expect(row(olive, "Pinewood")).to_have_count(0)
    # The keys go on in the tree, though the row that had the focus is gone.
    expect(olive.locator("li:focus")).to_have_attribute("role", "treeitem")

    olive.get_by_role("button", name="Undo").click()

    expect(row(olive, "Pinewood")).to_be_visible()


def test_who_belongs_to_a_place_is_told_that_others_bring_it_back(visit):
    olive = visit("/people", name="olive")
    sheet = arrange(olive, "Akron", "Archive")

    expect(sheet.get_by_text("only somebody above can bring it back")).to_be_visible()


def test_the_menu_is_reached_and_left_by_keys(visit):
    olive = visit("/people", name="olive")
    row(olive, "Riverside").focus()
    olive.keyboard.press("Tab")
    expect(olive.get_by_role("button", name="Arrange Riverside")).to_be_focused()
    olive.keyboard.press("Enter")
    expect(olive.get_by_role("menuitem", name="Name and settings")).to_be_focused()
    olive.keyboard.press("Enter")

    sheet = olive.get_by_role("dialog", name="Settings of Riverside")
    expect(sheet.get_by_label("Name", exact=True)).to_have_value("Riverside")
    olive.keyboard.press("Escape")

    expect(sheet).to_have_count(0)
    expect(olive.get_by_role("button", name="Arrange Riverside")).to_be_focused()


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_who_arranges_nothing_sees_nothing_of_it(visit, server, who):
    team = "hillside" if who == "charlie" else "riverside"
    for path in ("/people", f"/people/places/{server.unit(team)}"):
        page = visit(path, name=who)
        expect(page.locator(".rows").first).to_be_visible()

        arrange = page.get_by_role("button", name=re.compile("Arrange|تنظيم"))
        expect(arrange).to_have_count(0)
        archived = page.get_by_role("link", name=re.compile("Archived|المؤرشفة"))
        expect(archived).to_have_count(0)


def test_a_new_name_shows_to_all_who_are_there(visit, server):
    hillside = f"/rooms/{server.room('hillside')}"
    charlie, olive = visit(hillside, name="charlie"), visit(hillside, name="olive")
    rooms = visit("/rooms?list", name="olive").get_by_role("main")
    for page in (charlie, olive):
        expect(page.get_by_role("heading", name="Hillside")).to_be_visible()
    expect(rooms.get_by_role("link", name="North", exact=True)).to_be_visible()

    for place, before, after in (
        ("hillside", "Hillside", "Hilltop"),
        ("north", "North", "North Shore"),
    ):
        diana = visit(f"/people/places/{server.unit(place)}", name="diana")
        sheet = arrange(diana, before, "Name and settings")
        sheet.get_by_label("Name", exact=True).fill(after)
        sheet.get_by_role("button", name="Save").click()
        expect(diana.get_by_role("heading", name=after)).to_be_visible()

    # In the room itself, to its people and to who looks in; and in the list of rooms.
    for page in (charlie, olive):
        expect(page.get_by_role("heading", name="Hilltop")).to_be_visible()
    expect(rooms.get_by_role("link", name="North Shore")).to_be_visible()


def test_the_campaign_s_new_name_shows_on_every_open_page(own_visit, own_server):
    feed = own_visit("/feed", name="diana")
    rail = feed.get_by_role("navigation", name="Sections").get_by_role("paragraph")
    expect(rail.first).to_have_text("Ohio")

    place = f"/people/places/{own_server.unit('ohio')}"
    sheet = arrange(own_visit(place, name="diana"), "Ohio", "Name and settings")
    sheet.get_by_label("Name", exact=True).fill("Ohio for all")
    sheet.get_by_role("button", name="Save").click()

    expect(rail.first).to_have_text("Ohio for all")


def test_an_archived_room_shuts_and_comes_back_while_one_looks(visit, server):
    alice = visit(f"/rooms/{server.room('riverside')}", name="alice")
    expect(alice.get_by_role("heading", name="Riverside")).to_be_visible()
    diana = visit(f"/people/places/{server.unit('riverside')}", name="diana")

    sheet = arrange(diana, "Riverside", "Archive")
    sheet.get_by_role("textbox").fill("Riverside")
    sheet.get_by_role("button", name="Archive it").click()
    expect(alice.get_by_role("heading", name="Riverside")).to_have_count(0)
    expect(composer(alice)).to_have_count(0)

    diana.get_by_role("link", name="Archived places").click()
    diana.get_by_role("button", name="Bring back Riverside").click()
    expect(alice.get_by_role("heading", name="Riverside")).to_be_visible()
    bob = visit(f"/rooms/{server.room('riverside')}", name="bob")
    write(bob, "We are back")
    expect(messages(alice).get_by_text("We are back")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_page_of_archived_places_from_none_to_none(own_visit, own_server, size):
    diana = own_visit("/people", name="diana", size=size)
    diana.get_by_role("link", name="Archived places").click()
    expect(diana.get_by_text("Nothing is archived")).to_be_visible()
    expect(diana.get_by_text("are kept here and can be brought back")).to_be_visible()
    assert violations(diana) == []

    own_server.run("-c", ARCHIVE)
    diana.reload()
    archived = diana.get_by_role("list", name="Archived places")
    hillside = archived.get_by_role("listitem").filter(has_text="Hillside")
    expect(archived.get_by_role("listitem")).to_have_count(3)
    expect(hillside).to_contain_text("Akron is archived too. Bring that back first.")
    expect(hillside.get_by_role("button")).to_have_count(0)
    assert violations(diana) == []
    assert not is_too_wide(diana)

    diana.get_by_role("button", name="Bring back Akron").click()
    expect(diana.get_by_text("Akron is open again.").last).to_be_visible()
    # Riverside was archived with it; Hillside by itself before.
    expect(archived.get_by_role("listitem")).to_have_count(1)
    diana.get_by_role("button", name="Bring back Hillside").click()
    expect(diana.get_by_text("Hillside is open again.").last).to_be_visible()
    expect(diana.get_by_text("Nothing is archived")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("act", ["New place under it", "Name and settings", "Archive"])
def test_the_sheets_are_free_of_barriers(visit, scheme, act):
    olive = visit("/people", name="olive", size="phone", scheme=scheme)
    expect(row(olive, "Akron").first).to_be_visible()
    assert violations(olive) == []
    sheet = arrange(olive, "Akron", act)
    expect(sheet.get_by_role("textbox").first).to_be_visible()

    assert violations(olive) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_moving_and_the_archive_are_free_of_barriers(visit, place, scheme):
    name = f"Harbor {scheme}"
    diana = visit(place(name), name="diana", size="phone", scheme=scheme)
    sheet = arrange(diana, name, "Move")
    expect(sheet.get_by_role("radio").first).to_be_visible()
    assert violations(diana) == []

    diana.keyboard.press("Escape")
    sheet = arrange(diana, name, "Archive")
    sheet.get_by_role("textbox").fill(name)
    sheet.get_by_role("button", name="Archive it").click()
    expect(diana).to_have_url(re.compile("/people$"))
    diana.get_by_role("link", name="Archived places").click()
    expect(diana.get_by_text("archived").first).to_be_visible()

    assert violations(diana) == []


@pytest.mark.parametrize("act", ["New place under it", "Name and settings"])
def test_who_sends_a_form_is_led_to_what_is_wrong_with_it(visit, act):
    olive = visit("/people", name="olive", size="phone")
    sheet = arrange(olive, "Akron", act)
    name = sheet.get_by_label("Name", exact=True)
    name.fill("")
    send = sheet.locator("button[type=submit]")
    send.scroll_into_view_if_needed()

    send.click()

    expect(name).to_be_focused()
    expect(sheet.get_by_text("A name is missing.")).to_be_in_viewport()
    expect(name).to_be_in_viewport()
