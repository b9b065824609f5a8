import re

from playwright.sync_api import expect

from tests.browser.room import choose, messages, write


def invitations(page, server, unit="riverside"):
    page.goto(f"/people/invitations/{server.unit(unit)}")
    expect(page.get_by_role("heading", name="Invitations that still")).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)
    return page.locator("main").get_by_role("listitem")


def make_code(page):
    page.get_by_role("button", name="Invite people").click()
    page.get_by_role("button", name="Spoken code").click()
    page.get_by_role("button", name="Make the code").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text(re.compile(r"^\d{3} \d{3} \d{3}$"))).to_be_visible()
    sheet.get_by_role("button", name="Close").click()


def test_an_invitation_just_made_is_in_the_list(visit, server):
    bob = visit("/", name="bob")
    rows = invitations(bob, server)
    before = rows.count()

    make_code(bob)

    expect(rows).to_have_count(before + 1)
    expect(rows.first).to_contain_text("Spoken code")


def test_an_invitation_is_ended_also_by_who_goes_elsewhere_at_once(visit, server):
    bob = visit("/", name="bob")
    rows = invitations(bob, server)
    before = rows.count()
    make_code(bob)
    expect(rows).to_have_count(before + 1)

    rows.first.get_by_role("button", name="End").click()
    expect(bob.get_by_role("button", name="Undo")).to_be_visible()
    bob.goto("/me")

    expect(invitations(bob, server)).to_have_count(before)


def test_a_message_is_deleted_also_by_who_goes_elsewhere_at_once(visit, riverside):
    bob = visit(riverside, name="bob")
    write(bob, "This one stays")
    write(bob, "Gone before I am")
    last = messages(bob).get_by_role("listitem").filter(has_text="Gone before I am")
    expect(last.get_by_text("Sent")).to_be_visible()

    choose(bob, "Gone before I am", "Delete")
    expect(bob.get_by_role("button", name="Undo")).to_be_visible()
    bob.goto("/me")
    bob.goto(riverside)

    expect(messages(bob).get_by_text("This one stays")).to_be_visible()
    expect(messages(bob).get_by_text("Gone before I am")).to_have_count(0)
    bob.reload()
    expect(messages(bob).get_by_text("This one stays")).to_be_visible()
    expect(messages(bob).get_by_text("Gone before I am")).to_have_count(0)
