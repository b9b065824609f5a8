"""What another site, open in the same browser, can make a request do: nothing."""

import itertools

import pytest
from django.test import Client

from tests.cast import token_of

OWN = "http://127.0.0.1:8000"
ORIGINS = {
    "own": OWN,
    "none": None,
    "null": "null",
    "other": "https://evil.example",
    "scheme": "https://127.0.0.1:8000",
    "port": "http://127.0.0.1:8001",
    "sibling": "http://muster.127.0.0.1:8000",
}
FORMS = {
    "json": "application/json",
    "text": "text/plain",
    "form": "application/x-www-form-urlencoded",
}
MATRIX = list(itertools.product(["cookie", "bearer"], ORIGINS, FORMS))


@pytest.mark.parametrize(("credentials", "origin", "form"), MATRIX)
def test_only_the_own_origin_or_a_token_writes(
    cast, sign_in, credentials, origin, form
):
    browser = sign_in(cast.alice)
    headers = {"x-csrftoken": browser.csrf_token}
    if ORIGINS[origin]:
        headers["origin"] = ORIGINS[origin]
    if credentials == "bearer":
        headers = headers | {"authorization": f"Bearer {token_of(cast.alice)}"}

    answer = browser.client.generic(
        "PATCH", "/api/v1/me", '{"name": "Mallory"}', FORMS[form], headers=headers
    )

    cast.alice.refresh_from_db()
    allowed = credentials == "bearer" or origin == "own"
    assert (answer.status_code == 200) is allowed
    assert (cast.alice.name == "Mallory") is allowed
    if not allowed:
        assert answer.status_code == 403
        assert answer.json()["code"] == "refused"


WRITES = [
    "/api/v1/commands",
    "/api/v1/invitations",
    "/api/v1/invitations/look",
    "/api/v1/join",
    "/api/v1/reentry",
    "/api/v1/consents",
    "/api/v1/first-run",
    "/api/v1/first-run/look",
    "/api/v1/demo/sign-in",
    "/_allauth/browser/v1/auth/code/request",
    "/_allauth/browser/v1/auth/code/confirm",
    "/_allauth/browser/v1/auth/code/resend",
    "/_allauth/browser/v1/auth/2fa/authenticate",
    "/_allauth/browser/v1/auth/2fa/reauthenticate",
    "/_allauth/browser/v1/auth/webauthn/authenticate",
    "/_allauth/browser/v1/auth/webauthn/reauthenticate",
    "/_allauth/browser/v1/auth/webauthn/login",
    "/_allauth/browser/v1/account/authenticators/totp",
    "/_allauth/browser/v1/account/authenticators/webauthn",
    "/_allauth/browser/v1/account/authenticators/recovery-codes",
    "/api/v1/sign-in/openid",
    "/api/v1/me/sessions",
    "/api/v1/me/sessions/1",
    "/api/v1/me/tokens",
    "/api/v1/me/tokens/1",
    "/api/v1/mail/test",
]


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("lacking", ["origin", "token"])
def test_every_write_needs_origin_and_token(cast, sign_in, path, lacking):
    browser = sign_in(cast.diana)
    headers = {"origin": OWN, "x-csrftoken": browser.csrf_token}
    del headers["origin" if lacking == "origin" else "x-csrftoken"]

    answer = browser.client.post(path, "{}", "application/json", headers=headers)

    assert answer.status_code == 403
    assert answer.json()["code"] == "refused"


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_form_from_another_site_reaches_any_write(cast, sign_in, path, method):
    browser = sign_in(cast.diana)
    foreign = [ORIGINS[name] for name in ORIGINS if name != "own"]

    for origin, form in itertools.product(foreign, FORMS.values()):
        headers = {"x-csrftoken": browser.csrf_token}
        headers |= {"origin": origin} if origin else {}
        answer = browser.client.generic(method, path, "{}", form, headers=headers)

        assert answer.status_code == 403, (origin, form)
        assert answer.json()["code"] == "refused"


def test_a_cookie_beside_a_wrong_token_does_not_count(cast, sign_in):
    browser = sign_in(cast.alice)

    answer = browser.client.get("/api/v1/me", headers={"authorization": "Bearer wrong"})

    assert answer.status_code == 401
    assert answer.json() == {"code": "refused", "message": "Please sign in."}


def test_reading_needs_no_origin(cast, sign_in):
    assert sign_in(cast.alice).client.get("/api/v1/me").status_code == 200


def test_no_answer_allows_another_site_to_read_it(cast):
    answer = Client().options(
        "/api/v1/commands",
        headers={
            "origin": "https://evil.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization",
        },
    )

    assert "access-control-allow-origin" not in answer.headers


def test_cookies_are_kept_from_scripts_and_other_sites(cast, sign_in):
    session = sign_in(cast.alice).client.cookies["session"]

    assert session["httponly"]
    assert session["samesite"] == "Lax"
