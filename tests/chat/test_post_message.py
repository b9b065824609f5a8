from uuid import uuid4

import msgspec
import pytest

from chat.models import Message, Room
from hub.errors import Conflict, HubError, Invalid, Refused
from hub.models import Event


def test_a_post_is_answered_with_its_id_seq_and_time(post, alice, room):
    posted = post(alice, "  Good evening \n")

    message = Message.objects.get(pk=posted["message"])
    assert (message.text, message.room, message.author) == ("Good evening", room, alice)
    assert posted["seq"] == message.seq == 1
    assert posted["at"].endswith("Z")
    assert posted["duplicate"] is False


def test_the_event_carries_the_message_and_who_wrote_it(post, alice, room):
    client_id = str(uuid4())

    posted = post(alice, "Good evening", language="en", client_id=client_id)

    event = Event.objects.get(stream=room.stream)
    assert (event.kind, str(event.client_id)) == ("message.posted", client_id)
    assert msgspec.json.decode(event.by) == {
        "id": str(alice.pk),
        "name": "Alice",
        "role": "volunteer",
    }
    assert msgspec.json.decode(event.data) == {
        "message": {
            "id": posted["message"],
            "text": "Good evening",
            "language": "en",
            "version": 1,
        }
    }


def test_outsider_cannot_post(post, charlie):
    with pytest.raises(Refused):
        post(charlie)

    assert not Message.objects.exists()


def test_absent_and_forbidden_answer_alike(post, charlie, room):
    answers = []
    for room_id in (str(room.pk), "999999", "no such room", "-1", "1" * 30):
        with pytest.raises(HubError) as refusal:
            post(charlie, room=room_id)
        answers.append(refusal.value.fields())

    assert all(answer == answers[0] for answer in answers)


def test_same_client_id_posts_once(post, alice):
    client_id = str(uuid4())

    first = post(alice, client_id=client_id)
    second = post(alice, client_id=client_id)

    assert second == {**first, "duplicate": True}
    assert Message.objects.count() == 1


def test_client_id_of_another_command_is_a_conflict(post, change, alice):
    client_id = str(uuid4())
    posted = post(alice, client_id=client_id)

    with pytest.raises(Conflict):
        change(alice, "delete", posted, client_id=client_id)

    assert Message.objects.get().deleted_at is None


def test_client_ids_of_two_people_are_apart(post, alice, bob):
    client_id = str(uuid4())

    post(alice, client_id=client_id)
    post(bob, client_id=client_id)

    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("text", {"text": ""}),
        ("text", {"text": " \n\t "}),
        ("text", {"text": "\u200b\u200f \ufeff"}),
        ("text", {"text": "x" * 4001}),
        ("text", {"text": "bell \x07"}),
        ("text", {"text": "nul \x00"}),
        ("text", {"text": 7}),
        ("room", {"room": ""}),
        ("room", {"room": 7}),
        ("language", {"language": "not a language"}),
        ("reply_to", {"reply_to": "999"}),
        ("reply_to", {"reply_to": "first"}),
        ("attachments", {"attachments": ["7"]}),
        ("client_id", {"client_id": "7"}),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(post, alice, field, fields):
    with pytest.raises(Invalid) as invalid:
        post(alice, **fields)

    assert invalid.value.field == field
    assert not Message.objects.exists()
    assert not Event.objects.filter(kind="message.posted").exists()


def test_longest_text_and_line_breaks_are_kept(post, alice):
    text = "line\r\n\tline\u200f\n" + "ش" * 3988

    post(alice, text)

    assert Message.objects.get().text == text.replace("\r\n", "\n")


def test_a_reply_names_its_message(post, alice, bob):
    asked = post(alice, "Who has the keys?")

    answered = post(bob, "I do.", reply_to=asked["message"])

    assert (
        str(Message.objects.get(pk=answered["message"]).reply_to_id)
        == (asked["message"])
    )


def test_a_reply_cannot_name_a_message_of_another_room(
    post, person, world, alice, charlie
):
    elsewhere = post(
        charlie, room=str(Room.objects.get(unit=world.other_team).pk), text="Ours"
    )

    with pytest.raises(Invalid) as invalid:
        post(alice, reply_to=elsewhere["message"])

    assert invalid.value.field == "reply_to"


def test_nobody_posts_in_an_archived_room(post, alice, room):
    room.archived_at = alice.joined_at
    room.save()

    with pytest.raises(Refused):
        post(alice)
