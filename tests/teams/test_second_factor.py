"""Passkeys, an authenticator app and recovery codes: set up, used, taken away."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.cast import session_of, token_of
from tests.teams.browser import Browser
from tests.teams.second_factors import (
    ACCOUNT,
    RECOVERY_CODES,
    TOTP,
    WEBAUTHN,
    App,
    Passkey,
    set_up_app,
    set_up_passkey,
)

ORIGIN = "https://testserver"


@pytest.fixture
def passkey():
    return Passkey(ORIGIN, rp="testserver")


@pytest.fixture
def half_way(cast, mailed_code):
    """A new browser of somebody who has confirmed the mailed code."""

    def half_way(user):
        browser = Browser()
        browser.ask_for_code(user.email)
        answer = browser.confirm(mailed_code())
        assert answer.status_code == 401
        pending = [f for f in answer.json()["data"]["flows"] if f.get("is_pending")]
        assert [flow["id"] for flow in pending] == ["mfa_authenticate"]
        return browser

    return half_way


def is_in(browser):
    return browser.get("me").status_code == 200


def recovery_codes(browser):
    return browser.get(RECOVERY_CODES).json()["data"]["unused_codes"]


def test_a_code_of_the_app_is_asked_for_after_the_mailed_one(cast, sign_in, half_way):
    app = set_up_app(sign_in(cast.alice))
    browser = half_way(cast.alice)

    assert not is_in(browser)
    answer = browser.post(f"{ACCOUNT}2fa/authenticate", code=app.code())

    assert answer.status_code == 200
    assert is_in(browser)


def test_a_code_of_the_app_opens_once(cast, sign_in, half_way):
    app = set_up_app(sign_in(cast.alice))
    code = app.code()
    first, second = half_way(cast.alice), None
    assert first.post(f"{ACCOUNT}2fa/authenticate", code=code).status_code == 200

    second = half_way(cast.alice)
    answer = second.post(f"{ACCOUNT}2fa/authenticate", code=code)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "incorrect_code"
    assert not is_in(second)


def test_a_code_used_in_one_process_opens_nothing_in_another(cast, sign_in, half_way):
    app = set_up_app(sign_in(cast.alice))
    code = app.code()
    half_way(cast.alice).post(f"{ACCOUNT}2fa/authenticate", code=code)
    # The memory of another process, or of a Redis that was lost.
    cache.clear()

    answer = half_way(cast.alice).post(f"{ACCOUNT}2fa/authenticate", code=code)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "incorrect_code"


def test_an_older_code_opens_nothing_after_a_newer_one(cast, sign_in, half_way):
    app = set_up_app(sign_in(cast.alice))
    newer = app.code_at(1)
    half_way(cast.alice).post(f"{ACCOUNT}2fa/authenticate", code=newer)

    older = half_way(cast.alice).post(f"{ACCOUNT}2fa/authenticate", code=app.code_at(0))

    assert older.status_code == 400


def test_guessing_codes_of_the_app_is_stopped(cast, sign_in, half_way):
    app = set_up_app(sign_in(cast.alice))
    browser = half_way(cast.alice)
    wrong = next(c for c in ("000000", "111111") if c not in (app.code_at(0),))
    for _ in range(5):
        browser.post(f"{ACCOUNT}2fa/authenticate", code=wrong)

    answer = browser.post(f"{ACCOUNT}2fa/authenticate", code=app.code())

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "too_many_login_attempts"
    assert not is_in(browser)


def test_a_recovery_code_opens_once(cast, sign_in, half_way):
    browser = sign_in(cast.alice)
    set_up_app(browser)
    code = recovery_codes(browser)[0]

    once = half_way(cast.alice).post(f"{ACCOUNT}2fa/authenticate", code=code)
    again = half_way(cast.alice).post(f"{ACCOUNT}2fa/authenticate", code=code)

    assert (once.status_code, again.status_code) == (200, 400)
    left = browser.get("me/sign-in").json()["recovery_codes_left"]
    assert left == 9


def test_a_passkey_alone_signs_in(cast, sign_in, passkey):
    assert set_up_passkey(sign_in(cast.alice), passkey).status_code == 200
    browser = Browser()

    options = browser.get(f"{ACCOUNT}webauthn/login").json()["data"]["request_options"]
    answer = browser.post(f"{ACCOUNT}webauthn/login", credential=passkey.get(options))

    assert answer.status_code == 200
    assert browser.get("me").json()["name"] == "Alice"
    assert browser.get("me/sign-in").json()["is_fresh"] is True


def test_a_passkey_is_asked_for_after_the_mailed_code(cast, sign_in, half_way, passkey):
    set_up_passkey(sign_in(cast.alice), passkey)
    browser = half_way(cast.alice)
    path = f"{ACCOUNT}webauthn/authenticate"

    options = browser.get(path).json()["data"]["request_options"]
    answer = browser.post(path, credential=passkey.get(options))

    assert answer.status_code == 200
    assert is_in(browser)


def test_an_answer_of_a_passkey_opens_once(cast, sign_in, passkey):
    set_up_passkey(sign_in(cast.alice), passkey)
    path = f"{ACCOUNT}webauthn/login"
    browser = Browser()
    options = browser.get(path).json()["data"]["request_options"]
    signed = passkey.get(options)
    assert browser.post(path, credential=signed).status_code == 200

    other = Browser()
    other.get(path)

    assert other.post(path, credential=signed).status_code == 400
    assert not is_in(other)


@pytest.mark.parametrize(
    "wrong",
    [
        Passkey("https://evil.example", rp="testserver"),
        Passkey("http://testserver", rp="testserver"),
        Passkey(ORIGIN, rp="evil.example"),
    ],
    ids=["origin", "scheme", "site"],
)
def test_a_passkey_for_another_site_is_not_taken(cast, sign_in, wrong):
    browser = sign_in(cast.alice)

    answer = set_up_passkey(browser, wrong)

    assert answer.status_code == 400
    assert not Authenticator.objects.exists()


def test_a_passkey_of_somebody_else_opens_nothing(cast, sign_in, passkey, half_way):
    set_up_app(sign_in(cast.alice))
    set_up_passkey(sign_in(cast.charlie), passkey)
    browser = half_way(cast.alice)
    path = f"{ACCOUNT}webauthn/authenticate"

    options = browser.get(path).json()["data"]["request_options"]
    answer = browser.post(path, credential=passkey.get(options))

    assert answer.status_code == 400
    assert not is_in(browser)


@pytest.mark.parametrize(
    "credential", [None, [], "x", 7, {}, {"response": []}, {"a": {}}]
)
@pytest.mark.parametrize("path", [f"{ACCOUNT}webauthn/login", WEBAUTHN])
def test_a_credential_that_is_none_is_said_to_be_none(cast, sign_in, credential, path):
    browser = sign_in(cast.alice) if path == WEBAUTHN else Browser()
    browser.get(path)

    answer = browser.post(path, credential=credential, name="x")

    assert answer.status_code == 400
    assert not Authenticator.objects.exists()


def test_passkeys_are_listed_and_taken_away(cast, sign_in, passkey):
    browser = sign_in(cast.alice)
    set_up_passkey(browser, passkey, name="My phone")
    browser.client.cookies["session"] = session_of(cast.alice, proven=True)
    (listed,) = browser.get("me/sign-in").json()["passkeys"]
    assert listed["name"] == "My phone"

    answer = browser.send("DELETE", WEBAUTHN, {"authenticators": [int(listed["id"])]})

    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


def test_charlie_takes_nobody_else_s_passkey_away(cast, sign_in, passkey):
    set_up_passkey(sign_in(cast.alice), passkey)
    found = Authenticator.objects.get(type="webauthn")

    answer = sign_in(cast.charlie).send(
        "DELETE", WEBAUTHN, {"authenticators": [found.pk]}
    )

    assert answer.status_code == 400
    assert Authenticator.objects.filter(pk=found.pk).exists()


def test_the_app_is_taken_away(cast, sign_in):
    browser = sign_in(cast.alice)
    set_up_app(browser)
    browser.client.cookies["session"] = session_of(cast.alice, proven=True)

    assert browser.send("DELETE", TOTP).status_code == 200

    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("kind", ["app", "passkey"])
def test_a_lead_keeps_at_least_one(cast, sign_in, passkey, kind):
    browser = sign_in(cast.diana)
    if kind == "app":
        set_up_app(browser)
    else:
        set_up_passkey(browser, passkey)
    browser.client.cookies["session"] = session_of(cast.diana, proven=True)

    if kind == "app":
        answer = browser.send("DELETE", TOTP)
    else:
        found = Authenticator.objects.get(type="webauthn")
        answer = browser.send("DELETE", WEBAUTHN, {"authenticators": [found.pk]})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "cannot_delete_authenticator"
    assert Authenticator.objects.filter(type__in=["totp", "webauthn"]).exists()


@pytest.mark.parametrize("path", [TOTP, WEBAUTHN, RECOVERY_CODES])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_session_left_open_sets_nothing_up(cast, path, method):
    browser = Browser()
    browser.client.cookies["session"] = session_of(cast.alice)

    answer = browser.send(method, path, {} if method != "GET" else None)

    assert answer.status_code == 403
    assert answer.json()["field"] == "sign_in"


@pytest.mark.parametrize("path", [TOTP, WEBAUTHN, RECOVERY_CODES])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_token_changes_no_second_factor(client, cast, path, method):
    headers = {"authorization": f"Bearer {token_of(cast.alice)}"}

    answer = client.generic(method, path, "{}", "application/json", headers=headers)

    assert answer.status_code == 403
    assert answer.json()["field"] == "token"


@pytest.mark.parametrize("path", [TOTP, WEBAUTHN, RECOVERY_CODES])
def test_nobody_s_second_factor_is_shown_to_a_stranger(browser, cast, path):
    answer = browser.get(path)

    assert answer.status_code == 401
    assert answer.json()["code"] == "refused"


def test_recovery_codes_are_shown_after_a_proof_alone(cast, sign_in):
    set_up_app(sign_in(cast.alice))
    browser = Browser()
    browser.client.cookies["session"] = session_of(cast.alice)

    answer = browser.get(RECOVERY_CODES)

    assert (answer.status_code, answer.json()["field"]) == (403, "proof_or_code")


def test_a_recovery_code_proves_enough_for_the_next_phone_alone(cast, sign_in):
    first = sign_in(cast.diana)
    set_up_app(first)
    code = recovery_codes(first)[0]
    browser = Browser()
    browser.client.cookies["session"] = session_of(cast.diana)

    proved = browser.post(f"{ACCOUNT}2fa/reauthenticate", code=code)

    assert proved.status_code == 200
    refused = browser.post("me/tokens", name="cron")
    assert (refused.status_code, refused.json()["field"]) == (403, "proof")
    assert browser.get("me/sign-in").json()["is_fresh"] is False
    set_up_passkey(browser, Passkey(ORIGIN, rp="testserver"))
    assert browser.post("me/tokens", name="cron").status_code == 201


@pytest.mark.parametrize("kind", ["app", "passkey"])
def test_setting_one_up_proves_who_one_is(cast, sign_in, passkey, kind):
    browser = sign_in(cast.diana)
    if kind == "app":
        set_up_app(browser)
    else:
        set_up_passkey(browser, passkey)

    assert browser.get("me/sign-in").json()["is_fresh"] is True


def test_the_code_that_set_the_app_up_is_used_up(cast, sign_in, half_way):
    browser = sign_in(cast.alice)
    app = App(browser.get(TOTP).json()["meta"]["secret"])
    code = app.code()
    browser.post(TOTP, code=code)

    answer = half_way(cast.alice).post(f"{ACCOUNT}2fa/authenticate", code=code)

    assert answer.status_code == 400


def test_a_wrong_code_sets_nothing_up(cast, sign_in):
    browser = sign_in(cast.diana)
    browser.get(TOTP)

    assert browser.post(TOTP, code="abcdef").status_code == 400

    assert not Authenticator.objects.exists()
    assert browser.get("me/sign-in").json()["is_fresh"] is False
