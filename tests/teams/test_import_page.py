"""The same over HTTP, with the server's own process for the work."""

import time

import httpx
import pytest

from tests.browser.mail import code_mailed
from tests.server import running

PATIENCE_S = 60
ROW = "Columbus > North > Akron > Riverside,Newcomer {0},newcomer{0}@example.org\n"
ROWS = 250
PIECE = 5000
CSRF = "a" * 32


@pytest.fixture(scope="module")
def importing(tmp_path_factory):
    with running(tmp_path_factory.mktemp("importing")) as server:
        yield server


@pytest.fixture
def call(importing):
    def call(who, method, path, status=200, *, proven=True, **content):
        cookie = importing.session_cookie(who, proven=proven)
        answer = httpx.request(
            method,
            f"{importing.url}/api/v1/{path}",
            headers={
                "Cookie": f"session={cookie['value']}; csrftoken={CSRF}",
                "X-CSRFToken": CSRF,
                "Origin": importing.url,
            },
            trust_env=False,
            timeout=PATIENCE_S,
            **content,
        )
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    return call


@pytest.fixture
def sent(call):
    """A file of Olive's, checked by the server's child process."""

    def sent(text):
        imported = call("olive", "POST", "imports", 201, json={"file_name": "a.csv"})
        place = f"imports/{imported['id']}"
        data = text.encode()
        for number, start in enumerate(range(0, len(data), PIECE)):
            piece = data[start : start + PIECE]
            call("olive", "PUT", f"{place}/pieces/{number}", 204, content=piece)
        call("olive", "POST", f"{place}/check")
        return place, until(call, place, "checked")

    return sent


def until(call, place, state):
    give_up_at = time.monotonic() + PATIENCE_S
    while (imported := call("olive", "GET", place))["state"] != state:
        assert imported["state"] != "failed", imported
        assert time.monotonic() < give_up_at
    return imported


def test_what_is_sent_is_shown_and_then_brought_in(importing, call, sent):
    rows = "".join(ROW.format(number) for number in range(ROWS))
    place, checked = sent("place,name,email\n" + rows + "Nowhere > X,,\n")
    assert checked["counts"] == {"joins": ROWS, "refused": 1}
    assert (checked["rows"], checked["file_name"]) == (ROWS + 1, "a.csv")

    shown, cursor = [], None
    while True:
        query = {"cursor": cursor} if cursor else {}
        page = call("olive", "GET", f"{place}/rows", params=query)
        shown += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [row["line"] for row in shown] == list(range(2, ROWS + 3))
    assert "@" not in str(shown)
    refused = call("olive", "GET", f"{place}/rows", params={"refused": True})["items"]
    assert [row["reason"] for row in refused] == [
        "There is no such place, or it is not yours. Write its names from the top "
        "down, with “>” between them."
    ]
    assert checked["reasons"] == [{"reason": refused[0]["reason"], "count": 1}]

    call("olive", "POST", f"{place}/confirm")
    done = until(call, place, "done")

    assert (done["done"], done["counts"]) == (ROWS + 1, {"joins": ROWS, "refused": 1})
    members = call("olive", "GET", f"units/{importing.unit('riverside')}/members")
    assert members["count"] == ROWS + 2
    call("olive", "POST", f"{place}/confirm", 409)


def test_who_was_brought_in_signs_in_by_code(importing, call, sent):
    place, _checked = sent("place,name,email\n" + ROW.format("x"))
    call("olive", "POST", f"{place}/confirm")
    until(call, place, "done")

    with httpx.Client(base_url=importing.url, trust_env=False) as browser:
        browser.get("/api/v1/boot")
        headers = {
            "Origin": importing.url,
            "X-CSRFToken": browser.cookies["csrftoken"],
        }
        auth = "/_allauth/browser/v1/auth/code"
        wanted = {"email": "newcomerx@example.org"}
        browser.post(f"{auth}/request", json=wanted, headers=headers)
        code = code_mailed(importing, "newcomerx@example.org")
        headers["X-CSRFToken"] = browser.cookies["csrftoken"]
        browser.post(f"{auth}/confirm", json={"code": code}, headers=headers)
        me = browser.get("/api/v1/me").json()

    assert [one["unit"]["name"] for one in me["memberships"]] == ["Riverside"]


def test_beginning_and_bringing_in_need_a_fresh_proof(call, sent):
    refused = call("olive", "POST", "imports", 403, proven=False, json={})
    assert refused["field"] == "second_factor"
    place, _checked = sent("place,name,email\n" + ROW.format("y"))

    call("olive", "POST", f"{place}/confirm", 403, proven=False)
    assert call("olive", "GET", place)["state"] == "checked"

    call("olive", "POST", f"{place}/confirm")
    until(call, place, "done")


def test_an_unreadable_file_says_why(call):
    imported = call("olive", "POST", "imports", 201, json={})
    place = f"imports/{imported['id']}"
    call("olive", "PUT", f"{place}/pieces/0", 204, content="a,é\n".encode("latin-1"))
    call("olive", "POST", f"{place}/check")

    give_up_at = time.monotonic() + PATIENCE_S
    while (looked := call("olive", "GET", place))["state"] != "failed":
        assert time.monotonic() < give_up_at

    assert "UTF-8" in looked["reason"]


def test_pieces_have_their_limits(call):
    imported = call("olive", "POST", "imports", 201, json={})
    place = f"imports/{imported['id']}/pieces"

    large = b"x" * (imported["piece_bytes"] + 1)
    assert call("olive", "PUT", f"{place}/0", 413, content=large)["code"] == "too_large"
    call("olive", "PUT", f"{place}/{imported['pieces']}", 413, content=b"x")


@pytest.mark.parametrize("who", ["charlie", "bob", "oscar"])
def test_charlie_and_who_manages_nobody_import_nothing(call, who):
    call(who, "POST", "imports", 403, json={})
    call(who, "GET", "imports", 403)


def test_a_file_is_its_sender_s_alone(call):
    imported = call("olive", "POST", "imports", 201, json={})
    place = f"imports/{imported['id']}"

    for who in ("charlie", "diana"):
        absent = call(who, "GET", "imports/999999", 403)
        assert call(who, "GET", place, 403) == absent
        assert call(who, "GET", f"{place}/rows", 403) == absent
        assert call(who, "PUT", f"{place}/pieces/0", 403, content=b"x") == absent
        for act in ("check", "confirm", "go-on"):
            assert call(who, "POST", f"{place}/{act}", 403) == absent
        assert call(who, "DELETE", place, 403) == absent
    call("olive", "DELETE", place, 204)
    call("olive", "GET", place, 403)
