"""Who decides what about whom: never oneself, an equal, a superior or another place."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from teams.access import standing
from teams.actions import add_member, archive_unit, change_profile, mute_member
from teams.look_alikes import NO_NAME_YET
from teams.models import Act, AuditEntry, HeldName, MembershipState
from teams.roles import Power, Role
from tests.cast import session_of, token_of

MUTE = {"minutes": 30}
# What may be asked of a member, with the body that it takes.
ASKED = [
    ("PATCH", "", {"role": "coordinator"}),
    ("POST", "/mute", MUTE),
    ("POST", "/unmute", None),
    ("POST", "/suspend", None),
    ("POST", "/reinstate", None),
    ("DELETE", "", None),
]


def seat(user, unit=None):
    found = user.memberships.filter(unit=unit) if unit else user.memberships
    return found.get()


@pytest.fixture
def ask(client):
    """Asks as somebody who has just proven who they are; gives the answer."""

    def ask(user, method, path, fields=None, status=None):
        session = session_of(user, proven=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        answer = client.generic(
            method,
            f"/api/v1/{path}",
            "" if fields is None else json.dumps(fields),
            "application/json",
        )
        assert status is None or answer.status_code == status, answer.content
        return answer

    return ask


@pytest.fixture
def owner(cast):
    return add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER).user


def written(act):
    entry = AuditEntry.objects.filter(act=act).latest("seq")
    return entry.actor_id, entry.unit_id, entry.subject_id, entry.detail


def test_an_organizer_gives_a_role_and_it_is_written_down(ask, cast):
    member = seat(cast.alice)

    answer = ask(
        cast.olive, "PATCH", f"members/{member.pk}", {"role": "leader"}, 200
    ).json()

    assert answer["role"] == "leader"
    assert standing(cast.alice).may(Power.MODERATE, cast.riverside)
    assert written(Act.ROLE_CHANGED) == (
        cast.olive.pk,
        cast.riverside.pk,
        cast.alice.pk,
        {"before": "volunteer", "after": "leader"},
    )


@pytest.mark.parametrize(
    ("who", "whom", "role", "code"),
    [
        ("olive", "alice", "organizer", "invalid"),  # no role of a team
        ("olive", "oscar", "desk_lead", "refused"),  # above what she may give
        ("bob", "alice", "leader", "refused"),  # a leader gives no roles
        ("olive", "olive", "operator", "refused"),
        ("diana", "olive", "owner", "invalid"),
    ],
)
def test_no_role_above_one_s_own_or_in_the_wrong_place(
    ask, cast, who, whom, role, code
):
    unit = cast.office if whom == "oscar" else None
    member = seat(getattr(cast, whom), unit)

    answer = ask(getattr(cast, who), "PATCH", f"members/{member.pk}", {"role": role})

    assert answer.json()["code"] == code
    member.refresh_from_db()
    assert member.role != role


def test_the_last_owner_stays_one(ask, cast, owner):
    member = seat(owner, cast.campaign)
    other = add_member(user=cast.olive, unit=cast.campaign, role=Role.OWNER)

    ask(owner, "PATCH", f"members/{other.pk}", {"role": "director"}, 200)
    answer = ask(owner, "PATCH", f"members/{member.pk}", {"role": "director"})

    assert answer.status_code == 403
    assert standing(owner).may(Power.CLOSE_OUT, cast.campaign)


def test_a_leader_mutes_and_lets_speak_again(ask, cast):
    member = seat(cast.alice)

    muted = ask(cast.bob, "POST", f"members/{member.pk}/mute", MUTE, 200).json()
    spoken = ask(cast.bob, "POST", f"members/{member.pk}/unmute", None, 200).json()

    assert muted["muted_until"] is not None
    assert spoken["muted_until"] is None
    assert written(Act.MEMBER_MUTED)[3] == {"minutes": 30}
    assert written(Act.MEMBER_UNMUTED)[2] == cast.alice.pk


def test_what_is_so_already_is_not_written_down_again(ask, cast):
    path = f"members/{seat(cast.alice).pk}"

    first, second = (
        ask(cast.bob, "POST", f"{path}/mute", MUTE, 200).json() for _ in range(2)
    )
    lifted = [ask(cast.bob, "POST", f"{path}/unmute", None, 200).json() for _ in "12"]
    for _ in range(2):
        ask(cast.olive, "PATCH", path, {"role": "coordinator"}, 200)
        ask(cast.diana, "POST", f"people/{cast.alice.pk}/suspend", None, 204)
    for _ in range(2):
        ask(cast.diana, "POST", f"people/{cast.alice.pk}/reinstate", None, 204)

    assert first["muted_until"] == second["muted_until"]
    assert lifted[0] == lifted[1]
    acts = list(AuditEntry.objects.values_list("act", flat=True))
    for act in (
        Act.MEMBER_MUTED,
        Act.MEMBER_UNMUTED,
        Act.ROLE_CHANGED,
        Act.PERSON_SUSPENDED,
        Act.PERSON_REINSTATED,
    ):
        assert acts.count(act) == 1


def test_muted_again_for_longer_the_last_one_counts(ask, cast):
    path = f"members/{seat(cast.alice).pk}/mute"

    first = ask(cast.bob, "POST", path, MUTE, 200).json()
    second = ask(cast.bob, "POST", path, {"minutes": 60}, 200).json()

    assert second["muted_until"] > first["muted_until"]
    assert written(Act.MEMBER_MUTED)[3] == {"minutes": 60}


@pytest.mark.parametrize("minutes", [0, -5, 7 * 24 * 60 + 1, "x", None])
def test_a_silence_has_an_end(ask, cast, minutes):
    path = f"members/{seat(cast.alice).pk}/mute"

    answer = ask(cast.bob, "POST", path, {"minutes": minutes}, 422)

    assert answer.json()["field"] == "minutes"


def test_suspending_and_reinstating_a_member(ask, cast):
    member = seat(cast.alice)

    ask(cast.olive, "POST", f"members/{member.pk}/suspend", None, 200)
    assert standing(cast.alice).seats == ()
    ask(cast.olive, "POST", f"members/{member.pk}/suspend", None, 409)
    ask(cast.olive, "POST", f"members/{member.pk}/reinstate", None, 200)

    assert standing(cast.alice).may(Power.POST, cast.riverside)
    assert written(Act.MEMBER_SUSPENDED)[0] == cast.olive.pk
    assert written(Act.MEMBER_REINSTATED)[2] == cast.alice.pk


def test_who_is_suspended_reads_from_where(ask, cast):
    ask(cast.olive, "POST", f"members/{seat(cast.alice).pk}/suspend", None, 200)

    boot = ask(cast.alice, "GET", "boot", None, 200).json()

    assert (boot["belongs"], boot["suspended_from"]) == (False, ["Riverside"])
    assert ask(cast.charlie, "GET", "boot").json()["suspended_from"] == []


def test_whose_only_place_was_archived_reads_which(ask, cast):
    archive_unit(unit=cast.riverside, by=cast.olive)

    boot = ask(cast.alice, "GET", "boot", None, 200).json()

    assert (boot["belongs"], boot["closed"]) == (False, ["Riverside"])
    assert ask(cast.charlie, "GET", "boot").json()["closed"] == []


def test_a_name_taken_while_suspended_is_held_at_the_return(ask, cast):
    member = seat(cast.alice)
    ask(cast.olive, "POST", f"members/{member.pk}/suspend", None, 200)
    change_profile(user=cast.alice, name="B0b")

    ask(cast.olive, "POST", f"members/{member.pk}/reinstate", None, 200)

    cast.alice.refresh_from_db()
    assert cast.alice.name == NO_NAME_YET
    assert HeldName.objects.get(user=cast.alice).name == "B0b"


def test_removing_a_member_once(ask, cast):
    path = f"members/{seat(cast.alice).pk}"

    ask(cast.olive, "DELETE", path, None, 204)

    assert seat(cast.alice).state == MembershipState.LEFT
    assert written(Act.MEMBER_REMOVED)[2] == cast.alice.pk
    assert ask(cast.olive, "DELETE", path).status_code == 403


@pytest.mark.parametrize(("method", "path", "fields"), ASKED)
@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("charlie", "alice"),  # another team
        ("alice", "alice"),  # oneself
        ("alice", "bob"),  # one's own leader
        ("bob", "bob"),
        ("bob", "olive"),  # a leader's organizer
        ("bob", "charlie"),  # a leader elsewhere
        ("olive", "diana"),  # an organizer's director
        ("oscar", "alice"),
    ],
)
def test_nobody_decides_about_a_superior_themself_or_another_place(
    ask, cast, who, whom, method, path, fields
):
    member = seat(getattr(cast, whom))
    before = (member.role, member.state, member.muted_until)

    answer = ask(getattr(cast, who), method, f"members/{member.pk}{path}", fields)

    assert (answer.status_code, answer.json()["code"]) == (403, "refused")
    member.refresh_from_db()
    assert (member.role, member.state, member.muted_until) == before


def test_equals_in_one_place_leave_each_other_alone(ask, cast):
    other = add_member(user=cast.charlie, unit=cast.riverside, role=Role.LEADER)

    answer = ask(cast.bob, "POST", f"members/{other.pk}/mute", MUTE)

    assert answer.status_code == 403


def test_a_director_s_seat_in_a_team_is_out_of_the_leader_s_reach(ask, cast):
    helping = add_member(user=cast.diana, unit=cast.riverside, role=Role.VOLUNTEER)

    answer = ask(cast.bob, "POST", f"members/{helping.pk}/mute", MUTE)

    assert answer.status_code == 403


def test_foreign_and_absent_members_answer_alike(ask, cast):
    paths = (f"members/{seat(cast.alice).pk}", "members/999999", "members/x")

    answers = [ask(cast.charlie, "GET", path, None, 403).json() for path in paths]

    assert answers[0] == answers[1] == answers[2]


def test_a_card_says_what_one_may_decide(ask, cast):
    path = f"members/{seat(cast.alice).pk}"

    may = {
        who: ask(getattr(cast, who), "GET", path, None, 200).json()["may"]
        for who in ("alice", "bob", "olive", "diana")
    }

    assert may == {
        "alice": [],
        "bob": ["mute"],
        "olive": ["change_role", "mute", "suspend", "remove"],
        "diana": ["change_role", "mute", "suspend", "remove", "suspend_person"],
    }


def test_a_card_costs_the_same_few_queries(ask, cast):
    for unit in (cast.hillside, cast.office, cast.centre):
        add_member(user=cast.alice, unit=unit, role=Role.VOLUNTEER)
    path = f"members/{seat(cast.alice, cast.riverside).pk}"
    token_of(cast.olive)

    with CaptureQueriesContext(connection) as queries:
        ask(cast.olive, "GET", path, None, 200)

    looked = [q for q in queries if q["sql"].startswith("SELECT")]
    assert len(looked) <= 12, [q["sql"] for q in looked]


def test_a_suspended_person_is_out_and_comes_back(ask, cast):
    path = f"people/{cast.alice.pk}"

    ask(cast.diana, "POST", f"{path}/suspend", None, 204)
    assert standing(cast.alice).seats == ()
    ask(cast.diana, "POST", f"{path}/reinstate", None, 204)

    assert standing(cast.alice).may(Power.POST, cast.riverside)
    assert written(Act.PERSON_SUSPENDED)[:3] == (cast.diana.pk, None, cast.alice.pk)
    assert written(Act.PERSON_REINSTATED)[:3] == (cast.diana.pk, None, cast.alice.pk)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "olive", "oscar"])
def test_only_directors_and_owners_suspend_a_person(ask, cast, who):
    ask(getattr(cast, who), "POST", f"people/{cast.alice.pk}/suspend", None, 403)

    cast.alice.refresh_from_db()
    assert cast.alice.is_active


def test_a_director_does_not_suspend_who_is_at_work_elsewhere_too(ask, cast):
    add_member(user=cast.alice, unit=cast.campaign, role=Role.DIRECTOR)

    ask(cast.diana, "POST", f"people/{cast.alice.pk}/suspend", None, 403)


def test_a_silence_ends_by_itself(cast):
    member = seat(cast.alice)
    over = timezone.now() - timedelta(seconds=1)

    mute_member(membership=member, until=over, by=cast.bob)

    assert standing(cast.alice).seats[0].muted_until == over
