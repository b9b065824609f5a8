from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from hub.models import Event
from teams.actions import issue_token, revoke_tokens, suspend_person
from teams.actions.tokens import TOKENS_AT_MOST
from teams.authentication import signed_in, still_signed_in
from teams.models import Act, AuditEntry, Token, TokenScope

HOUR = timedelta(hours=1)


def bearer(secret):
    return {"authorization": f"Bearer {secret}"}


def reading(user):
    lasts = timedelta(days=1)
    return issue_token(
        user=user, name="reader", lasts=lasts, scope=TokenScope.READ
    ).secret


@pytest.fixture
def secret(cast):
    return issue_token(user=cast.alice, name="bot", lasts=timedelta(days=1)).secret


def test_a_token_speaks_for_its_person(cast, secret):
    found = signed_in(bearer(secret), {})

    assert found.user == cast.alice
    assert found.token == Token.objects.get().pk


def test_only_the_digest_is_stored(cast, secret):
    assert secret.startswith("muster_")
    assert secret not in str(Token.objects.values().get())


def test_an_expired_token_is_nobody(cast, secret):
    Token.objects.update(expires_at=timezone.now())

    assert signed_in(bearer(secret), {}) is None


def test_a_revoked_token_is_nobody_and_its_sockets_end(cast, secret):
    token = Token.objects.get()
    found = signed_in(bearer(secret), {})

    assert revoke_tokens(user=cast.alice) == 1

    assert signed_in(bearer(secret), {}) is None
    assert still_signed_in([found]) == set()
    ended = Event.objects.filter(stream="control").latest("seq")
    assert f'"token":{token.pk}' in ended.data


def test_a_suspended_person_s_token_is_nobody(cast, secret):
    suspend_person(user=cast.alice)

    assert signed_in(bearer(secret), {}) is None


@pytest.mark.parametrize("scheme", ["Basic {}", "{}", "Bearer", "Bearer  x", ""])
def test_other_credentials_are_nobody(cast, secret, scheme):
    assert signed_in({"authorization": scheme.format(secret)}, {}) is None


def test_a_token_ignores_the_cookies_beside_it(cast, secret, sign_in):
    cookies = {"session": sign_in(cast.bob).session_key}

    assert signed_in(bearer(secret), cookies).user == cast.alice
    assert signed_in(bearer("wrong"), cookies) is None


def test_signing_in_writes_nothing(cast, secret, django_assert_num_queries):
    with django_assert_num_queries(1):
        signed_in(bearer(secret), {})

    assert Token.objects.get().last_used_at is None


def test_last_use_is_written_with_the_next_look(cast, secret):
    found = signed_in(bearer(secret), {})

    still_signed_in([found])

    assert Token.objects.get().last_used_at is not None


def test_a_session_takes_two_queries(cast, sign_in, django_assert_num_queries):
    cookies = {"session": sign_in(cast.alice).session_key}

    with django_assert_num_queries(2):
        assert signed_in({}, cookies).user == cast.alice


@pytest.mark.parametrize("key", ["", "x", "ö", "a" * 32, "../etc"])
def test_a_made_up_session_is_nobody(cast, key):
    assert signed_in({}, {"session": key}) is None


def test_the_command_prints_and_revokes_tokens(cast):
    printed, ended = StringIO(), StringIO()

    call_command("token", "Alice@example.org", name="cron", days=2, stdout=printed)
    assert signed_in(bearer(printed.getvalue().strip()), {}).user == cast.alice

    call_command("token", "alice@example.org", revoke=True, stdout=ended)
    assert ended.getvalue() == "1 tokens revoked.\n"
    assert signed_in(bearer(printed.getvalue().strip()), {}) is None


