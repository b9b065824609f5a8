"""Ways in, and what Me shows of them: with a virtual passkey and a computed app."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.mail import code_mailed
from tests.browser.room import composer
from tests.server import running
from tests.teams.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.teams.second_factors import App

SHELL = "from tests.cast import *; from tests.proofs import *; "


@pytest.fixture
def shell(server):
    def shell(code):
        return server.manage("shell", "--no-imports", "-c", SHELL + code).strip()

    return shell


def begin_by_code(page, server, address):
    page.get_by_label("E-mail").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    field = page.get_by_label("Code from the e-mail")
    expect(field).to_be_visible()
    field.fill(code_mailed(server, address))
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("E-mail")).to_be_visible()


def hold_passkeys(page):
    """What a phone does with a finger, done by the debugger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_then_signs_in_alone(visit, server):
    page = visit("/signin", url=server.url.replace("127.0.0.1", "localhost"))
    hold_passkeys(page)
    begin_by_code(page, server, "olive@example.org")
    expect(page.get_by_role("link", name="Me", exact=True)).to_be_visible()
    page.goto("/me")
    expect(page.get_by_text("Your role needs a second proof")).to_be_visible()

    page.get_by_role("button", name="Add a passkey").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Name of the passkey").fill("My phone")
    sheet.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Remove: My phone")).to_be_visible()
    expect(page.get_by_text("Your role needs a second proof")).to_have_count(0)

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("link", name="Me", exact=True)).to_be_visible()

    # Her role keeps one: the last can't be removed.
    page.goto("/me")
    page.get_by_role("button", name="Remove: My phone").click()
    expect(page.get_by_text("Set up another one").first).to_be_visible()
    expect(page.get_by_role("button", name="Remove: My phone")).to_be_visible()


def test_an_app_is_set_up_asked_for_and_asked_for_again(visit, server, shell):
    page = visit("/signin", size="phone")
    begin_by_code(page, server, "diana@example.org")
    expect(page.get_by_role("link", name="Me", exact=True)).to_be_visible()
    page.goto("/me")

    page.get_by_role("button", name="Set up an authenticator app").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("img", name="Picture to read")).to_be_visible()
    app = App(sheet.locator(".secret").inner_text())
    sheet.get_by_label("Code from the app").fill(app.code())
    sheet.get_by_role("button", name="Go on").click()
    expect(sheet.locator(".secret-list li")).to_have_count(10)
    recovery = sheet.locator(".secret-list li").first.inner_text()
    assert re.fullmatch(r"\d{8}", recovery)
    sheet.get_by_role("button", name="I have written them down").click()
    sign_out(page)

    begin_by_code(page, server, "diana@example.org")
    code = page.get_by_label("Code from the app")
    expect(code).to_be_focused()
    expect(page.get_by_role("status").first).to_contain_text("Second step")
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value("diana@example.org")
    begin_by_code(page, server, "diana@example.org")
    expect(code).to_be_focused()
    # A phone that goes to the app with the codes forgets the page.
    page.reload()
    expect(code).to_be_focused()
    code.fill("abc")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_be_visible()
    code.fill(app.code())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("link", name="Me", exact=True)).to_be_visible()

    shell("ten_minutes_later()")
    page.goto("/me")
    page.get_by_role("button", name="Make a token").click()
    page.get_by_label("What is it for?").fill("Spreadsheet")
    page.get_by_role("dialog").get_by_role("button", name="Make a token").click()
    proof = page.get_by_role("dialog", name="Is it you?")
    expect(proof.get_by_text("A recovery code is not enough for this.")).to_be_visible()
    expect(proof.get_by_text("recovery codes works too")).to_have_count(0)
    assert violations(page) == []
    proof.get_by_label("Code from the app").fill(app.code())
    proof.get_by_role("button", name="Go on").click()
    expect(page.locator(".secret")).to_contain_text("muster_")

    # Enough to change how one signs in, for whoever has lost the phone.
    shell("ten_minutes_later()")
    page.goto("/me")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(proof.get_by_text("recovery codes works too")).to_be_visible()
    proof.get_by_label("Code from the app").fill(recovery)
    proof.get_by_role("button", name="Go on").click()
    expect(page.locator(".secret-list li")).to_have_count(9)
    page.get_by_role("dialog").get_by_role("button", name="Make new ones").click()
    expect(page.get_by_text("will open nothing any more")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".secret-list li")).to_have_count(10)
    expect(page.get_by_text(recovery)).to_have_count(0)


def test_at_an_address_without_passkeys_only_an_app_is_asked_for(own_visit):
    olive = own_visit("/me", name="olive")

    asked = "Set up an authenticator app; passkeys don't work at this address"
    expect(olive.get_by_text(asked)).to_be_visible()
    expect(olive.get_by_role("button", name="Set up an authenticator")).to_be_visible()
    expect(olive.get_by_role("button", name="Add a passkey")).to_have_count(0)
    olive.goto("/me?set_up")
    set_up = olive.get_by_role("button", name="Set up an authenticator")
    expect(set_up).to_be_focused()


