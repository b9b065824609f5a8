import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.mail import code_mailed
from tests.browser.room import composer, messages, write
from tests.server import Server, database_settings


@pytest.fixture
def server(tmp_path):
    """An installation that nobody has set up yet."""
    with database_settings() as database:
        server = Server(tmp_path, {**database, "LIMITS": "off"})
        server.lay_tables()
        server.start()
        yield server
        server.kill()


def set_up(page):
    page.get_by_label("Name of the campaign").fill("Clean River")
    page.get_by_role("button", name="Civic").click()
    page.get_by_label("Your name").fill("Olivia")
    page.get_by_label("E-mail").fill("olivia@example.org")
    page.get_by_label("Name of the operations centre").fill("River centre")
    page.get_by_label("Field office").first.fill("North office")
    page.get_by_label("Its teams").first.fill("Riverside\nHarbor")
    page.get_by_role("button", name="Make the campaign").click()


def test_first_run_makes_a_campaign_that_a_second_person_joins(visit, server):
    code = server.manage("first_run_code").strip().splitlines()[-1]
    olivia = visit(f"/first-run#{code}")
    set_up(olivia)
    invitation = olivia.get_by_role("listitem").filter(has_text="Riverside").last
    expect(invitation).to_be_visible()
    link = invitation.get_by_text("/join#").inner_text()

    vera = visit(link, size="phone")
    expect(vera.get_by_role("heading", name="Join Riverside")).to_be_visible()
    vera.get_by_label("Your name").fill("Vera")
    vera.get_by_label("E-mail").fill("vera@example.org")
    vera.get_by_role("button", name="Join the team").click()
    field = vera.get_by_label("Code from the e-mail")
    expect(field).to_be_visible()
    field.fill(code_mailed(server, "vera@example.org"))
    vera.get_by_role("button", name="Sign in").click()

    expect(composer(vera)).to_be_visible()
    write(vera, "Hello, I am new here")
    expect(messages(vera).get_by_text("Sent")).to_be_visible()


def test_two_teams_of_one_name_are_said_beside_them_and_nothing_is_lost(visit, server):
    code = server.manage("first_run_code").strip().splitlines()[-1]
    page = visit(f"/first-run#{code}", size="phone")
    page.get_by_role("button", name="Add another office").click()
    page.get_by_label("Field office").nth(1).fill("South office")
    page.get_by_label("Its teams").nth(1).fill("Harbor\nMaple\nHARBOR")

    set_up(page)

    teams = page.get_by_label("Its teams").nth(1)
    expect(teams).to_have_accessible_description(re.compile("“HARBOR” is there twice"))
    expect(teams).to_have_attribute("aria-invalid", "true")
    expect(teams).to_have_value("Harbor\nMaple\nHARBOR")
    expect(page.get_by_label("Its teams").first).to_have_value("Riverside\nHarbor")
    expect(page.get_by_label("Name of the campaign")).to_have_value("Clean River")
    teams.fill("Harbor\nMaple")
    page.get_by_role("button", name="Make the campaign").click()
    expect(page.get_by_role("listitem").filter(has_text="Maple").last).to_be_visible()


def test_a_reload_keeps_what_was_typed(visit, server):
    code = server.manage("first_run_code").strip().splitlines()[-1]
    page = visit(f"/first-run#{code}", size="phone")
    page.get_by_label("Name of the campaign").fill("Clean River")
    page.get_by_label("Its teams").first.fill("Riverside")

    page.reload()

    expect(page.get_by_label("Name of the campaign")).to_have_value("Clean River")
    expect(page.get_by_label("Its teams").first).to_have_value("Riverside")
    set_up(page)
    expect(page.get_by_text("The links are shown only now.")).to_be_visible()
    assert violations(page) == []
    links = page.get_by_text("/join#").all_inner_texts()
    page.reload()
    expect(page.get_by_text("/join#")).to_have_text(links)

    page.get_by_role("button", name="Open Muster").click()

    expect(page).to_have_url(re.compile("/rooms"))
    assert page.evaluate("Object.keys(sessionStorage)") == []


@pytest.mark.parametrize("address", ["/first-run#guessed", "/first-run", "/signin"])
def test_set_up_needs_the_link(visit, address):
    page = visit(address, size="phone")

    heading = page.get_by_role("heading", name="This page needs the set-up link")
    expect(heading).to_be_visible()
    expect(page.get_by_text("first_run_code")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_count(0)
    assert violations(page) == []


def test_a_link_that_goes_wrong_meanwhile_loses_no_word(visit, server):
    code = server.manage("first_run_code").strip().splitlines()[-1]
    page = visit(f"/first-run#{code}", size="phone")
    expect(page.get_by_label("Your name")).to_be_visible()
    (server.data / "first_run_code").unlink()

    set_up(page)

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Your name")).not_to_have_value("")
