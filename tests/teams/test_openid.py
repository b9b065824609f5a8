"""Signing in with an OpenID Connect provider, and what is not believed of one."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.sessions.models import Session

from teams.actions import suspend_person
from teams.models import User
from teams.openid import callback_address
from tests.teams.browser import Browser
from tests.teams.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.teams.second_factors import ACCOUNT, set_up_app


@pytest.fixture
def provider(settings, cast):
    with Provider().serving() as provider:
        settings.OPENID_CONNECT_ISSUER = provider.issuer
        settings.OPENID_CONNECT_NAME = "Ohio account"
        app = {
            "provider_id": "openid",
            "name": "Ohio account",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": provider.issuer, "oauth_pkce_enabled": True},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        provider.redirects = [callback_address()]
        provider.person = {
            "sub": "4711",
            "email": "Alice@Example.org",
            "email_verified": True,
            "name": "Alice Example",
        }
        yield provider


def asked_of(browser):
    """What the browser is sent to the provider with."""
    location = browser.post("sign-in/openid").json()["location"]
    return {k: v[0] for k, v in parse_qs(urlsplit(location).query).items()}


def come_back(browser, address):
    return browser.get(f"{urlsplit(address).path}?{urlsplit(address).query}")


def go_through(browser, provider):
    """To the provider and back; where the browser is sent at the end."""
    back = come_back(browser, provider.authorize(asked_of(browser)))
    assert back.status_code == 302
    return back["Location"]


def is_out(browser):
    return browser.get("me").status_code == 401


def test_a_member_signs_in_by_the_address_that_is_verified(browser, cast, provider):
    assert go_through(browser, provider) == "/signin?back=1"

    assert browser.get("me").json()["id"] == str(cast.alice.pk)
    assert SocialAccount.objects.get().user == cast.alice


def test_later_it_is_the_provider_s_id_that_counts(cast, provider):
    go_through(Browser(), provider)
    provider.person["email"] = "moved@example.org"
    again = Browser()

    go_through(again, provider)

    assert again.get("me").json()["id"] == str(cast.alice.pk)
    assert not User.objects.filter(email="moved@example.org").exists()


def test_an_unknown_person_gets_an_account_that_belongs_nowhere(browser, provider):
    provider.person |= {"sub": "1", "email": "new@example.org", "name": "New  One"}

    go_through(browser, provider)

    me = browser.get("me").json()
    assert (me["name"], me["email"]) == ("New One", "new@example.org")
    assert me["memberships"] == []
    assert browser.get("rooms").json()["items"] == []
    assert browser.get("boot").json()["belongs"] is False


def test_the_address_may_come_with_the_userinfo(browser, cast, provider):
    del provider.person["email"], provider.person["email_verified"]
    provider.userinfo = {
        "sub": "4711",
        "email": "alice@example.org",
        "email_verified": True,
    }

    go_through(browser, provider)

    assert browser.get("me").json()["id"] == str(cast.alice.pk)


def test_the_second_factor_is_asked_for_all_the_same(cast, provider, sign_in):
    app = set_up_app(sign_in(cast.alice))
    browser = Browser()

    go_through(browser, provider)

    assert is_out(browser)
    browser.post(f"{ACCOUNT}2fa/authenticate", code=app.code())
    assert browser.get("me").json()["id"] == str(cast.alice.pk)


def nothing_done(browser, people):
    assert is_out(browser)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == people
    keys = [key for s in Session.objects.all() for key in s.get_decoded()]
    assert "_auth_user_id" not in keys


LIES = {
    "another nonce": lambda claims: {**claims, "nonce": "another"},
    "no nonce": lambda claims: {k: v for k, v in claims.items() if k != "nonce"},
    "another audience": lambda claims: {**claims, "aud": "somebody else"},
    "another issuer": lambda claims: {**claims, "iss": "https://evil.example"},
    "another party": lambda claims: {**claims, "azp": "somebody else"},
    "expired": lambda claims: {**claims, "exp": claims["iat"] - 3600},
    "nobody": lambda claims: {k: v for k, v in claims.items() if k != "sub"},
    "no ID token": lambda claims: None,
}


@pytest.mark.parametrize("email", ["alice@example.org", "new@example.org"])
@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_is_not_for_us_signs_nobody_in(browser, provider, lie, email):
    people = User.objects.count()
    provider.lie = LIES[lie]
    provider.person |= {"email": email}

    assert go_through(browser, provider) == "/signin?failed=failed"

    nothing_done(browser, people)


def test_a_token_signed_by_another_key_signs_nobody_in(browser, provider):
    people = User.objects.count()
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    assert go_through(browser, provider) == "/signin?failed=failed"

    nothing_done(browser, people)


@pytest.mark.parametrize("verified", [False, None, "false", 0, "yes", []])
@pytest.mark.parametrize("email", ["alice@example.org", "new@example.org"])
def test_an_unverified_address_signs_nobody_in(browser, provider, email, verified):
    people = User.objects.count()
    provider.person |= {"email": email, "email_verified": verified}

    assert go_through(browser, provider) == "/signin?failed=unverified"

    nothing_done(browser, people)


def test_userinfo_of_somebody_else_signs_nobody_in(browser, provider):
    people = User.objects.count()
    del provider.person["email"]
    provider.userinfo = {"sub": "1", "email": "alice@example.org"}
    provider.userinfo["email_verified"] = True

    assert go_through(browser, provider) == "/signin?failed=failed"

    nothing_done(browser, people)


def test_an_answer_comes_back_once(browser, cast, provider):
    back = provider.authorize(asked_of(browser))
    come_back(browser, back)
    browser.sign_out()

    assert come_back(browser, back)["Location"] == "/signin?failed=failed"
    assert is_out(browser)


def test_an_answer_to_another_browser_signs_nobody_in(browser, provider):
    back = provider.authorize(asked_of(Browser()))
    asked_of(browser)

    assert come_back(browser, back)["Location"] == "/signin?failed=failed"

    assert is_out(browser)


def test_who_thinks_better_of_it_is_told_so(browser, provider):
    state = asked_of(browser)["state"]

    back = come_back(browser, f"{callback_address()}?error=access_denied&state={state}")

    assert back["Location"] == "/signin?failed=cancelled"


def test_a_suspended_person_stays_out(browser, cast, provider):
    suspend_person(user=cast.alice)

    assert go_through(browser, provider) == "/signin?failed=refused"

    assert is_out(browser)
    assert not SocialAccount.objects.exists()


def test_a_provider_that_is_away_is_said_plainly(browser, provider):
    provider.is_broken = True

    answer = browser.post("sign-in/openid")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "Ohio account does not answer" in answer.json()["message"]


def test_a_provider_that_breaks_half_way_signs_nobody_in(browser, provider):
    people = User.objects.count()
    back = provider.authorize(asked_of(browser))
    provider.is_broken = True

    assert come_back(browser, back)["Location"] == "/signin?failed=failed"

    nothing_done(browser, people)


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x"])
def test_who_comes_back_without_having_gone_is_told_so(browser, provider, query):
    back = browser.get(f"/signin/openid/back{query}")

    assert back["Location"].startswith("/signin?failed=")
    assert is_out(browser)


def test_without_an_issuer_none_is_offered(browser, cast):
    assert browser.get("boot").json()["openid"] is None
    assert browser.post("sign-in/openid").status_code == 403
    assert browser.get("/signin/openid/back")["Location"] == "/signin?failed=failed"


def test_the_page_is_told_whose_account_it_is(provider):
    assert Browser().get("boot").json()["openid"] == "Ohio account"
