"""Whoever changes how somebody signs in: the person gets a mail that says so."""

import socket
import threading

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils.translation import gettext, override

from teams.models import Act, AuditEntry, User
from teams.sign_in_changes import THREAD_NAME
from tests.cast import FIREFOX, session_of
from tests.teams.browser import Browser
from tests.teams.second_factors import (
    ACCOUNT,
    RECOVERY_CODES,
    TOTP,
    WEBAUTHN,
    Passkey,
    set_up_app,
    set_up_passkey,
)

REAUTHENTICATE = f"{ACCOUNT}2fa/reauthenticate"
SUBJECTS = {
    "passkey added": "A passkey was added to your account",
    "passkey removed": "A passkey was removed from your account",
    "app added": "An authenticator app was set up for your account",
    "app removed": "The authenticator app was removed from your account",
    "codes renewed": "Your recovery codes were renewed",
    "code used": "A recovery code of your account was used",
    "token made": "A token for programs was made in your name",
}


@pytest.fixture
def mailed(django_capture_on_commit_callbacks):
    """What an act gives, and what is mailed about it once it is committed."""

    def mailed(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            given = act()
            assert mail.outbox == []
        for thread in underway():
            thread.join()
        return given, list(mail.outbox)

    return mailed


def underway():
    return [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]


def signed_in(user):
    """A browser that has just proven who holds it."""
    browser = Browser(**{"user-agent": FIREFOX})
    browser.client.cookies["session"] = session_of(user, proven=True)
    return browser


def set_up(browser):
    set_up_app(browser)
    return browser


def use_code(browser):
    codes = browser.send("GET", RECOVERY_CODES).json()["data"]["unused_codes"]
    used = browser.send("POST", REAUTHENTICATE, {"code": codes[0]})
    assert used.status_code == 200
    return used


ACTS = {
    "passkey added": lambda browser: set_up_passkey(
        browser, Passkey("https://testserver", rp="testserver")
    ),
    "passkey removed": lambda browser: browser.send(
        "DELETE",
        WEBAUTHN,
        {"authenticators": [Authenticator.objects.get(type="webauthn").pk]},
    ),
    "app added": set_up_app,
    "app removed": lambda browser: browser.send("DELETE", TOTP),
    "codes renewed": lambda browser: browser.send("POST", RECOVERY_CODES),
    "code used": use_code,
    "token made": lambda browser: browser.post("me/tokens", name="cron", scope="read"),
}
BEFORE = {
    "passkey removed": ACTS["passkey added"],
    "app removed": set_up_app,
    "codes renewed": set_up_app,
    "code used": set_up_app,
}


@pytest.mark.parametrize("locale", ["en", "ar", "es"])
@pytest.mark.parametrize("change", ACTS)
def test_each_change_is_mailed_in_the_person_s_language(cast, mailed, change, locale):
    User.objects.filter(pk=cast.alice.pk).update(locale=locale)
    browser = signed_in(cast.alice)
    if change in BEFORE:
        BEFORE[change](browser)

    _answer, [sent] = mailed(lambda: ACTS[change](browser))

    assert sent.to == ["alice@example.org"]
    with override(locale):
        assert sent.subject == gettext(SUBJECTS[change])
        assert gettext("Was it you? Then there is nothing to do.") in sent.body
        device = {"browser": "Firefox", "system": "Linux"}
        assert gettext("%(browser)s on %(system)s") % device in sent.body
    assert "(UTC)" in sent.body
    is_english = sent.subject == SUBJECTS[change]
    assert is_english == (locale == "en")


def test_a_mail_holds_no_secret_no_name_that_was_typed_and_no_link(cast, mailed):
    browser = signed_in(cast.alice)

    answer, [sent] = mailed(
        lambda: browser.post("me/tokens", name="see evil.example", scope="write")
    )

    assert answer.json()["secret"] not in sent.body
    assert "evil" not in sent.body
    assert "://" not in sent.body
    assert "may do what you may, in your name" in sent.body


def test_what_was_refused_is_not_mailed(cast, mailed):
    browser = set_up(signed_in(cast.diana))

    answer, sent = mailed(lambda: browser.send("DELETE", TOTP))

    assert answer.status_code == 400
    assert sent == []


@pytest.mark.parametrize("locale", ["en", "ar", "es"])
def test_who_is_let_back_in_hears_of_it_and_it_is_in_the_log(
    cast, send, mailed, locale
):
    User.objects.filter(pk=cast.alice.pk).update(locale=locale)
    shown = send(
        cast.bob,
        "POST",
        f"units/{cast.riverside.pk}/reentries",
        status=201,
        user=str(cast.alice.pk),
    )
    secret = shown["link"].partition("#")[2]
    phone = Browser(**{"user-agent": FIREFOX})

    answer, [sent] = mailed(lambda: phone.post("reentry", secret=secret))

    assert answer.status_code == 204
    assert sent.to == ["alice@example.org"]
    assert "Bob" in sent.body
    assert secret not in sent.body
    with override(locale):
        assert sent.subject == gettext("You were let back in with a leader's code")
    entry = AuditEntry.objects.get(act=Act.REENTRY_USED)
    assert (entry.subject_id, entry.unit_id) == (cast.alice.pk, cast.riverside.pk)


def test_a_code_that_does_not_work_is_not_mailed(cast, mailed):
    answer, sent = mailed(lambda: Browser().post("reentry", secret="unknown"))

    assert answer.status_code == 403
    assert sent == []
    assert not AuditEntry.objects.filter(act=Act.REENTRY_USED).exists()


def test_a_mail_server_that_says_nothing_holds_up_nobody(
    cast, settings, django_capture_on_commit_callbacks
):
    browser = signed_in(cast.alice)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 60
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post("me/tokens", name="cron")
        waiting = underway()

    assert answer.status_code == 201
    assert len(waiting) == 1
    waiting[0].join()
