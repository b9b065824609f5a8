import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.mail import code_mailed
from tests.browser.room import composer

# Others share the server, and Olive's other session with it.
NEW_SESSION = """
import django; django.setup()
from teams.models import User
from tests.cast import session_of
print(session_of(User.objects.get(name="Olive")))
"""


def test_code_from_the_mail_opens_the_room(visit, server):
    page = visit("/")

    page.get_by_label("E-mail").fill("alice@example.org")
    page.get_by_role("button", name="Send me a code").click()
    field = page.get_by_label("Code from the e-mail")
    expect(field).to_be_focused()
    field.fill(code_mailed(server, "alice@example.org"))
    page.get_by_role("button", name="Sign in").click()

    expect(composer(page)).to_be_visible()


def test_back_does_not_lead_to_the_sign_in_page_of_who_is_in(visit, server):
    page = visit("/join")
    page.goto("/signin")
    page.get_by_label("E-mail").fill("alice@example.org")
    page.get_by_role("button", name="Send me a code").click()
    field = page.get_by_label("Code from the e-mail")
    expect(field).to_be_visible()
    field.fill(code_mailed(server, "alice@example.org"))
    page.get_by_role("button", name="Sign in").click()
    expect(composer(page)).to_be_visible()

    page.go_back()
    expect(page).to_have_url(re.compile("/join$"))
    for address in ("/signin", "/first-run"):
        page.goto(address)
        expect(composer(page)).to_be_visible()


def test_a_reload_keeps_the_step_and_a_new_code_can_be_sent(visit, server):
    page = visit("/signin", size="phone")
    page.get_by_label("E-mail").fill("bob@example.org")
    page.get_by_role("button", name="Send me a code").click()
    field = page.get_by_label("Code from the e-mail")
    expect(field).to_be_visible()
    first = code_mailed(server, "bob@example.org")

    page.reload()
    expect(page.get_by_text("We sent six digits to bob@example.org")).to_be_visible()
    page.get_by_role("button", name="Send the code again").click()
    expect(page.get_by_text("We sent a new code to bob@example.org")).to_be_visible()
    assert violations(page) == []
    second = code_mailed(server, "bob@example.org")
    assert second != first
    field.fill(second)
    page.get_by_role("button", name="Sign in").click()

    expect(composer(page)).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_wrong_code_says_so(visit):
    page = visit("/signin")
    page.get_by_label("E-mail").fill("bob@example.org")
    page.get_by_role("button", name="Send me a code").click()

    page.get_by_label("Code from the e-mail").fill("000000")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_visible()


def test_signing_out_ends_it_here(visit, server):
    olive = visit("/signin")
    session = server.run("-c", NEW_SESSION).strip()
    cookie = {"name": "session", "value": session, "url": server.url}
    olive.context.add_cookies([cookie])
    olive.goto(f"/rooms/{server.room('hillside')}")
    expect(olive.get_by_role("link", name="Me", exact=True)).to_be_visible()

    olive.get_by_role("link", name="Me", exact=True).click()
    olive.get_by_role("button", name="Sign out").click()
    olive.get_by_role("dialog").get_by_role("button", name="Sign out").click()

    expect(olive.get_by_label("E-mail")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/signin", "/join#nothing", "/first-run"])
def test_axe_finds_nothing_before_one_is_in(visit, path, scheme):
    page = visit(path, scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert violations(page) == []
