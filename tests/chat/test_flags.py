"""A flag goes to who leads the place, never to who it is about, and is decided once."""

import json

import pytest

from chat.models import Case, Flag, Message, Visit
from hub.models import Event
from teams.access import standing
from teams.actions import add_member, suspend_member
from teams.models import Act, AuditEntry
from teams.roles import Role


def queue(ask, user):
    return ask(user, "GET", "flags", 200)["items"]


def told(user, kind):
    events = Event.objects.filter(stream=user.inbox, kind=kind).order_by("seq")
    return [json.loads(event.data) for event in events]


def test_a_flag_is_in_the_queue_of_the_leader_and_those_above(
    ask, flag, leader, organizer, director, alice, bob, charlie
):
    flag(words="Look at this")

    for who in (leader, organizer, director):
        [item] = queue(ask, who)
        assert item["person"]["name"] == "Alice"
        assert item["message"]["text"] == "You people are all the same"
        assert [(one["reason"], one["words"]) for one in item["flags"]] == [
            ("hate", "Look at this")
        ]
    for who in (alice, bob, charlie):
        assert queue(ask, who) == []


def test_nobody_is_told_who_has_flagged(ask, flag, leader):
    flag()

    [item] = queue(ask, leader)
    detail = ask(leader, "GET", f"flags/{item['id']}", 200)
    [told_to_leader] = told(leader, "flag.raised")

    # Bob wrote nothing around it: his name could only come from the flag.
    assert "Bob" not in json.dumps([item, detail, told_to_leader])
    assert told_to_leader == {"case": item["id"], "unit": item["unit"]}


def test_only_the_nearest_are_told_of_a_new_case(flag, leader, organizer):
    flag()

    assert len(told(leader, "flag.raised")) == 1
    assert told(organizer, "flag.raised") == []


def test_two_who_flag_make_one_case_and_each_one_flag(ask, flag, person, world, leader):
    cleo = person("Cleo", "volunteer", world.team)
    message = flag()
    again = {"message": message, "reason": "spam"}

    first = ask(cleo, "POST", "flags", 201, **again)
    second = ask(cleo, "POST", "flags", 201, **again)

    assert first == second
    assert (Case.objects.count(), Flag.objects.count()) == (1, 2)


def test_a_flagged_leader_s_case_goes_to_the_organizer(
    ask, flag, bob, leader, organizer
):
    flag(author=leader, by=bob)

    assert queue(ask, leader) == []
    [item] = queue(ask, organizer)
    ask(leader, "GET", f"flags/{item['id']}", 403)
    ask(leader, "POST", f"flags/{item['id']}/decide", 403, acts=[])
    assert told(leader, "flag.raised") == []
    assert len(told(organizer, "flag.raised")) == 1


def test_another_leader_of_the_team_does_not_decide_about_the_first(
    ask, flag, person, world, bob, leader
):
    other = person("Lara", "leader", world.team)

    flag(author=leader, by=bob)

    assert queue(ask, other) == []


def test_a_flagged_director_s_case_goes_to_the_owners_without_the_room(
    ask, flag, bob, leader, organizer, director, owner
):
    flag(author=director, by=bob)

    for who in (leader, organizer, director):
        assert queue(ask, who) == []
    [item] = queue(ask, owner)
    detail = ask(owner, "GET", f"flags/{item['id']}", 200)
    assert detail["around"] == []
    assert "remove" not in detail["may"]


def test_context_shows_five_before_and_five_after(ask, flag, post, bob, leader):
    for number in range(7):
        post(bob, f"before {number}")
    flag()
    for number in range(7):
        post(bob, f"after {number}")
    [item] = queue(ask, leader)

    around = ask(leader, "GET", f"flags/{item['id']}", 200)["around"]

    texts = [one["data"]["message"]["text"] for one in around]
    assert len(texts) == 11
    assert (texts[0], texts[5], texts[10]) == (
        "before 2",
        "You people are all the same",
        "after 4",
    )


def test_context_tells_of_the_person(ask, flag, leader, alice):
    first = flag(text="Once")
    [item] = queue(ask, leader)
    ask(leader, "POST", f"flags/{item['id']}/decide", 204, acts=["remove"])
    flag(text="Twice")
    [item] = queue(ask, leader)

    detail = ask(leader, "GET", f"flags/{item['id']}", 200)

    assert Message.objects.get(pk=first).text == ""
    assert detail["member"]["role"] == "volunteer"
    assert detail["former"] == {"flagged": 1, "acted_on": 1}
    assert detail["may"] == ["dismiss", "hand_up", "remove", "mute"]


def test_an_organizer_s_look_at_the_context_shows_in_the_room(
    ask, flag, leader, organizer
):
    flag()
    [item] = queue(ask, organizer)
    assert not Visit.objects.exists()

    ask(organizer, "GET", f"flags/{item['id']}", 200)

    assert Visit.objects.get().user == organizer


def test_removing_leaves_a_tombstone_and_is_written_down(ask, flag, leader, alice, bob):
    message = flag()
    [item] = queue(ask, leader)

    ask(leader, "POST", f"flags/{item['id']}/decide", 204, acts=["remove"])

    assert Message.objects.get(pk=message).deleted_at is not None
    entry = AuditEntry.objects.get(act=Act.MESSAGE_REMOVED)
    assert (entry.actor_id, entry.subject_id) == (leader.pk, alice.pk)
    assert queue(ask, leader) == []
    assert told(bob, "flag.decided") == [{"flag": str(Flag.objects.get().pk)}]
    assert told(alice, "flag.decided") == []


