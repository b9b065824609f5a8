"""How often a person may open event streams: as often as they may subscribe."""

import pytest
from limits import RateLimitItemPerSecond

from hub.event_streams import EventStreams
from hub.threads import in_database
from tests.cast import token_of
from tests.hub.pipe import running_hub

ONCE = RateLimitItemPerSecond(1, 600, namespace="once")


@pytest.mark.django_db(transaction=True)
async def test_who_opens_and_leaves_all_the_time_is_told_to_wait(cast, monkeypatch):
    monkeypatch.setattr("hub.event_streams.SUBSCRIPTIONS", ONCE)
    token = await in_database(token_of, cast.alice)

    async with running_hub():
        first = await start_of_answer(cast.riverside.feed, token)
        second = await start_of_answer(cast.riverside.feed, token)

    assert first.get("status") != 429
    assert second["status"] == 429
    assert (b"retry-after", b"600") in second["headers"]


async def start_of_answer(stream, token):
    """Of somebody who hangs up as soon as they have asked."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/api/v1/streams/{stream}/events",
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {token}".encode())],
    }
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    async def nobody(scope, receive, send):
        raise AssertionError("it is not for somebody else")

    await EventStreams(nobody)(scope, receive, send)
    return sent[0] if sent else {}
