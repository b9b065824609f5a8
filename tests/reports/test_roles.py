"""Every role, in its own place and in another: who may report, correct and look."""

import pytest

from hub.errors import Refused
from teams.actions import add_member, remove_member
from teams.models import User
from teams.roles import Role

# Where the newcomer sits, and whether Riverside's reports and figures are theirs:
# to file, to take back another's, to read its feed.
SEATS = [
    (Role.VOLUNTEER, "riverside", True, False, True),
    (Role.COORDINATOR, "riverside", True, False, True),
    (Role.LEADER, "riverside", True, True, True),
    (Role.VOLUNTEER, "hillside", False, False, False),
    (Role.COORDINATOR, "hillside", False, False, False),
    (Role.LEADER, "hillside", False, False, False),
    (Role.ORGANIZER, "office", True, True, True),
    (Role.ORGANIZER, "hillside", False, False, False),
    (Role.OPERATOR, "office", False, False, False),
    (Role.OPERATOR, "centre", False, False, False),
    (Role.DESK_LEAD, "centre", False, False, False),
    (Role.DIRECTOR, "centre", True, True, True),
    (Role.OWNER, "campaign", False, False, False),
]


@pytest.fixture
def newcomer(cast):
    def newcomer(role, place):
        user = User.objects.create_user("new@example.org", "Newcomer")
        add_member(user=user, unit=getattr(cast, place), role=role)
        return user

    return newcomer


def may(act):
    try:
        act()
    except Refused:
        return False
    return True


@pytest.mark.parametrize(("role", "place", "files", "voids", "reads"), SEATS)
def test_each_role_does_what_it_may(
    cast, newcomer, file, change, page, role, place, files, voids, reads
):
    filed = file(cast.alice, 5)
    user = newcomer(role, place)

    assert may(lambda: file(user, 6)) is files
    assert may(lambda: page(user, cast.riverside.feed)) is reads
    assert may(lambda: change(user, "void", filed)) is voids


def test_who_has_left_does_nothing_more(cast, file, change, page):

    filed = file(cast.alice, 5)
    remove_member(membership=cast.alice.memberships.get())

    for act in (
        lambda: file(cast.alice, 6),
        lambda: change(cast.alice, "void", filed),
        lambda: page(cast.alice, cast.riverside.feed),
    ):
        assert not may(act)