def test_muting_and_removing_at_once(ask, flag, leader, alice, world):
    flag()
    [item] = queue(ask, leader)
    path = f"flags/{item['id']}/decide"

    ask(leader, "POST", path, 422, acts=["mute", "remove"])
    ask(leader, "POST", path, 204, acts=["mute", "remove"], minutes=60)

    assert standing(alice).seats[0].muted_until is not None
    assert Case.objects.get().acts == ["remove", "mute"]


def test_dismissing_changes_nothing_but_is_written_down(ask, flag, leader, bob):
    message = flag()
    [item] = queue(ask, leader)

    ask(leader, "POST", f"flags/{item['id']}/decide", 204)

    assert Message.objects.get(pk=message).text
    assert AuditEntry.objects.filter(act=Act.FLAG_DISMISSED).count() == 1
    assert len(told(bob, "flag.decided")) == 1


def test_a_case_is_decided_once(ask, flag, leader, organizer):
    flag()
    [item] = queue(ask, leader)
    path = f"flags/{item['id']}/decide"

    ask(leader, "POST", path, 204)
    second = ask(organizer, "POST", path, 409, acts=["remove"])

    assert second["message"] == "Somebody else has decided this already."


def test_a_leader_asks_the_organizer_to_suspend(
    ask, flag, leader, organizer, alice, bob
):
    flag()
    [item] = queue(ask, leader)
    path = f"flags/{item['id']}"

    refused = ask(leader, "POST", f"{path}/decide", 403, acts=["suspend", "remove"])
    ask(leader, "POST", f"{path}/hand-up", 204)

    assert refused["code"] == "refused"
    assert Message.objects.get().deleted_at is None
    assert queue(ask, leader) == []
    assert told(leader, "flag.closed") == told(organizer, "flag.raised")
    ask(organizer, "POST", f"{path}/decide", 204, acts=["suspend"])
    assert standing(alice).seats == ()
    assert len(told(bob, "flag.decided")) == 1


def test_above_the_campaign_there_is_nobody(ask, flag, bob, director, owner):
    flag(author=director, by=bob)
    [item] = queue(ask, owner)

    ask(owner, "POST", f"flags/{item['id']}/hand-up", 409)


def test_a_person_is_flagged_where_one_sees_them(
    ask, alice, bob, charlie, leader, world
):
    fields = {"person": str(alice.pk), "unit": str(world.team.pk), "reason": "spam"}

    ask(bob, "POST", "flags", 201, **fields)
    ask(charlie, "POST", "flags", 403, **fields)
    ask(alice, "POST", "flags", 422, **fields)

    [item] = queue(ask, leader)
    assert (item["message"], item["person"]["name"]) == (None, "Alice")
    detail = ask(leader, "GET", f"flags/{item['id']}", 200)
    assert "remove" not in detail["may"]
    ask(leader, "POST", f"flags/{item['id']}/decide", 422, acts=["remove"])


def test_charlie_gets_one_answer_for_foreign_and_absent(
    ask, flag, post, alice, charlie
):
    message = flag()
    case = Case.objects.get().pk

    for path in ("flags/{}", "flags/{}/decide", "flags/{}/hand-up"):
        method = "GET" if path == "flags/{}" else "POST"
        answers = [ask(charlie, method, path.format(n), 403) for n in (case, 999_999)]
        assert answers[0] == answers[1]
    answers = [
        ask(charlie, "POST", "flags", 403, message=one, reason="spam")
        for one in (message, "999999")
    ]
    assert answers[0] == answers[1]


def test_nobody_flags_themself_or_what_is_gone(ask, post, change, alice, bob):
    posted = post(alice)
    ask(alice, "POST", "flags", 422, message=posted["message"], reason="spam")
    change(alice, "delete", posted)

    ask(bob, "POST", "flags", 409, message=posted["message"], reason="spam")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "because"}, "reason"),
        ({"reason": "spam", "words": "x" * 501}, "words"),
        ({"reason": "spam", "words": "\x07"}, "words"),
    ],
)
def test_a_bad_flag_is_said_to_be_one(ask, post, alice, bob, fields, field):
    message = post(alice)["message"]

    assert ask(bob, "POST", "flags", 422, message=message, **fields)["field"] == field
    assert not Case.objects.exists()


def test_ten_flags_in_an_hour_are_enough(ask, post, alice, bob):
    messages = [post(alice, f"Number {number}")["message"] for number in range(11)]

    for message in messages[:10]:
        ask(bob, "POST", "flags", 201, message=message, reason="spam")
    refused = ask(bob, "POST", "flags", 429, message=messages[10], reason="spam")

    assert refused["code"] == "rate_limited"
    assert Case.objects.count() == 10


def test_what_was_decided_can_be_flagged_again(ask, flag, leader, bob):
    message = flag()
    [item] = queue(ask, leader)
    ask(leader, "POST", f"flags/{item['id']}/decide", 204)

    ask(bob, "POST", "flags", 201, message=message, reason="spam")

    assert len(queue(ask, leader)) == 1


def test_who_left_or_lost_the_role_decides_no_more(ask, flag, leader, organizer):
    flag()
    suspend_member(membership=leader.memberships.get(), by=organizer)

    assert queue(ask, leader) == []


def test_a_moderator_who_wrote_it_as_a_visitor_does_not_decide_it(
    ask, flag, bob, organizer, leader, director
):
    flag(author=organizer, by=bob)

    assert queue(ask, organizer) == []
    assert queue(ask, leader) == []
    assert len(queue(ask, director)) == 1


def test_a_second_seat_does_not_bring_a_case_back_to_its_subject(
    ask, flag, world, alice, bob
):
    add_member(user=alice, unit=world.office, role=Role.ORGANIZER)

    flag(author=alice, by=bob)

    assert queue(ask, alice) == []
