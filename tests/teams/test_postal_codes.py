"""People are placed with the neighbours whose postal code is most like theirs."""

import pytest

from hub.errors import Invalid
from teams.actions import add_member, archive_unit, open_unit
from teams.models import JoinMode, User
from teams.placement import nearest_open_team
from teams.postal_codes import normalised
from teams.roles import Role


@pytest.fixture
def team(cast):
    def team(name, *codes, mode=JoinMode.OPEN, capacity=None, people=0):
        fields = {"join_mode": mode, "capacity": capacity}
        unit = open_unit(
            kind="team",
            name=name,
            parent=cast.office,
            fields=fields,
            postal_codes=codes,
        )
        for number in range(people):
            user = User.objects.create_user(f"{name}{number}@example.org", name)
            add_member(user=user, unit=unit, role=Role.VOLUNTEER)
        return unit

    return team


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" sw1a 1aa ", "SW1A1AA"),
        ("44-301", "44301"),
        ("٤٤٣٠١", "44301"),
        ("４４３０１", "44301"),
    ],
)
def test_codes_are_written_in_one_way(typed, code):
    assert normalised(typed) == code


@pytest.mark.parametrize("typed", ["", " - ", "1234567890123", "улица"])
def test_what_is_no_code_is_said_to_be_none(typed):
    with pytest.raises(Invalid):
        normalised(typed)


@pytest.mark.parametrize("typed", ["44-301", "٤٤ ٣٠١", " 44301"])
def test_a_code_finds_its_team_however_it_is_typed(team, typed):
    team("Same", "44301")

    assert nearest_open_team(typed).name == "Same"


def test_the_same_code_wins_over_a_longer_one(team):
    team("Longer", "443011")
    team("Same", "44301", "44302", capacity=1)

    assert nearest_open_team("44 301").name == "Same"


def test_else_the_longest_beginning(team):
    team("Far", "44999")
    team("Near", "44399", "90001")
    team("Elsewhere", "90002")

    assert nearest_open_team("44301").name == "Near"
    assert nearest_open_team("10115") is None


def test_of_several_the_one_with_most_room(team):
    team("Small", "44301", capacity=10, people=1)
    team("Large", "44301", capacity=20, people=2)

    assert nearest_open_team("44301").name == "Large"


def test_one_without_a_limit_has_most_room_and_the_emptiest_of_them(team):
    team("Limited", "44301", capacity=90)
    team("Busy", "44301", people=2)
    team("Quiet", "44301", people=1)

    assert nearest_open_team("44301").name == "Quiet"


def test_full_closed_and_archived_teams_take_nobody(team, cast):
    team("Full", "44301", capacity=1, people=1)
    team("By approval", "44301", mode=JoinMode.APPROVAL)
    archive_unit(unit=team("Archived", "44301"), by=cast.olive)
    team("Open", "44")

    assert nearest_open_team("44301").name == "Open"


def test_one_query_finds_it(team, django_assert_num_queries):
    for number in range(20):
        team(f"Team {number}", f"443{number:02}")

    with django_assert_num_queries(1):
        assert nearest_open_team("44307").name == "Team 7"
