import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.mail import code_mailed
from tests.browser.room import composer, is_too_wide, messages, write


def make_link(page, server, unit="riverside"):
    """As a leader does it: from the room's menu to a link."""
    page.goto(f"/rooms/{server.room(unit)}")
    page.get_by_role("button", name="More about this room", exact=True).click()
    page.get_by_role("menuitem", name="Invite people").click()
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("dialog").get_by_role("heading")).to_be_focused()
    return page.get_by_role("dialog").get_by_text("/join#").inner_text()


def spoken_code(leader):
    """Nine digits, from the menu of the room that is open."""
    leader.get_by_role("button", name="More about this room", exact=True).click()
    leader.get_by_role("menuitem", name="Invite people").click()
    leader.get_by_role("button", name="Spoken code").click()
    leader.get_by_role("button", name="Make the code").click()
    sheet = leader.get_by_role("dialog")
    return sheet.get_by_text(re.compile(r"^\d{3} \d{3} \d{3}$")).inner_text()


def fill_in(page, server, name, email):
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Join the team").click()
    field = page.get_by_label("Code from the e-mail")
    expect(field).to_be_visible()
    field.fill(code_mailed(server, email))
    page.get_by_role("button", name="Sign in").click()


def test_from_the_leader_s_code_to_the_first_message(visit, server):
    alice = visit(f"/rooms/{server.room('riverside')}", name="alice")
    for number in range(6):
        write(alice, f"What was said before, {number}. " + "On and on it went. " * 20)
    expect(messages(alice).get_by_text("Sent")).to_be_visible()
    bob = visit("/", name="bob", size="phone")
    link = make_link(bob, server)
    qr = bob.get_by_role("img", name="QR code to join Riverside")
    expect(qr).to_be_visible()

    dora = visit(link, size="phone")
    expect(dora.get_by_role("heading", name="Join Riverside")).to_be_visible()
    assert dora.get_by_role("textbox").count() <= 3
    assert violations(dora) == []
    dora.get_by_role("button", name="Your data: read all of it").click()
    whole = dora.get_by_role("dialog")
    expect(whole.get_by_role("heading", name="Your rights")).to_be_visible()
    whole.get_by_role("button", name="Close").click()
    fill_in(dora, server, "Dora", "dora@example.org")

    expect(composer(dora)).to_be_visible()
    # Who has just come has left nothing: the latest is there, and no line before it.
    latest = messages(dora).get_by_text("What was said before, 5")
    expect(latest).to_be_in_viewport()
    expect(messages(dora).get_by_text("New since you left")).to_have_count(0)
    card = dora.get_by_role("region", name="Welcome")
    assert card.bounding_box()["height"] < 740 / 6
    expect(card.get_by_role("button", name="Report your first doors")).to_be_visible()
    assert violations(dora) == []
    card.get_by_role("button", name="Say hello").click()
    expect(composer(dora)).to_be_focused()
    write(dora, "Hello, I am Dora")
    expect(messages(dora).get_by_text("Sent")).to_be_visible()
    expect(
        card.get_by_role("button", name=re.compile("Say hello.*done"))
    ).to_be_visible()
    assert not is_too_wide(dora)
    card.get_by_role("button", name="Put the welcome card away").click()
    expect(card).to_be_hidden()
    with dora.expect_response("**/api/v1/joining?**"):
        dora.reload()
    expect(composer(dora)).to_be_visible()
    expect(card).to_be_hidden()


def test_who_is_called_like_the_leader_hears_that_the_name_waits(visit, server):
    link = make_link(visit("/", name="bob"), server)
    newcomer = visit(link, size="phone")
    fill_in(newcomer, server, "B0b", "b0b@example.org")

    card = newcomer.get_by_role("region", name="Welcome")
    expect(card.get_by_role("heading")).to_contain_text("Welcome, B0b!")
    expect(card).to_contain_text("A leader has to allow the name “B0b” first")
    expect(card).to_contain_text("Until then others see “…”")
    assert violations(newcomer) == []

    newcomer.goto("/me")
    own = newcomer.locator(".own-head")
    expect(own.locator(".row-title")).to_have_text("B0b")
    expect(own.locator(".avatar")).to_have_text("B")
    expect(newcomer.get_by_text("Until then others see “…”")).to_be_visible()
    bob = visit(f"/rooms/{server.room('riverside')}", name="bob")
    bob.get_by_role("button", name="More about this room").click()
    bob.get_by_role("menuitem", name="People in this room").click()
    expect(bob.get_by_role("dialog")).to_contain_text("…")
    expect(bob.get_by_role("dialog")).not_to_contain_text("B0b")
    bob.goto("/people/newcomers")
    row = bob.get_by_role("main").get_by_role("listitem").filter(has_text="…")
    expect(row).to_be_visible()
    newcomer.get_by_role("button", name="Delete my account").click()
    sheet = newcomer.get_by_role("dialog")
    delete = sheet.get_by_role("button", name="Delete for good")
    sheet.get_by_label("Type “B0b” to confirm").fill("somebody else")
    expect(delete).to_be_disabled()
    sheet.get_by_label("Type “B0b” to confirm").fill("\u2068b0b\u2069 ")
    delete.click()
    expect(newcomer.get_by_text("Your account is deleted.")).to_be_visible()
    expect(row).to_have_count(0)
    newcomer.reload()
    expect(newcomer.get_by_label("E-mail")).to_be_visible()
    expect(newcomer.get_by_text("Your account is deleted.")).to_have_count(0)


