"""The whole table of powers, read against what the field expects (who may do what)."""

import pytest

from teams.access import readable_units, standing
from teams.actions import add_member, open_unit
from teams.models import Unit, User
from teams.roles import INVITES, POWERS, ROLES_IN, Power, Role

# Where each role stands in the tree of the cast.
PLACES = {
    Role.VOLUNTEER: "riverside",
    Role.COORDINATOR: "riverside",
    Role.LEADER: "riverside",
    Role.ORGANIZER: "office",
    Role.OPERATOR: "centre",
    Role.DESK_LEAD: "centre",
    Role.DIRECTOR: "centre",
    Role.OWNER: "campaign",
}

# o: own unit, u: a unit under it, a: the unit above it. Nobody has power elsewhere.
EXPECTED = """
                  volunteer coordinator leader organizer operator desk_lead director owner
read_room         o         o           o      ou        o        o         ou       -
post              o         o           o      ou        o        o         ou       -
moderate          -         -           o      ou        -        o         ou       -
read_feed         oa        oa          oa     oua       o        o         oua      ou
report            o         o           o      ou        -        -         ou       -
report_for_others -         o           o      ou        -        -         ou       -
void_reports      -         -           o      ou        -        -         ou       -
set_goals         -         -           o      ou        -        -         ou       ou
ask               oa        oa          oa     oa        oa       oa        oa       -
attend_desk       -         -           -      o         o        o         ou       -
read_questions    -         -           o      ou        ou       ou        ou       ou
approve_answers   -         -           -      -         -        ou        ou       -
see_members       o         o           o      ou        o        o         ou       ou
invite            -         -           o      ou        -        -         ou       ou
manage_people     -         -           -      ou        -        -         ou       ou
contact_newcomers -         -           o      ou        -        -         ou       ou
reveal_contacts   -         -           o      ou        -        -         ou       ou
show_reentry      -         -           o      -         -        -         -        -
arrange_units     -         -           -      ou        -        -         ou       ou
export_people     -         -           -      ou        -        -         ou       ou
read_overview     -         -           -      ou        -        -         ou       ou
read_audit        -         -           -      -         -        -         ou       ou
close_out         -         -           -      -         -        -         -        ou
administer        -         -           -      -         -        -         -        ou
"""  # noqa: E501


def expected():
    head, *rows = EXPECTED.strip("\n").splitlines()
    roles = head.split()
    for row in rows:
        power, *cells = row.split()
        for role, cell in zip(roles, cells, strict=True):
            yield role, power, cell


CELLS = list(expected())


def test_the_table_names_every_role_and_power():
    assert {role for role, _, _ in CELLS} == set(Role.values) == set(POWERS)
    assert {power for _, power, _ in CELLS} == set(Power.values)


@pytest.fixture
def places(cast):
    """For each place: itself, one under it, the one above, and one elsewhere."""
    elsewhere = cast.hillside
    return {
        "riverside": (cast.riverside, None, cast.office, elsewhere),
        "office": (cast.office, cast.riverside, cast.region, _other_office(cast)),
        "centre": (cast.centre, cast.hillside, cast.campaign, _other_centre(cast)),
        "campaign": (cast.campaign, cast.riverside, None, None),
    }


@pytest.fixture
def standing_as(cast, places):
    def standing_as(role):
        user = User.objects.create_user(f"{role}@example.org", role)
        add_member(user=user, unit=places[PLACES[role]][0], role=role)
        return standing(user)

    return standing_as


@pytest.mark.parametrize("role", Role.values)
def test_each_role_may_what_the_table_says_and_no_more(standing_as, places, role):
    now = standing_as(role)
    units = dict(zip("oua-", places[PLACES[role]], strict=True))

    for _, power, cell in (row for row in CELLS if row[0] == role):
        for letter, unit in units.items():
            if unit is None:
                continue
            allowed = letter in cell and letter != "-"
            assert now.may(Power(power), unit) is allowed, (role, power, unit)
            listed = Unit.objects.filter(now.units_with(Power(power)), pk=unit.pk)
            assert listed.exists() is allowed, (role, power, unit)


def test_nobody_in_another_part_of_the_tree_sees_a_unit(cast, standing_as):
    seen = set(readable_units(standing_as(Role.LEADER)))

    assert cast.riverside in seen
    assert cast.hillside not in seen


def test_a_membership_that_ended_gives_nothing(cast):
    cast.alice.memberships.update(state="left")
    cast.bob.memberships.update(state="suspended")
    cast.charlie.memberships.update(state="pending")

    for user in (cast.alice, cast.bob, cast.charlie):
        assert standing(user).seats == ()


def test_who_invites_has_the_power_and_every_role_has_a_place():
    inviting = {role for role in Role if Power.INVITE in POWERS[role]}

    assert set(INVITES) == inviting
    assert frozenset().union(*ROLES_IN.values()) == set(Role)
    assert all(role in ROLES_IN[kind] for role, kind in _kinds_of_places())


def _kinds_of_places():
    kinds = {"riverside": "team", "office": "office"}
    for role, place in PLACES.items():
        yield role, kinds.get(place, place)


def _other_office(cast):
    return open_unit(kind="office", name="Toledo", parent=cast.region)


def _other_centre(cast):
    return open_unit(kind="centre", name="Cleveland", parent=cast.campaign)
