"""Every route of the API, found in its own document, asks who it is first."""

import json
import re

import pytest

from api import api
from tests.cast import token_of

# What must work before anybody is signed in.
OPEN = {
    ("get", "/api/v1/boot"),
    ("post", "/api/v1/demo/sign-in"),
    ("post", "/api/v1/first-run"),
    ("post", "/api/v1/first-run/look"),
    ("post", "/api/v1/invitations/look"),
    ("post", "/api/v1/join"),
    ("post", "/api/v1/sign-in/openid"),
    ("get", "/api/v1/documents/{document}"),
    # A secret from a leader's phone is what signs in here.
    ("post", "/api/v1/reentry"),
}
# Not Django's: tests/hub/test_event_streams.py asks the server itself.
BESIDE = {("get", "/api/v1/streams/{stream}/events")}
# Lists that are the person's own: nothing to refuse, but nothing of others in them.
OWN = {
    "/api/v1/administration",
    "/api/v1/audit",
    "/api/v1/audit/check",
    "/api/v1/audit/export",
    "/api/v1/commands",
    "/api/v1/consents",
    "/api/v1/desks",
    "/api/v1/flags",
    "/api/v1/held-names",
    "/api/v1/goals",
    "/api/v1/overview",
    "/api/v1/overview/silent",
    "/api/v1/library",
    "/api/v1/me",
    "/api/v1/me/numbers",
    "/api/v1/me/sessions",
    "/api/v1/me/sign-in",
    "/api/v1/me/tokens",
    "/api/v1/me/data",
    "/api/v1/me/erase",
    "/api/v1/me/looks",
    "/api/v1/me/photo",
    "/api/v1/campaign/close-out",
    "/api/v1/campaign/export",
    "/api/v1/people",
    "/api/v1/people/places",
    "/api/v1/mutes",
    "/api/v1/questions",
    "/api/v1/report-kinds",
    "/api/v1/reports",
    "/api/v1/rooms",
    "/api/v1/streams",
    "/api/v1/totals",
    "/api/v1/totals/series",
    "/api/v1/units",
    "/api/v1/units/archived",
    "/api/v1/imports",
    "/api/v1/imports/sample",
    "/api/v1/invitations",
    "/api/v1/mail/test",
    "/api/v1/ready",
    # Asks for the secret of an invitation: tests/teams/test_invite.py.
    "/api/v1/invitations/poster",
    "/api/v1/joining",
    "/api/v1/newcomers",
    "/api/v1/requests",
}

# What has to be said besides, so that the answer is about the place alone.
BODIES = {
    ("patch", "/api/v1/members/{member_id}"): {"role": "volunteer"},
    ("post", "/api/v1/members/{member_id}/mute"): {"minutes": 5},
    ("patch", "/api/v1/invitations/{invitation_id}"): {"hours": 1, "uses": 1},
    ("patch", "/api/v1/units/{unit_id}/door"): {"join_mode": "open", "capacity": None},
    ("post", "/api/v1/units/{unit_id}/reentries"): {"user": "1"},
    ("post", "/api/v1/units/{unit_id}/move"): {"parent": "1"},
    ("post", "/api/v1/units/{unit_id}/units"): {"kind": "team", "name": "New"},
    ("post", "/api/v1/people/{person_id}/reveal"): {"reason": "shift"},
    ("put", "/api/v1/rooms/{room_id}/level"): {"level": "nothing"},
}


def routes():
    document = json.loads(json.dumps(api.get_openapi_schema()))
    for path, methods in document["paths"].items():
        for method in methods:
            yield method, path


CLOSED = sorted(set(routes()) - OPEN - BESIDE)


def test_the_document_is_openapi_3_1(client, db):
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert "/api/v1/commands" in document["paths"]


def test_the_open_routes_are_there():
    assert set(routes()) >= OPEN | BESIDE


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_nobody_gets_anything_without_signing_in(browser, cast, method, path):
    address = re.sub(r"\{\w+\}", "1", path.replace("{answer}", "approve"))

    answer = browser.send(method.upper(), address, {} if method != "get" else None)

    assert answer.status_code == 401
    assert answer.json() == {"code": "refused", "message": "Please sign in."}


@pytest.mark.parametrize(
    ("method", "path"),
    [(method, path) for method, path in CLOSED if path not in OWN and "{" in path],
)
def test_charlie_gets_one_refusal_for_foreign_and_absent(client, cast, method, path):
    body = json.dumps(BODIES.get((method, path), {})) if method != "get" else ""
    path = path.replace("{answer}", "approve")
    absent = re.sub(r"\{\w+\}", "999999", path)

    answers = [
        client.generic(
            method.upper(),
            one,
            body,
            "application/json",
            headers={"authorization": f"Bearer {token_of(cast.charlie)}"},
        )
        for one in (foreign(cast, path), absent)
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["code"] == "refused"


def foreign(cast, path):
    """The address of something that is there, and not Charlie's."""
    of_alice = {
        "unit_id": cast.riverside.pk,
        "member_id": cast.alice.memberships.get().pk,
        "person_id": cast.alice.pk,
    }
    return re.sub(r"\{(\w+)\}", lambda name: str(of_alice.get(name[1], 1)), path)


def test_every_route_is_known_to_these_tests():
    unknown = {path for _, path in CLOSED if path not in OWN and "{" not in path}

    assert unknown == set()


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api", "/api/v2/me", "/_allauth/x"]
)
def test_an_unknown_route_answers_in_json(client, db, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.json()["code"] == "refused"


def test_a_body_that_is_no_json_is_said_to_be_none(browser, cast, sign_in):
    signed_in = sign_in(cast.bob)

    answer = signed_in.client.generic(
        "POST",
        "/api/v1/invitations",
        "{",
        "application/json",
        headers={**signed_in.headers, "x-csrftoken": signed_in.csrf_token},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_frame")
