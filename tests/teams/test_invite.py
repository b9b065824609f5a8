import pytest

from teams.models import Invitation
from teams.secret import digest
from tests.teams.browser import Browser


@pytest.fixture
def invite(sign_in):
    def invite(user, unit, **fields):
        return sign_in(user).post("invitations", unit=str(unit.pk), **fields)

    return invite


def test_a_leader_invites_into_the_team(cast, invite):
    answer = invite(cast.bob, cast.riverside)

    assert answer.status_code == 201
    link = answer.json()["link"]
    address, _, secret = link.partition("#")
    assert address == "http://127.0.0.1:8000/join"
    invitation = Invitation.objects.get()
    assert invitation.digest == digest(secret)
    assert (invitation.unit, invitation.role) == (cast.riverside, "volunteer")


ALLOWED = [
    ("bob", "riverside", "leader"),
    ("olive", "hillside", "leader"),
    ("olive", "office", "organizer"),
    ("olive", "office", "operator"),
    ("diana", "centre", "desk_lead"),
    ("diana", "centre", "director"),
    ("diana", "riverside", "volunteer"),
]
REFUSED = [
    ("alice", "riverside", "volunteer"),
    ("charlie", "riverside", "volunteer"),
    ("bob", "hillside", "volunteer"),
    ("bob", "office", "organizer"),
    ("olive", "centre", "operator"),
    ("olive", "office", "desk_lead"),
    ("oscar", "centre", "operator"),
    ("diana", "campaign", "owner"),
]


@pytest.mark.parametrize(("who", "where", "role"), ALLOWED)
def test_one_s_own_role_at_the_most(cast, invite, who, where, role):
    answer = invite(getattr(cast, who), getattr(cast, where), role=role)

    assert answer.status_code == 201


@pytest.mark.parametrize(("who", "where", "role"), REFUSED)
def test_nobody_invites_above_or_elsewhere(cast, invite, who, where, role):
    answer = invite(getattr(cast, who), getattr(cast, where), role=role)

    assert answer.status_code == 403
    assert answer.json()["code"] == "refused"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["director", "owner", "king", ""])
def test_a_role_has_its_place(cast, invite, role):
    answer = invite(cast.diana, cast.riverside, role=role)

    assert answer.status_code == 422
    assert answer.json()["field"] == "role"


@pytest.mark.parametrize("unit", ["99999", "x", "", "-1", "1; DROP", "²"])
def test_an_absent_unit_is_refused_like_a_foreign_one(cast, sign_in, unit):
    answer = sign_in(cast.bob).post("invitations", unit=unit)

    assert answer.status_code == 403
    assert answer.json() == {
        "code": "refused",
        "message": "This is not there, or not open to you.",
    }


def test_nobody_invites_without_signing_in(cast):
    answer = Browser().post("invitations", unit=str(cast.riverside.pk))

    assert answer.status_code == 401
