"""Why somebody who is signed in is in no room: declined, removed, or never in one."""

import pytest

from teams.actions import add_member, admit, approve, decline, remove_member
from teams.models import Unit, User
from teams.roles import Role


@pytest.fixture
def dora(cast):
    return User.objects.create_user("dora@example.org", "Dora Diaz")


@pytest.fixture
def ask_to_join(cast, dora):
    Unit.objects.filter(pk=cast.riverside.pk).update(join_mode="approval")

    def ask_to_join():
        asked = admit(user=dora, unit=cast.riverside, role=Role.VOLUNTEER)
        return asked.membership

    return ask_to_join


@pytest.fixture
def why(get):
    def why(user):
        boot = get(user, "boot")
        declined = get(user, "joining")["declined"]
        assert boot["declined"] == [one["unit"]["name"] for one in declined]
        return boot["declined"], boot["has_left"]

    return why


def test_who_never_was_in_a_team(dora, why):
    assert why(dora) == ([], False)


def test_who_was_declined_reads_where(cast, dora, ask_to_join, why):
    decline(membership=ask_to_join(), by=cast.bob)

    assert why(dora) == (["Riverside"], False)


def test_who_asks_once_more_waits_and_is_declined_nowhere(cast, dora, ask_to_join, why):
    decline(membership=ask_to_join(), by=cast.bob)
    ask_to_join()

    assert why(dora) == ([], False)


def test_who_was_removed_was_somewhere(cast, dora, ask_to_join, why):
    member = approve(membership=ask_to_join(), by=cast.bob)
    remove_member(membership=member, by=cast.bob)

    assert why(dora) == ([], True)


def test_who_was_removed_and_declined_later_reads_where(cast, dora, ask_to_join, why):
    add_member(user=dora, unit=cast.riverside, role=Role.VOLUNTEER)
    member = dora.memberships.get()
    remove_member(membership=member, by=cast.bob)
    decline(membership=ask_to_join(), by=cast.bob)

    assert why(dora) == (["Riverside"], False)