def test_a_reload_while_looking_for_the_mail_loses_nothing(visit, server):
    bob = visit(f"/rooms/{server.room('riverside')}", name="bob")
    page = visit("/join", size="phone")
    page.get_by_role("button", name="I have a code").click()
    page.get_by_label("The code").fill(spoken_code(bob))
    page.locator("button[type=submit]").click()
    page.get_by_label("Your name").fill("Frida")
    page.get_by_label("E-mail").fill("frida@example.org")

    page.reload()
    expect(page.get_by_label("Your name")).to_have_value("Frida")
    page.get_by_role("button", name="Join the team").click()
    field = page.get_by_label("Code from the e-mail")
    expect(field).to_be_visible()
    page.reload()
    expect(field).to_be_visible()
    page.get_by_role("button", name="Send the code again").click()
    expect(page.get_by_text("We sent a new code to frida@")).to_be_visible()
    assert violations(page) == []
    field.fill(code_mailed(server, "frida@example.org"))
    page.get_by_role("button", name="Sign in").click()

    expect(composer(page)).to_be_visible()
    assert "entry" not in str(page.evaluate("Object.keys(sessionStorage)"))


def test_who_looked_at_one_team_can_look_for_another(visit, server):
    bob = visit(f"/rooms/{server.room('riverside')}", name="bob")
    page = visit("/join", size="phone")
    page.get_by_role("button", name="I have a code").click()
    page.get_by_label("The code").fill(spoken_code(bob))
    page.locator("button[type=submit]").click()

    page.get_by_role("button", name="Look for another team").click()
    expect(page.get_by_label("Postal code where you live")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Postal code where you live")).to_be_visible()


NOT_READ = """
import django; django.setup()
from teams.models import Consent
Consent.objects.filter(user__name="Bob").delete()
"""


def test_texts_asked_for_later_look_like_those_at_the_door(own_visit, own_server):
    own_server.run("-c", NOT_READ)
    page = own_visit(f"/rooms/{own_server.room('riverside')}", name="bob", size="phone")
    sheet = page.get_by_role("dialog", name="Please read this once")
    points = sheet.get_by_role("list").first

    expect(points).to_have_css("list-style-type", "disc")
    assert violations(page) == []


def test_a_leader_marks_a_newcomer_and_takes_it_back(visit, server):
    bob = visit(f"/rooms/{server.room('riverside')}", name="bob", size="phone")
    bob.get_by_role("link", name=re.compile("newcomer")).click()
    row = bob.get_by_role("listitem").filter(has_text="Alice")
    expect(row).to_contain_text("left")
    assert violations(bob) == []

    # The way back is offered for five seconds only: nothing is looked at in between.
    row.get_by_role("button", name="Contacted").click()
    with bob.expect_request(lambda asked: asked.method == "DELETE"):
        bob.get_by_role("button", name="Undo").click()

    expect(row).to_be_visible()


def test_who_asks_sees_the_room_the_moment_a_leader_says_yes(visit, server):
    olive = visit(f"/people/invitations/{server.unit('hillside')}", name="olive")
    olive.get_by_role("button", name="After approval").click()
    olive.get_by_role("button", name="Save").click()
    expect(olive.get_by_text("Saved.").first).to_be_visible()
    link = make_link(olive, server, "hillside")

    eve = visit(link, size="phone")
    fill_in(eve, server, "Eve", "eve@example.org")
    expect(
        eve.get_by_text("Waiting for Olive to let you into Hillside")
    ).to_be_visible()
    assert violations(eve) == []

    olive.goto("/people/requests")
    row = olive.get_by_role("listitem").filter(has_text="Eve")
    expect(row).to_be_visible()
    assert violations(olive) == []
    row.get_by_role("button", name="Let in").click()

    expect(composer(eve)).to_be_visible()
    expect(row).to_be_hidden()


def test_who_withdraws_a_request_is_gone_from_the_list(visit, server):
    olive = visit(f"/people/invitations/{server.unit('hillside')}", name="olive")
    olive.get_by_role("button", name="After approval").click()
    olive.get_by_role("button", name="Save").click()
    expect(olive.get_by_text("Saved.").first).to_be_visible()
    dan = visit(make_link(olive, server, "hillside"), size="phone")
    fill_in(dan, server, "Dan", "dan@example.org")
    olive.goto("/people/requests")
    row = olive.get_by_role("listitem").filter(has_text="Dan")
    expect(row).to_be_visible()

    dan.get_by_role("button", name="Withdraw the request").click()
    question = dan.get_by_role("dialog", name="Withdraw your request to Hillside?")
    assert violations(dan) == []
    question.get_by_role("button", name="Withdraw it").click()

    expect(dan.get_by_text("You are not waiting anywhere.")).to_be_visible()
    expect(row).to_be_hidden()


def test_a_neighbour_finds_the_open_team_and_a_wrong_code_says_so(visit, server):
    page = visit("/join", size="phone")
    page.get_by_label("Postal code where you live").fill("90210")
    page.get_by_role("button", name="Find my team").click()
    expect(page.get_by_role("alert")).to_contain_text("No open team is near there")

    page.get_by_role("button", name="I have a code").click()
    page.get_by_label("The code").fill("111 222 333")
    page.get_by_role("button", name="Use this code").click()
    expect(page.get_by_role("alert")).to_contain_text("Check the digits")
    assert violations(page) == []


def test_a_spoken_code_leads_in(visit, server):
    bob = visit(f"/rooms/{server.room('riverside')}", name="bob")
    code = spoken_code(bob)
    assert violations(bob) == []

    page = visit("/join", name="charlie")
    page.get_by_role("button", name="لدي رمز").or_(
        page.get_by_role("button", name="I have a code")
    ).click()
    page.get_by_role("textbox").fill(code)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Riverside")
    assert page.get_by_role("textbox").count() == 0


def test_a_locked_out_volunteer_comes_back_in(visit, server):
    bob = visit(f"/people/reentry/{server.unit('riverside')}", name="bob", size="phone")
    row = bob.get_by_role("listitem").filter(has_text="Alice")
    with bob.expect_response("**/reentries") as answer:
        row.get_by_role("button", name="Show code").click()
    sheet = bob.get_by_role("dialog")
    expect(sheet.get_by_role("img", name="QR code to sign in again")).to_be_visible()
    assert violations(bob) == []

    phone = visit(answer.value.json()["link"], size="phone")
    phone.get_by_role("button", name="Sign in on this phone").click()

    expect(composer(phone)).to_be_visible()


def filled(page, width, height):
    """How much of the paper inside its margins the poster reaches over."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": height})
    last = page.locator(".poster > *").last.bounding_box()
    page.set_viewport_size(before)
    return (last["y"] + last["height"]) / height


def test_a_poster_fits_one_sheet(visit, server):
    bob = visit("/", name="bob")
    link = make_link(bob, server)
    expect(bob.get_by_role("dialog", name="Invite people to Riverside")).to_be_visible()
    bob.get_by_role("button", name="Poster to print").click()
    heading = bob.get_by_role("heading", name="Join Riverside")
    expect(heading).to_be_visible()
    expect(bob.get_by_text("Bob leads the team")).to_be_visible()
    expect(bob.get_by_text("No camera?")).to_have_count(0)
    assert violations(bob) == []

    bob.get_by_role("button", name="العربية").click()
    expect(bob.get_by_text("ألقِ التحية على الفريق.")).to_be_visible()
    for paper in ("A4", "Letter"):
        sheet = bob.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet)) == 1
    bob.emulate_media(media="print")
    assert filled(bob, 703, 1032) > 0.95
    assert filled(bob, 725, 965) > 0.95
    bob.emulate_media(media="screen")
    bob.go_back()
    expect(composer(bob)).to_have_attribute("placeholder", re.compile("Riverside"))
    # It is shown only once: the poster must not have been the end of it.
    sheet = bob.get_by_role("dialog", name="Invite people to Riverside")
    expect(sheet.get_by_text(link)).to_be_visible()
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()


def test_the_invitations_say_of_which_place_also_to_who_leads_above(visit, server):
    olive = visit(f"/people/invitations/{server.unit('riverside')}", name="olive")

    expect(olive.get_by_role("heading", name="Riverside")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/people/invitations/{unit}", "/people/requests", "/people/newcomers"]
)
def test_axe_finds_nothing_where_leaders_look(visit, server, path, scheme):
    page = visit(path.format(unit=server.unit("riverside")), name="bob", scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)

    assert violations(page) == []


def test_a_list_of_nobody_draws_no_line(visit):
    olive = visit("/people/requests", name="olive")

    expect(olive.get_by_text("Nobody is waiting")).to_be_visible()
    expect(olive.locator("main ul.rows")).to_be_hidden()
