"""Over HTTP, too, a database that is away is `unavailable`, and not an error page."""

import pytest
from django.db import OperationalError, connection

from tests.cast import token_of

pytestmark = pytest.mark.django_db


def away(*_statement):
    raise OperationalError("away")


@pytest.mark.parametrize("path", ["me", "streams", "rooms", "boot", "units"])
def test_who_asks_with_a_token_is_told_to_come_back(client, cast, path):
    headers = {"authorization": f"Bearer {token_of(cast.alice)}"}

    with connection.execute_wrapper(away):
        answer = client.get(f"/api/v1/{path}", headers=headers)

    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
    assert answer.json()["message"].startswith("The server can't answer right now.")
    assert int(answer["Retry-After"]) >= 1


def test_who_asks_with_a_cookie_is_told_the_same(client, cast):
    client.force_login(cast.alice)

    with connection.execute_wrapper(away):
        answer = client.get("/api/v1/me")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
