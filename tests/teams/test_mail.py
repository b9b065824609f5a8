"""Whether mail leaves: a test with a button, by SMTP or through a provider."""

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

import checked_settings
from tests.cast import token_of
from tests.teams.mail_server import postmark, smtp

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def try_mail(cast, client):
    def try_mail(user=cast.diana):
        headers = {"authorization": f"Bearer {token_of(user)}"}
        return client.post("/api/v1/mail/test", headers=headers)

    return try_mail


@pytest.fixture
def sent_to(settings):
    def sent_to(server):
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address

    return sent_to


def test_a_mail_goes_to_who_asks(cast, try_mail):
    answer = try_mail()

    assert answer.json() == {
        "sent": True,
        "message": "The mail server took the mail. Look into your inbox.",
        "server_said": None,
    }
    assert [one.to for one in mail.outbox] == [[cast.diana.email]]


def test_only_owners_and_directors_try_the_mail(cast, try_mail):
    for user in (cast.alice, cast.bob, cast.charlie, cast.olive, cast.oscar):
        answer = try_mail(user)
        assert (answer.status_code, answer.json()["code"]) == (403, "refused")
    assert mail.outbox == []


def test_it_is_not_tried_without_end(try_mail):
    answers = [try_mail() for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json()["retry_after_ms"] > 0


def test_a_mail_goes_out_by_smtp(sent_to, try_mail):
    with smtp({}) as server:
        sent_to(server)

        assert try_mail().json()["sent"] is True


@pytest.mark.parametrize(
    ("answers", "message", "said"),
    [
        (
            {"RCPT": "550 no such mailbox"},
            "The mail server refuses to send to your address.",
            "550 no such mailbox",
        ),
        (
            {"MAIL": "553 not your domain"},
            "The mail server refuses the sender: look at DEFAULT_FROM_EMAIL.",
            "553 not your domain",
        ),
        (
            {".": "554 looks like spam"},
            "The mail server refused the mail.",
            "554 looks like spam",
        ),
    ],
)
def test_what_the_mail_server_says_is_told(sent_to, try_mail, answers, message, said):
    with smtp(answers) as server:
        sent_to(server)

        answer = try_mail()

    assert answer.json() == {"sent": False, "message": message, "server_said": said}


def test_a_wrong_password_is_told(settings, sent_to, try_mail):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "muster", "wrong"
    greeting = "250-mail.example\r\n250 AUTH PLAIN"
    with smtp({"EHLO": greeting, "AUTH": "535 wrong password"}) as server:
        sent_to(server)

        answer = try_mail().json()

    assert answer["message"].startswith("The mail server does not take this user name")
    assert answer["server_said"] == "535 wrong password"
    assert "wrong" not in answer["message"]


def test_a_mail_server_that_is_not_there_is_told(settings, try_mail):
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = try_mail().json()

    assert answer["sent"] is False
    assert "can't be reached" in answer["message"]
    assert answer["server_said"] == "Connection refused"


def through(settings, server):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "key",
        "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/",
    }


def test_a_mail_goes_out_through_a_provider(settings, cast, try_mail):
    taken = []
    done = {"ErrorCode": 0, "Message": "OK", "MessageID": "1"}
    with postmark(200, done | {"To": cast.diana.email}, taken) as server:
        through(settings, server)

        assert try_mail().json()["sent"] is True

    ((key, sent),) = taken
    assert key == "key"
    assert sent["To"] == cast.diana.email


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "The mail provider does not take this key."),
        (422, "The mail provider refused the mail."),
        (500, "The mail provider refused the mail."),
    ],
)
def test_what_a_provider_says_is_told(settings, try_mail, status, message):
    said = {"ErrorCode": 10, "Message": "The reason"}
    with postmark(status, said, []) as server:
        through(settings, server)

        answer = try_mail().json()

    assert (answer["sent"], answer["message"]) == (False, message)
    assert "The reason" in answer["server_said"]
    assert "key" not in answer["server_said"]


def test_a_provider_without_its_key_is_told(settings, try_mail):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {}

    answer = try_mail().json()

    assert answer["message"] == "The settings of the mail provider are not complete."


def test_a_code_that_a_provider_refuses_is_told_to_who_asked(settings, browser, cast):
    with postmark(500, {"ErrorCode": 10, "Message": "x"}, []) as server:
        through(settings, server)

        answer = browser.ask_for_code(cast.alice.email)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("postmark:", "postmark"),
        ("unisender-go:", "unisender_go"),
        ("smtp://localhost:25", None),
        ("console:", None),
    ],
)
def test_email_url_may_name_a_provider(url, provider):
    assert checked_settings.mail(url) == url
    assert checked_settings.mail_provider(url) == provider


@pytest.mark.parametrize("text", ["{", "[]", "7", "key"])
def test_what_is_no_json_object_is_said_to_be_none(text):
    with pytest.raises(ImproperlyConfigured, match="ANYMAIL is a JSON object"):
        checked_settings.anymail(text)


@pytest.mark.parametrize(
    "url", ["login.example.org", "http://login.example.org", "ftp://x", "https://"]
)
def test_an_issuer_without_https_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="is no https address"):
        checked_settings.issuer(url)
