"""The browsers one is signed in with: seen, and ended from any of them."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from hub.models import Event
from teams.actions import forget_sessions
from teams.authentication import seen, signed_in, still_signed_in
from teams.devices import device
from tests.cast import session_of, token_of
from tests.teams.browser import Browser

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/139.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def phone(cast, mailed_code):
    """Alice's, signed in by code."""
    browser = Browser(**{"user-agent": PHONE})
    browser.ask_for_code(cast.alice.email)
    assert browser.confirm(mailed_code()).status_code == 200
    return browser


def sessions(browser):
    return browser.get("me/sessions").json()["items"]


def test_sessions_are_listed_with_their_device_and_this_one_marked(cast, phone):
    session_of(cast.alice)
    session_of(cast.charlie)

    found = {one["system"]: one for one in sessions(phone)}

    assert set(found) == {"Android", "Linux"}
    assert found["Android"]["browser"] == "Chrome"
    assert found["Linux"]["browser"] == "Firefox"
    assert found["Android"]["is_current"] is True
    assert found["Linux"]["is_current"] is False


def test_the_list_takes_few_queries(cast, phone, django_assert_max_num_queries):
    for _ in range(20):
        session_of(cast.alice)

    with django_assert_max_num_queries(6):
        assert len(sessions(phone)) == 21


def test_one_session_is_ended_and_its_sockets_with_it(cast, phone):
    other = session_of(cast.alice)
    (there,) = [one for one in sessions(phone) if not one["is_current"]]

    assert phone.send("DELETE", f"me/sessions/{there['id']}").status_code == 204

    assert signed_in({}, {"session": other}) is None
    assert len(sessions(phone)) == 1
    ended = Event.objects.filter(stream="control", kind="revoked").latest("seq")
    assert f'"session":"{other}"' in ended.data


def test_all_other_sessions_are_ended_and_this_one_stays(cast, phone):
    others = [session_of(cast.alice) for _ in range(3)]
    of_charlie = session_of(cast.charlie)

    answer = phone.send("DELETE", "me/sessions")

    assert answer.json() == {"ended": 3}
    assert all(signed_in({}, {"session": key}) is None for key in others)
    assert phone.get("me").status_code == 200
    assert signed_in({}, {"session": of_charlie}).user == cast.charlie


def test_charlie_ends_nobody_else_s_session(cast, phone, sign_in):
    browser = sign_in(cast.charlie)
    theirs = UserSession.objects.get(user=cast.alice)

    foreign = browser.send("DELETE", f"me/sessions/{theirs.pk}")
    absent = browser.send("DELETE", "me/sessions/999999")

    assert foreign.status_code == absent.status_code == 403
    assert foreign.json() == absent.json()
    assert phone.get("me").status_code == 200


def test_a_token_ends_no_session(cast, client, phone):
    headers = {"authorization": f"Bearer {token_of(cast.alice)}"}

    answer = client.delete("/api/v1/me/sessions", headers=headers)

    assert (answer.status_code, answer.json()["field"]) == (403, "token")
    assert phone.get("me").status_code == 200


def test_of_an_address_only_the_network_is_kept(cast, phone):
    assert UserSession.objects.get(user=cast.alice).ip == "127.0.0.0"


def test_use_is_written_down_with_the_next_look(cast, phone):
    long_ago = timezone.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)
    phone.get("me")
    assert UserSession.objects.get(user=cast.alice).last_seen_at == long_ago

    still_signed_in([])

    assert UserSession.objects.get(user=cast.alice).last_seen_at > long_ago


def test_an_open_socket_counts_as_seen(cast):
    key = session_of(cast.alice)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=3))
    before = UserSession.objects.get().last_seen_at

    still_signed_in([signed_in({}, {"session": key})])

    assert UserSession.objects.get().last_seen_at > before


def test_what_was_seen_of_a_session_that_is_gone_is_no_error(cast):
    seen("gone")

    still_signed_in([])


def test_what_is_known_of_an_expired_session_is_forgotten_with_it(cast, phone):
    Session.objects.update(expire_date=timezone.now())

    forget_sessions()

    assert not UserSession.objects.exists()


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (PHONE, ("Chrome", "Android")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
            "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile Safari/604.1",
            ("Safari", "iPhone"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
            "Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0",
            ("Edge", "Windows"),
        ),
        ("curl/8.5.0", (None, None)),
        ("", (None, None)),
    ],
)
def test_a_device_is_named_in_plain_words(user_agent, expected):
    assert device(user_agent) == expected