def test_who_signs_in_again_to_change_how_goes_on_in_me(visit, server, shell):
    page = visit("/signin", size="phone")
    begin_by_code(page, server, "alice@example.org")
    expect(composer(page)).to_be_visible()
    shell("ten_minutes_later()")
    page.goto("/me")
    page.get_by_role("button", name="Set up an authenticator app").click()
    asked = page.get_by_role("dialog", name="Is it you?")
    expect(asked.get_by_text("needs a sign-in of the last ten minutes")).to_be_visible()
    assert violations(page) == []

    asked.get_by_role("button", name="Sign out and in again").click()
    expect(page).to_have_url(re.compile("/signin$"))
    page.goto("/me")
    expect(page.get_by_label("E-mail")).to_be_visible()
    find = page.get_by_role("link", name="New here? Find your team")
    expect(find).to_have_attribute("href", "/join")
    begin_by_code(page, server, "alice@example.org")

    expect(page).to_have_url(re.compile("/me$"))
    expect(page.get_by_role("heading", name="Me", exact=True)).to_be_visible()
    page.get_by_role("button", name="Set up an authenticator app").click()
    picture = page.get_by_role("dialog").get_by_role("img", name="Picture to read")
    expect(picture).to_be_visible()
    # Once: the next time one lands where everybody does.
    page.keyboard.press("Escape")
    sign_out(page)
    begin_by_code(page, server, "alice@example.org")
    expect(composer(page)).to_be_visible()


def test_a_token_is_shown_once_and_ended(visit, server):
    page = visit("/me", name="oscar")
    page.evaluate("localStorage.setItem('muster-language', 'en')")
    page.reload()

    page.get_by_role("button", name="Make a token").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("What is it for?").fill("Bot")
    sheet.get_by_role("button", name="Make a token").click()
    expect(sheet.locator(".secret")).to_contain_text("muster_")
    sheet.get_by_role("button", name="I have it").click()

    expect(page.get_by_text("muster_")).to_have_count(0)
    page.get_by_role("button", name="End: Bot").click()
    expect(page.get_by_role("button", name="End: Bot")).to_have_count(0)


def test_another_browser_is_signed_out_while_it_is_open(visit, server, shell):
    other = shell("print(session_of(User.objects.get(email='charlie@example.org')))")
    there = visit("/")
    cookie = {"name": "session", "value": other, "url": server.url}
    there.context.add_cookies([cookie])
    there.goto("/")
    expect(composer(there)).to_be_visible()
    here = visit("/me", name="charlie", size="phone")
    here.evaluate("localStorage.setItem('muster-language', 'en')")
    here.reload()
    expect(here.get_by_text("This browser")).to_be_visible()
    rows = here.locator("section[aria-labelledby=sessions] li")
    expect(rows.nth(1)).to_be_visible()
    expect(rows.locator("time", has_text="Signed in")).to_have_count(rows.count())
    expect(rows.locator(".session-here")).to_have_count(1)

    here.get_by_role("button", name="Sign out everywhere else").click()

    expect(there).to_have_url(re.compile("/signin$"))
    expect(here.get_by_text("This browser")).to_be_visible()
    expect(here.get_by_role("button", name="Sign out everywhere else")).to_have_count(0)


def test_who_belongs_nowhere_is_told_so(visit, server, shell):
    stranger = shell(
        "print(session_of(User.objects.create_user('new@example.org', 'New')))"
    )
    page = visit("/signin")
    cookie = {"name": "session", "value": stranger, "url": server.url}
    page.context.add_cookies([cookie])

    page.goto("/")

    heading = page.get_by_role("heading", name="You belong nowhere yet")
    expect(heading).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Your account and your data").click()
    expect(page.get_by_role("button", name="Delete my account")).to_be_visible()


def test_the_mail_is_tried_from_the_page_of_the_day(visit, server):
    page = visit("/ready-for-the-day", name="diana")

    page.get_by_role("button", name="Send me a test mail").click()

    sent = page.get_by_text("A test mail is on its way to you.").first
    expect(sent).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar", "es"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_me_is_whole_in_every_language_and_size(visit, size, language, scheme):
    page = visit("/me", name="bob", size=size, scheme=scheme)
    page.evaluate(f"localStorage.setItem('muster-language', '{language}')")
    page.reload()
    expect(page.locator("#tokens")).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)

    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0


@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_the_sheets_of_me_are_reached_by_keyboard(visit, language):
    page = visit("/me", name="bob", size="phone")
    page.evaluate(f"localStorage.setItem('muster-language', '{language}')")
    page.reload()
    section = page.locator("section[aria-labelledby=tokens]")
    opener = section.get_by_role("button").last
    opener.focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


@pytest.fixture(scope="module")
def with_provider(tmp_path_factory):
    with (
        Provider().serving() as provider,
        running(
            tmp_path_factory.mktemp("openid"),
            OPENID_CONNECT_ISSUER=provider.issuer,
            OPENID_CONNECT_NAME="Ohio account",
            OPENID_CONNECT_CLIENT_ID=CLIENT_ID,
            OPENID_CONNECT_CLIENT_SECRET=CLIENT_SECRET,
        ) as server,
    ):
        provider.redirects = [f"{server.url}/signin/openid/back"]
        provider.person = {"sub": "1", "email": "alice@example.org"}
        provider.person["email_verified"] = True
        yield server, provider


def test_the_campaign_s_own_provider_signs_in(visit, with_provider):
    server, _provider = with_provider
    page = visit("/signin", url=server.url)

    page.get_by_role("button", name="Sign in with Ohio account").click()

    expect(composer(page)).to_be_visible()


def test_an_unverified_address_is_told_on_the_page(visit, with_provider):
    server, provider = with_provider
    page = visit("/signin", url=server.url)
    provider.person["email_verified"] = False

    page.get_by_role("button", name="Sign in with Ohio account").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Ohio account has not verified your e-mail address")
    assert violations(page) == []
    provider.person["email_verified"] = True
