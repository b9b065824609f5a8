"""The 72-hour clock: who sees whom, and how it passes upward."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.models import Event
from teams.actions import add_member, admit, invite, open_unit
from teams.models import Membership, User
from teams.roles import Role


@pytest.fixture
def arrive(cast):
    """Somebody who joined a team so many hours ago."""

    def arrive(name, unit, hours=0):
        user = User.objects.create_user(f"{name.lower()}@example.org", name)
        since = timezone.now() - timedelta(hours=hours)
        return add_member(user=user, unit=unit, role=Role.VOLUNTEER, since=since)

    # The cast itself has been spoken with.
    Membership.objects.update(contacted_at=timezone.now())
    return arrive


def names(answer):
    return [one["user"]["name"] for one in answer["items"]]


def test_a_leader_sees_who_came_and_the_time_left(cast, arrive, get):
    arrive("Dora", cast.riverside, hours=10)
    arrive("Eve", cast.riverside, hours=20)
    arrive("Far", cast.hillside)

    found = get(cast.bob, "newcomers")

    assert names(found) == ["Eve", "Dora"]
    assert found["count"] == 2
    assert [one["late"] for one in found["items"]] == [False, False]
    assert {one["passed_to"] for one in found["items"]} == {"leader"}


def test_an_unmet_clock_passes_upward(cast, arrive, get):
    add_member(user=cast.charlie, unit=cast.hillside, role=Role.LEADER)
    arrive("Fresh", cast.riverside, hours=47)
    arrive("Older", cast.riverside, hours=49)
    arrive("Late", cast.hillside, hours=73)

    assert names(get(cast.bob, "newcomers")) == ["Older", "Fresh"]
    assert names(get(cast.olive, "newcomers")) == ["Late", "Older"]
    director = get(cast.diana, "newcomers")
    assert names(director) == ["Late"]
    assert director["items"][0]["late"] is True
    assert director["items"][0]["passed_to"] == "director"


def test_who_waits_below_with_somebody_nearer_is_counted_and_can_be_seen(
    cast, arrive, get
):
    arrive("Fresh", cast.riverside, hours=5)
    arrive("Late", cast.riverside, hours=73)

    mine, everybody = (get(cast.diana, "newcomers", all=all) for all in (False, True))

    assert (names(mine), mine["count"], mine["below"]) == (["Late"], 1, 1)
    assert names(everybody) == ["Late", "Fresh"]
    assert (everybody["count"], everybody["below"]) == (2, 0)
    nothing = get(cast.charlie, "newcomers", all=True)
    assert (names(nothing), nothing["count"], nothing["below"]) == ([], 0, 0)


def test_where_nobody_leads_the_organizer_sees_them_at_once(cast, arrive, get):
    arrive("Dora", cast.hillside)

    assert names(get(cast.olive, "newcomers")) == ["Dora"]
    assert names(get(cast.diana, "newcomers")) == []


def test_where_nobody_leads_or_organizes_the_director_sees_them_at_once(
    cast, arrive, get
):
    Membership.objects.filter(user=cast.olive).delete()
    owner = User.objects.create_user("owen@example.org", "Owen")
    add_member(user=owner, unit=cast.campaign, role=Role.OWNER)
    arrive("Dora", cast.hillside)

    assert names(get(cast.diana, "newcomers")) == ["Dora"]
    assert names(get(owner, "newcomers")) == []


def test_where_nobody_at_all_is_nearer_the_owner_sees_them_at_once(cast, arrive, get):
    Membership.objects.filter(user__in=[cast.olive, cast.diana]).delete()
    owner = User.objects.create_user("owen@example.org", "Owen")
    add_member(user=owner, unit=cast.campaign, role=Role.OWNER)
    arrive("Dora", cast.hillside)
    arrive("Eve", cast.riverside)

    assert names(get(owner, "newcomers")) == ["Dora"]


def test_the_director_stands_in_for_an_organizer_who_is_missing(cast, arrive, get):
    Membership.objects.filter(user=cast.olive).delete()
    arrive("Fresh", cast.riverside, hours=47)
    arrive("Older", cast.riverside, hours=49)

    assert names(get(cast.diana, "newcomers")) == ["Older"]


@pytest.mark.parametrize("place", ["office", "region"])
def test_an_organizer_of_any_place_above_is_there(cast, arrive, get, place):
    Membership.objects.filter(user=cast.olive).update(unit=getattr(cast, place))
    arrive("Dora", cast.hillside)

    assert names(get(cast.olive, "newcomers")) == ["Dora"]
    assert names(get(cast.diana, "newcomers")) == []


def test_who_is_shut_out_or_elsewhere_does_not_count_as_there(cast, arrive, get):
    other = open_unit(kind="office", name="Toledo", parent=cast.region)
    Membership.objects.filter(user=cast.bob).update(unit=cast.hillside)
    Membership.objects.filter(user=cast.olive).update(unit=other)
    arrive("Dora", cast.riverside)
    assert names(get(cast.diana, "newcomers")) == ["Dora"]

    Membership.objects.filter(user=cast.olive).update(unit=cast.office)
    User.objects.filter(pk=cast.olive.pk).update(is_active=False)

    assert names(get(cast.diana, "newcomers")) == ["Dora"]


def test_an_organizer_looks_at_one_team_whole(cast, arrive, get):
    arrive("Dora", cast.riverside)
    arrive("Eve", cast.hillside)

    team = get(cast.olive, "newcomers", unit=str(cast.riverside.pk))
    office = get(cast.olive, "newcomers", unit=str(cast.office.pk))

    assert names(team) == ["Dora"]
    assert names(office) == ["Dora", "Eve"]


def test_a_fortnight_later_nobody_is_new(cast, arrive, get):
    arrive("Old", cast.riverside, hours=24 * 15)

    assert names(get(cast.bob, "newcomers")) == []


def test_contacted_is_kept_with_who_and_when(cast, arrive, get, send):
    dora = arrive("Dora", cast.riverside)

    first = send(cast.bob, "POST", f"members/{dora.pk}/contacted")
    second = send(cast.olive, "POST", f"members/{dora.pk}/contacted")

    assert first["contacted_by"] == {"id": str(cast.bob.pk), "name": "Bob"}
    assert second == first
    assert names(get(cast.bob, "newcomers")) == []


def test_a_slip_is_taken_back_soon_and_by_oneself(cast, arrive, get, send):
    dora = arrive("Dora", cast.riverside)
    path = f"members/{dora.pk}/contacted"
    send(cast.bob, "POST", path)

    send(cast.olive, "DELETE", path, status=409)
    undone = send(cast.bob, "DELETE", path)
    assert undone["contacted_at"] is None
    assert names(get(cast.bob, "newcomers")) == ["Dora"]

    send(cast.bob, "POST", path)
    Membership.objects.filter(pk=dora.pk).update(
        contacted_at=timezone.now() - timedelta(minutes=2)
    )
    send(cast.bob, "DELETE", path, status=409)


@pytest.mark.parametrize("who", ["alice", "charlie", "oscar"])
def test_others_see_and_mark_nobody(cast, arrive, get, send, who):
    user = getattr(cast, who)
    dora = arrive("Dora", cast.riverside)

    assert names(get(user, "newcomers")) == []
    get(user, "newcomers", status=403, unit=str(cast.riverside.pk))
    send(user, "POST", f"members/{dora.pk}/contacted", status=403)

    dora.refresh_from_db()
    assert dora.contacted_at is None


def test_a_leader_marks_nobody_of_another_team(cast, arrive, send):
    dora = arrive("Dora", cast.hillside)

    send(cast.bob, "POST", f"members/{dora.pk}/contacted", status=403)


def test_the_list_costs_the_same_for_many(cast, arrive, get, django_assert_num_queries):
    for number in range(8):
        arrive(f"P{number}", cast.riverside, hours=number)
    get(cast.bob, "newcomers")

    for limit in (2, 8):
        with django_assert_num_queries(6):
            page = get(cast.bob, "newcomers", limit=limit)
        assert len(page["items"]) == limit
        with django_assert_num_queries(6):
            get(cast.diana, "newcomers", limit=limit)
    first = get(cast.bob, "newcomers", limit=5)
    rest = get(cast.bob, "newcomers", limit=5, cursor=first["next"])
    assert names(first) + names(rest) == [f"P{number}" for number in range(7, -1, -1)]


def test_the_other_caretakers_hear_of_it(cast, arrive, send):
    add_member(user=cast.charlie, unit=cast.riverside, role=Role.LEADER)
    dora = arrive("Dora", cast.riverside)

    send(cast.bob, "POST", f"members/{dora.pk}/contacted")

    assert Event.objects.filter(stream=cast.charlie.inbox).latest("seq").kind == (
        "newcomer.contacted"
    )


def test_who_comes_back_is_new_again(cast, arrive):
    membership = cast.alice.memberships.get()
    Membership.objects.filter(pk=membership.pk).update(
        state="left", welcomed_at=timezone.now()
    )
    invitation = invite(
        unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob
    ).invitation

    admit(
        user=cast.alice,
        unit=cast.riverside,
        role=Role.VOLUNTEER,
        invitation=invitation,
    )

    membership.refresh_from_db()
    assert (membership.contacted_at, membership.welcomed_at) == (None, None)
    assert membership.invited_by == cast.bob


def test_the_welcome_card_is_put_away_for_good(cast, arrive, get, send):
    dora = arrive("Dora", cast.riverside)
    shown = get(dora.user, "joining")["welcome"]

    send(dora.user, "DELETE", f"units/{cast.riverside.pk}/welcome", status=204)

    assert [one["unit"]["name"] for one in shown] == ["Riverside"]
    assert get(dora.user, "joining")["welcome"] == []
    send(cast.charlie, "DELETE", f"units/{cast.riverside.pk}/welcome", status=403)
