"""Every route of the API, found in its own document, asks who it is first."""

import json
import re

import pytest

from api import api

# What must work before anybody is signed in.
OPEN = {
    ("get", "/api/v1/boot"),
    ("post", "/api/v1/demo/sign-in"),
    ("post", "/api/v1/first-run"),
    ("post", "/api/v1/invitations/look"),
    ("post", "/api/v1/join"),
}
# Lists that are the person's own: nothing to refuse, but nothing of others in them.
OWN = {
    "/api/v1/commands",
    "/api/v1/desks",
    "/api/v1/goals",
    "/api/v1/library",
    "/api/v1/me",
    "/api/v1/questions",
    "/api/v1/report-kinds",
    "/api/v1/reports",
    "/api/v1/rooms",
    "/api/v1/streams",
    "/api/v1/totals",
    "/api/v1/totals/series",
    "/api/v1/units",
    "/api/v1/invitations",
    "/api/v1/health",
}


def routes():
    document = json.loads(json.dumps(api.get_openapi_schema()))
    for path, methods in document["paths"].items():
        for method in methods:
            yield method, path


CLOSED = sorted(set(routes()) - OPEN)


def test_the_document_is_openapi_3_1(client, db):
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert "/api/v1/commands" in document["paths"]


def test_the_open_routes_are_there():
    assert set(routes()) >= OPEN


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_nobody_gets_anything_without_signing_in(browser, cast, method, path):
    address = re.sub(r"\{\w+\}", "1", path)

    answer = browser.send(method.upper(), address, {} if method != "get" else None)

    assert answer.status_code == 401
    assert answer.json() == {"code": "refused", "message": "Please sign in."}


@pytest.mark.parametrize(
    "path", [path for _, path in CLOSED if path not in OWN and "{" in path]
)
def test_charlie_gets_one_refusal_for_foreign_and_absent(get, cast, path):
    foreign = re.sub(r"\{unit_id\}", str(cast.riverside.pk), path)
    absent = re.sub(r"\{\w+\}", "999999", path)
    foreign = re.sub(r"\{\w+\}", "1", foreign)

    answers = [
        get(cast.charlie, one.removeprefix("/api/v1/"), status=403)
        for one in (foreign, absent)
    ]

    assert answers[0] == answers[1]
    assert answers[0]["code"] == "refused"


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
