import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.models import Event
from teams.actions import forget_sessions, suspend_person
from teams.authentication import signed_in
from tests.teams.browser import Browser


def test_a_mailed_code_signs_in(browser, cast, mailed_code):
    asked = browser.ask_for_code("Alice@Example.org")
    confirmed = browser.confirm(mailed_code())

    assert asked.status_code == 401
    assert confirmed.status_code == 200
    assert browser.get("me").json()["name"] == "Alice"
    assert mail.outbox[0].to == ["alice@example.org"]
    assert mail.outbox[0].subject == f"{mailed_code()} is your code for Ohio"
    found = signed_in({}, {"session": browser.session_key})
    assert found.user == cast.alice
    assert found.session == browser.session_key


def test_known_and_unknown_addresses_answer_alike(browser, cast):
    known = browser.ask_for_code("alice@example.org")
    unknown = Browser().ask_for_code("nobody@example.org")

    assert known.status_code == unknown.status_code
    assert known.json() == unknown.json()
    assert len(mail.outbox) == 2
    assert "no account" in mail.outbox[1].body


def test_no_code_opens_an_unknown_address(browser, cast):
    browser.ask_for_code("nobody@example.org")

    assert browser.confirm("000000").status_code == 400
    assert browser.confirm("").status_code == 400
    assert browser.get("me").status_code == 401


def test_mail_comes_in_the_person_s_language(browser, cast):
    browser.ask_for_code(cast.charlie.email)
    browser.ask_for_code(cast.oscar.email)

    arabic, spanish = mail.outbox
    assert "رمز" in arabic.body
    assert "código" in spanish.body


def test_a_code_works_once(browser, cast, mailed_code):
    browser.ask_for_code(cast.alice.email)
    code = mailed_code()
    browser.confirm(code)
    browser.sign_out()

    assert browser.confirm(code).status_code == 409


def test_a_code_works_only_where_it_was_asked_for(browser, cast, mailed_code):
    browser.ask_for_code(cast.alice.email)

    assert Browser().confirm(mailed_code()).status_code == 409


def test_five_wrong_codes_end_the_attempt(browser, cast, mailed_code):
    browser.ask_for_code(cast.alice.email)
    code = mailed_code()
    for _ in range(5):
        browser.confirm("000000" if code != "000000" else "111111")

    assert browser.confirm(code).status_code == 409
    assert browser.get("me").status_code == 401


def test_an_expired_code_opens_nothing(browser, cast, mailed_code):
    browser.ask_for_code(cast.alice.email)
    session = SessionStore(browser.session_key)
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 601
    session["account_login"] = session["account_login"]
    session.save()

    assert browser.confirm(mailed_code()).status_code == 409
    assert browser.get("me").status_code == 401


def test_a_known_address_costs_as_many_queries_as_an_unknown_one(browser, cast):
    """And one mail each: what takes time is the same for both."""
    counts = []
    for email in ("alice@example.org", "nobody@example.org"):
        asking = Browser()
        with CaptureQueriesContext(connection) as queries:
            asking.ask_for_code(email)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
def test_a_failed_mail_is_told_alike_for_known_and_unknown(
    browser, cast, settings, email
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = browser.ask_for_code(email)

    assert answer.status_code == 503
    assert answer.json() == {
        "code": "unavailable",
        "message": "The mail could not be sent. Try again in a minute; if it stays so, "
        "tell who runs this server.",
        "retry_after_ms": 60_000,
    }
    assert browser.confirm("000000").status_code == 409


def test_asking_for_many_codes_is_limited(browser, cast):
    answers = [browser.ask_for_code(cast.alice.email) for _ in range(5)]

    assert answers[-1].status_code == 400
    assert len(mail.outbox) == 3


def test_a_suspended_person_gets_the_answer_of_an_unknown_one(browser, cast):
    suspend_person(user=cast.alice)

    answer = browser.ask_for_code(cast.alice.email)

    assert answer.json() == Browser().ask_for_code("nobody@example.org").json()
    assert "no account" in mail.outbox[0].body


def test_suspension_ends_open_sessions(sign_in, cast):
    browser = sign_in(cast.alice)

    suspend_person(user=cast.alice)

    assert browser.get("me").status_code == 401
    assert signed_in({}, {"session": browser.session_key}) is None


def test_signing_out_ends_the_session_and_its_sockets(sign_in, cast):
    browser = sign_in(cast.alice)
    key = browser.session_key

    browser.sign_out()

    assert signed_in({}, {"session": key}) is None
    assert browser.get("me").status_code == 401
    ended = Event.objects.filter(stream="control", kind="revoked").latest("seq")
    assert f'"session":"{key}"' in ended.data


def test_expired_sessions_are_forgotten_and_others_kept(sign_in, cast):
    old, current = sign_in(cast.alice), sign_in(cast.bob)
    Session.objects.filter(session_key=old.session_key).update(
        expire_date=timezone.now()
    )

    forget_sessions()

    assert signed_in({}, {"session": old.session_key}) is None
    assert list(Session.objects.values_list("pk", flat=True)) == [current.session_key]


@pytest.mark.parametrize("path", ["signup", "login", "password/request"])
def test_other_ways_in_are_shut(browser, cast, path):
    fields = {"email": "new@example.org", "password": "a long enough one"}

    answer = browser.post(f"/_allauth/browser/v1/auth/{path}", **fields)

    assert answer.status_code == 404
    assert answer.json()["code"] == "refused"


def test_a_mail_server_that_is_down_is_said_plainly(browser, cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = browser.ask_for_code(cast.alice.email)

    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
