"""One click signs in to the demo, on the very machine that runs it and nowhere else."""

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

from hub import live
from hub.models import Event
from teams.authentication import signed_in
from teams.models import Campaign, User


class Caller(AsyncClient):
    """A client whose address and whose way to the server the test chooses."""

    def __init__(self, listener, peer):
        super().__init__()
        self.addresses = {"server": (listener, 8000), "client": (peer, 50000)}

    def _base_scope(self, **request):
        return {**super()._base_scope(**request), **self.addresses}


@pytest.fixture
def demo(settings, cast):
    settings.DEMO = True
    Campaign.objects.update(is_demo=True)
    User.objects.filter(pk=cast.alice.pk).update(email="alice@demo.example")


@pytest.fixture
def ask():
    def ask(method, path, *, listener="127.0.0.1", peer="127.0.0.1", **headers):
        client = Caller(listener, peer)
        body = {"data": {"email": "alice@demo.example"}} if method == "post" else {}
        kind = {"content_type": "application/json"} if body else {}
        request = async_to_sync(getattr(client, method))
        return request(f"/api/v1/{path}", headers=headers, **body, **kind)

    return ask


def test_one_click_signs_in(demo, ask):
    offered = ask("get", "boot").json()["demo_accounts"]
    answer = ask("post", "demo/sign-in")

    assert [one["email"] for one in offered] == ["alice@demo.example"]
    assert offered[0]["role"] == "volunteer"
    assert answer.status_code == 204
    assert answer.cookies["session"].value


def test_another_click_ends_the_session_before(demo, cast, sign_in):
    browser = sign_in(cast.bob)
    key = browser.session_key
    caller = Caller("127.0.0.1", "127.0.0.1")
    caller.cookies = browser.client.cookies

    async_to_sync(caller.post)(
        "/api/v1/demo/sign-in",
        {"email": "alice@demo.example"},
        content_type="application/json",
    )

    assert signed_in({}, {"session": key}) is None
    assert f'"session":"{key}"' in Event.objects.filter(stream="control").last().data


ELSEWHERE = [
    {"listener": "0.0.0.0"},
    {"listener": "192.168.1.4"},
    {"listener": "example.org"},
    {"peer": "192.168.1.5"},
    {"peer": "::ffff:10.0.0.1"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Forwarded-Host": "127.0.0.1"},
    {"Forwarded": "for=127.0.0.1"},
    {"X-Real-Ip": "127.0.0.1"},
    {"Via": "1.1 proxy"},
]


@pytest.mark.parametrize("way", ELSEWHERE, ids=str)
def test_from_elsewhere_nothing_is_offered_or_opened(demo, ask, way):
    assert ask("get", "boot", **way).json()["demo_accounts"] == []

    answer = ask("post", "demo/sign-in", **way)

    assert answer.status_code == 403
    assert "session" not in answer.cookies


def test_a_server_that_listens_on_every_address_offers_nothing(demo, ask):
    live.listening_on.add("0.0.0.0")
    try:
        assert ask("get", "boot").json()["demo_accounts"] == []
        assert ask("post", "demo/sign-in").status_code == 403
    finally:
        live.listening_on.clear()


def test_a_real_campaign_has_no_such_door(demo, ask, settings):
    Campaign.objects.update(is_demo=False)
    assert ask("post", "demo/sign-in").status_code == 403

    Campaign.objects.update(is_demo=True)
    settings.DEMO = False
    assert ask("post", "demo/sign-in").status_code == 403


def test_accounts_that_are_not_offered_stay_shut(demo, ask):
    User.objects.filter(email="alice@demo.example").update(email="alice@example.org")

    answer = ask("post", "demo/sign-in")

    assert answer.status_code == 403


def test_a_suspended_account_stays_shut(demo, ask):
    User.objects.filter(email="alice@demo.example").update(is_active=False)

    assert ask("post", "demo/sign-in").status_code == 403


@pytest.fixture
def director(demo, cast):
    """The demo's director, signed in by one click; makes a token, which needs proof."""
    email = "diana@demo.example"
    User.objects.filter(pk=cast.diana.pk).update(email=email)
    caller = Caller("127.0.0.1", "127.0.0.1")
    post = async_to_sync(caller.post)
    post("/api/v1/demo/sign-in", {"email": email}, content_type="application/json")

    def make_token(peer="127.0.0.1", **headers):
        caller.addresses["client"] = (peer, 50000)
        return post(
            "/api/v1/me/tokens",
            {"name": "bot"},
            content_type="application/json",
            headers=headers,
        )

    return make_token


def test_the_click_counts_as_a_fresh_proof(director):
    assert director().status_code == 201


def test_from_elsewhere_the_click_proves_nothing(director):
    for answer in (director(peer="192.168.1.5"), director(**{"Via": "1.1 proxy"})):
        assert (answer.status_code, answer.json()["field"]) == (403, "second_factor")


def test_in_a_real_installation_the_click_proves_nothing(director, settings):
    settings.DEMO = False

    assert director().json()["field"] == "second_factor"
