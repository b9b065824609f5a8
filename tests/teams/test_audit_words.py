"""What entries tell beside who and whom: each detail has words, and links that open."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.models import Message
from chat.queries import room_of
from hub.execution import execute
from teams.actions import move_unit, open_unit, record
from teams.models import DETAILS, Act

LOCALES = Path(__file__).resolve().parents[2] / "frontend" / "locales"
# Of values, and of what has a place to lead to.
OTHERS = ("told_what_", "told_field_", "told_message_place")


def ids(room=None):
    return {"client_id": str(uuid4())} | ({"room": str(room.pk)} if room else {})


@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_every_detail_of_every_act_has_words_and_no_words_are_left_over(language):
    texts = json.loads((LOCALES / language / "trust.json").read_text())
    told = {key for key in texts if key.startswith("told_")}

    assert {key for key in told if not key.startswith(OTHERS)} == {
        f"told_{act}_{name}" for act, names in DETAILS.items() for name in names
    }


def test_a_detail_without_words_is_not_written_down(cast):
    with pytest.raises(ValueError, match="member_muted has no words for mood"):
        record(Act.MEMBER_MUTED, by=cast.bob, detail={"mood": 3})


def test_a_removed_message_is_found_by_who_may_enter_its_room(get, cast, owner):
    room = room_of(cast.riverside)
    posted = execute(cast.alice, {"type": "message.post", "text": "Hi", **ids(room)})
    gone = {"type": "message.delete", "message": posted["message"], **ids()}
    execute(cast.olive, gone)

    [entry] = get(cast.diana, "audit", act="message_removed")["items"]
    assert entry["message"] == {"room": str(room.pk), "seq": posted["seq"]}

    # Owners see the log and no room.
    [entry] = get(owner, "audit", act="message_removed")["items"]
    assert entry["message"] is None
    # Longer ago than who has come since may read.
    Message.objects.update(at=timezone.now() - timedelta(days=30))
    [entry] = get(cast.diana, "audit", act="message_removed")["items"]
    assert entry["message"] is None


def test_a_moved_place_says_between_which(get, cast, owner):
    office = open_unit(kind="office", name="Canton", parent=cast.office.parent)
    move_unit(unit=cast.riverside, parent=office, by=owner)

    [entry] = get(owner, "audit", act="unit_moved")["items"]

    assert entry["between"]["from"]["name"] == cast.office.name
    assert entry["between"]["to"]["name"] == "Canton"
