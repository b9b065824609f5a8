from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from hub.models import Event
from teams.actions import issue_token, revoke_tokens, suspend_person
from teams.authentication import signed_in, still_signed_in
from teams.models import Token


def bearer(secret):
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def secret(cast):
    return issue_token(user=cast.alice, name="bot", lasts=timedelta(days=1))


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


def test_last_use_is_written_once_a_minute(cast, secret, django_assert_num_queries):
    with django_assert_num_queries(2):
        signed_in(bearer(secret), {})
    with django_assert_num_queries(1):
        signed_in(bearer(secret), {})


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


def test_the_command_says_what_is_wrong(cast):
    with pytest.raises(CommandError, match=r"Nobody has the address no@example\.org"):
        call_command("token", "no@example.org")
    with pytest.raises(CommandError, match="between 1 and 3650 days"):
        call_command("token", "alice@example.org", days=0)
