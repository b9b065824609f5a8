from datetime import timedelta

import pytest
from django.utils import timezone

from teams.actions import invite as make
from teams.actions import speak_code
from teams.models import AuditEntry, Invitation, JoinMode, Unit
from teams.roles import Role
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


def test_living_invitations_are_listed_without_their_secrets(cast, invite, get):
    made = invite(cast.bob, cast.riverside, hours=None, uses=3).json()
    secret = made["link"].partition("#")[2]

    listed = get(cast.olive, f"units/{cast.riverside.pk}/invitations")

    assert made["expires_at"] is None
    assert made["qr"].startswith("data:image/svg+xml")
    item = listed["items"][0]
    assert (item["by"]["name"], item["uses"], item["max_uses"]) == ("Bob", 0, 3)
    assert item["expires_at"] is None
    assert secret not in str(listed)
    assert listed["unit"]["name"] == "Riverside"
    assert listed["door"] == {"join_mode": "code", "capacity": None, "taken": 2}


def test_dead_ones_are_not_listed(cast, get):
    path = f"units/{cast.riverside.pk}/invitations"
    for spoil in ({"uses": 50}, {"expires_at": timezone.now()}):
        made = make(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)
        Invitation.objects.filter(pk=made.invitation.pk).update(**spoil)

    assert get(cast.bob, path)["items"] == []


def test_the_list_costs_the_same_for_many(cast, get, django_assert_num_queries):
    path = f"units/{cast.riverside.pk}/invitations"
    for _ in range(6):
        make(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)
    get(cast.bob, path)

    for limit in (1, 6):
        with django_assert_num_queries(7):
            page = get(cast.bob, path, limit=limit)
        assert len(page["items"]) == limit


@pytest.mark.parametrize("who", ["alice", "charlie", "oscar"])
def test_others_neither_list_nor_extend_nor_end(cast, get, send, who):
    user = getattr(cast, who)
    made = make(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob).invitation
    path = f"invitations/{made.pk}"

    get(user, f"units/{cast.riverside.pk}/invitations", status=403)
    send(user, "PATCH", path, status=403, hours=1, uses=10)
    send(user, "DELETE", path, status=403)

    assert Invitation.objects.get().works


def test_a_leader_does_not_touch_what_is_above(cast, send):
    made = make(unit=cast.office, role=Role.ORGANIZER, by=cast.olive).invitation

    send(cast.bob, "DELETE", f"invitations/{made.pk}", status=403)


def test_extending_and_ending_are_written_down(cast, send):
    made = make(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob).invitation
    path = f"invitations/{made.pk}"

    longer = send(cast.olive, "PATCH", path, hours=48, uses=80)
    send(cast.olive, "DELETE", path, status=204)
    send(cast.olive, "DELETE", path, status=204)
    dead = send(cast.olive, "PATCH", path, status=409, hours=48, uses=80)

    assert longer["max_uses"] == 80
    assert dead["code"] == "conflict"
    acts = AuditEntry.objects.order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["invited", "invited", "invitation_revoked"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"hours": 0}, "hours"),
        ({"hours": 100_000}, "hours"),
        ({"uses": 0}, "uses"),
        ({"uses": 10_001}, "uses"),
        ({"uses": "many"}, "uses"),
        ({"kind": "whispered"}, "kind"),
    ],
)
def test_what_can_not_be_is_named(cast, invite, fields, field):
    answer = invite(cast.bob, cast.riverside, **fields)

    assert answer.status_code == 422
    assert answer.json()["field"] == field


def test_a_poster_shows_a_first_name_and_where_to_go(cast, send):
    type(cast.bob).objects.filter(pk=cast.bob.pk).update(name="Bob Baker")
    secret = make(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob).secret

    poster = send(cast.bob, "POST", "invitations/poster", secret=secret)
    send(cast.charlie, "POST", "invitations/poster", status=403, secret=secret)
    dead = send(cast.bob, "POST", "invitations/poster", status=403, secret="none")

    assert poster["leader"] == "Bob"
    assert poster["address"] is None
    assert poster["link"].endswith(f"#{secret}")
    assert dead["message"].startswith("This invitation does not work any more.")


def test_a_poster_says_an_address_only_where_one_can_type_oneself_in(cast, send):
    code = speak_code(
        unit=cast.riverside,
        role=Role.VOLUNTEER,
        by=cast.bob,
        lasts=timedelta(hours=1),
        max_uses=9,
    ).secret
    link = make(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob).secret

    by_code = send(cast.bob, "POST", "invitations/poster", secret=code)
    Unit.objects.filter(pk=cast.riverside.pk).update(join_mode=JoinMode.OPEN)
    of_open_team = send(cast.bob, "POST", "invitations/poster", secret=link)

    assert by_code["code"] == code
    assert by_code["address"] == of_open_team["address"] == "127.0.0.1:8000/join"
    assert of_open_team["code"] is None


def test_who_invites_reads_as_what(cast, get):
    def roles(user, unit):
        return get(user, f"units/{unit.pk}/invitations")["roles"]

    assert roles(cast.bob, cast.riverside) == ["volunteer", "coordinator", "leader"]
    assert roles(cast.olive, cast.office) == ["organizer", "operator"]