def test_a_reading_token_reads(cast, client):
    secret = reading(cast.alice)

    assert signed_in(bearer(secret), {}).may_write is False
    assert client.get("/api/v1/me", headers=bearer(secret)).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("PATCH", "me"), ("POST", "invitations"), ("POST", "join"), ("DELETE", "me")],
)
def test_a_reading_token_writes_nothing(cast, client, method, path):
    answer = client.generic(
        method,
        f"/api/v1/{path}",
        '{"name": "Mallory"}',
        "application/json",
        headers=bearer(reading(cast.alice)),
    )

    cast.alice.refresh_from_db()
    assert (answer.status_code, answer.json()["code"]) == (403, "refused")
    assert answer.json()["message"] == "This token may only read."
    assert cast.alice.name == "Alice"


def test_the_command_says_what_is_wrong(cast):
    with pytest.raises(CommandError, match=r"Nobody has the address no@example\.org"):
        call_command("token", "no@example.org")
    with pytest.raises(CommandError, match="between 1 and 3650 days"):
        call_command("token", "alice@example.org", days=0)


def test_a_token_is_made_shown_once_and_ended(cast, sign_in):
    browser = sign_in(cast.alice)

    made = browser.post("me/tokens", name=" My  bot ", scope="write", days=30)
    secret = made.json()["secret"]
    (listed,) = browser.get("me/tokens").json()["items"]

    assert made.status_code == 201
    assert (listed["name"], listed["scope"]) == ("My bot", "write")
    assert "secret" not in listed
    assert signed_in(bearer(secret), {}).user == cast.alice

    assert browser.send("DELETE", f"me/tokens/{listed['id']}").status_code == 204
    assert signed_in(bearer(secret), {}) is None
    assert browser.get("me/tokens").json()["items"] == []
    acts = list(AuditEntry.objects.order_by("seq").values_list("act", "actor_id"))
    assert acts == [
        (Act.TOKEN_ISSUED, cast.alice.pk),
        (Act.TOKEN_REVOKED, cast.alice.pk),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x", "days": 0},
        {"name": "x", "days": 366},
        {"name": "x", "scope": "admin"},
        {"name": "x" * 81},
    ],
)
def test_a_token_that_can_t_be_is_not_made(cast, sign_in, fields):
    answer = sign_in(cast.alice).post("me/tokens", **fields)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert not Token.objects.exists()


def test_charlie_neither_sees_nor_ends_the_token_of_alice(cast, secret, sign_in):
    browser = sign_in(cast.charlie)
    token = Token.objects.get()

    foreign = browser.send("DELETE", f"me/tokens/{token.pk}")
    absent = browser.send("DELETE", "me/tokens/999999")

    assert browser.get("me/tokens").json()["items"] == []
    assert foreign.status_code == absent.status_code == 403
    assert foreign.json() == absent.json()
    assert signed_in(bearer(secret), {}).user == cast.alice


@pytest.mark.parametrize("path", ["me/tokens", "me/sessions", "me/sign-in"])
def test_a_token_sees_no_other_way_in(cast, client, secret, path):
    answer = client.get(f"/api/v1/{path}", headers=bearer(secret))

    assert (answer.status_code, answer.json()["field"]) == (403, "token")


def test_a_token_makes_no_token(cast, client, secret):
    answer = client.post(
        "/api/v1/me/tokens", {"name": "x"}, "application/json", headers=bearer(secret)
    )

    assert (answer.status_code, answer.json()["field"]) == (403, "token")
    assert Token.objects.count() == 1


def test_nobody_has_tokens_without_end(cast, sign_in):
    browser = sign_in(cast.alice)
    now = timezone.now()
    Token.objects.bulk_create(
        Token(user=cast.alice, name="x", digest=str(n), expires_at=now + HOUR)
        for n in range(TOKENS_AT_MOST)
    )

    answer = browser.post("me/tokens", name="one more")

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_the_command_makes_a_token_that_only_reads(cast):
    printed = StringIO()

    call_command("token", "alice@example.org", scope="read", stdout=printed)

    assert signed_in(bearer(printed.getvalue().strip()), {}).may_write is False
