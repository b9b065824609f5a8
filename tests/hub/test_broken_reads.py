"""The database fails while streams are being opened: no silence, but come back."""

import contextlib

import pytest
from django.db import connection

from chat.queries import room_of
from hub.actions import revoke, transaction
from hub.execution import execute
from hub.threads import in_database
from tests.cast import assemble, token_of
from tests.hub.pipe import Pipe, running_hub

CLIENT_ID = "11111111-2222-4333-8444-55555555550{}"


@pytest.mark.django_db(transaction=True)
async def test_streams_whose_right_can_not_be_proven_again_are_not_left_silent():
    alice, room, token = await in_database(people)
    async with running_hub():
        socket = Pipe(token)
        await socket.request("hello")
        await socket.request("subscribe", stream=room.stream)

        # Deciding again reads the epoch.
        await in_database(rename, "hub_installation", "away")
        try:
            await in_database(check_again, alice)
            await socket.until(lambda: socket.closed_with == 4100)
        finally:
            await in_database(rename, "away", "hub_installation")
            await socket.hang_up()


@pytest.mark.django_db(transaction=True)
async def test_a_resume_that_fails_half_way_is_not_taken_for_one():
    alice, room, token = await in_database(people)
    await in_database(post, alice, room)
    async with running_hub():
        socket = Pipe(token)
        epoch = (await socket.request("hello"))["streams"][0]["epoch"]
        await socket.hang_up()

        # A replay reads the log, and the welcome does not.
        await in_database(rename, "hub_event", "away")
        try:
            back = Pipe(token)
            await back.request("hello", resume={room.stream: [epoch, 0]})
            await back.until(lambda: back.closed_with == 4100)
        finally:
            await in_database(rename, "away", "hub_event")
            await back.hang_up()

    answers = [frame for frame in back.received if "ref" in frame]
    assert [frame["type"] for frame in answers] == ["welcome"]


@pytest.mark.django_db(transaction=True)
async def test_the_last_of_the_allowed_subscriptions_may_be_renewed(monkeypatch):
    monkeypatch.setattr("hub.subscriptions.SUBSCRIPTIONS_AT_MOST", 1)
    _alice, room, token = await in_database(people)
    async with running_hub():
        socket = Pipe(token)
        await socket.request("hello")
        await socket.request("subscribe", stream=room.stream)

        again = await socket.request("subscribe", stream=room.stream)
        await socket.hang_up()

    assert again["type"] == "ok"


def people():
    # Emptying the tables before a test takes the migration's row with it.
    cast = assemble()
    return cast.alice, room_of(cast.riverside), token_of(cast.alice)


def post(author, room):
    fields = {"room": str(room.pk), "text": "Missed", "client_id": CLIENT_ID.format(1)}
    return execute(author, {"type": "message.post", **fields})


def check_again(user):
    with transaction():
        revoke(user=user.pk, stream="*", reason="role changed")


def rename(table, name):
    with contextlib.closing(connection.cursor()) as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")
