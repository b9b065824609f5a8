"""Opening, changing, moving and archiving places, over HTTP."""

import json

import pytest

from chat.actions import post_message
from chat.models import Room, Visit
from chat.streams import RoomStreams
from hub.actions import transaction
from hub.errors import Refused
from hub.models import Event
from reports.actions import Filing, file_report
from reports.actions.corrections import correct_report
from reports.actions.folding import fold
from reports.models import Report
from reports.queries.figures import day_figures, recomputed
from teams.access import standing
from teams.actions import (
    add_member,
    admit,
    first_broken_entry,
    invite,
    open_unit,
)
from teams.models import Act, AuditEntry, Unit, User
from teams.roles import Role
from tests.cast import token_of


@pytest.fixture
def ask(client):
    """A request as somebody; gives the status and the answer."""

    def ask(user, method, path, fields=None):
        answer = client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(fields or {}),
            content_type="application/json",
            headers={"authorization": f"Bearer {token_of(user)}"},
        )
        return answer.status_code, answer.json() if answer.content else None

    return ask


@pytest.fixture
def south(cast):
    """Another region with an office, of the same centre."""
    region = open_unit(kind="region", name="South", parent=cast.centre)
    return open_unit(kind="office", name="Dayton", parent=region)


def acts():
    """Without the tokens that the tests ask with."""
    entries = AuditEntry.objects.exclude(act=Act.TOKEN_ISSUED).order_by("seq")
    return list(entries.values_list("act", flat=True))


def assert_paths_hold():
    for unit in Unit.objects.exclude(parent=None).select_related("parent"):
        assert unit.path == f"{unit.parent.path}{unit.pk}/"


def test_an_organizer_opens_a_team_with_its_postal_codes(ask, cast):
    wanted = {
        "kind": "team",
        "name": " Lake  side ",
        "join_mode": "open",
        "capacity": 12,
        "postal_codes": ["44 301", "44301", "٤٤٣٠٢"],
    }

    status, unit = ask(cast.olive, "POST", f"units/{cast.office.pk}/units", wanted)

    assert status == 201
    assert unit["name"] == "Lake side"
    assert unit["postal_codes"] == ["44301", "44302"]
    assert (unit["join_mode"], unit["capacity"]) == ("open", 12)
    assert Room.objects.filter(unit=unit["id"]).exists()
    assert acts() == [Act.UNIT_OPENED]


@pytest.mark.parametrize(
    ("parent", "kind"),
    [
        ("office", "office"),
        ("office", "region"),
        ("riverside", "team"),
        ("centre", "team"),
        ("centre", "campaign"),
        ("office", "castle"),
    ],
)
def test_a_kind_has_its_place_in_the_tree(ask, cast, parent, kind):
    path = f"units/{getattr(cast, parent).pk}/units"

    status, answer = ask(cast.diana, "POST", path, {"kind": kind, "name": "X"})

    assert (status, answer["field"]) == (422, "kind")


def test_an_office_may_hang_directly_below_a_centre(ask, cast):
    path, wanted = f"units/{cast.centre.pk}/units", {"kind": "office", "name": "Dayton"}

    assert ask(cast.diana, "POST", path, wanted)[0] == 201


def test_settings_that_are_not_sent_stay(ask, cast):
    path = f"units/{cast.riverside.pk}/settings"
    ask(cast.olive, "PATCH", path, {"capacity": 20, "postal_codes": ["44301"]})

    status, unit = ask(cast.olive, "PATCH", path, {"name": "Riverbank"})
    emptied = ask(cast.olive, "PATCH", path, {"capacity": None, "postal_codes": []})[1]

    assert status == 200
    assert (unit["name"], unit["capacity"]) == ("Riverbank", 20)
    assert unit["postal_codes"] == ["44301"]
    assert (emptied["capacity"], emptied["postal_codes"]) == (None, [])
    changes = AuditEntry.objects.filter(act=Act.UNIT_CHANGED).order_by("seq")
    assert [entry.detail["fields"] for entry in changes] == [
        "capacity postal_codes",
        "name",
        "capacity postal_codes",
    ]
    assert first_broken_entry() is None


def test_nothing_new_is_no_act(ask, cast):
    path = f"units/{cast.riverside.pk}/settings"

    assert ask(cast.olive, "PATCH", path, {"name": "Riverside"})[0] == 200
    assert acts() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 81),
        ("place", "x" * 121),
        ("join_mode", "whoever"),
        ("capacity", 0),
        ("postal_codes", ["!!"]),
        ("postal_codes", ["1234567890123"]),
    ],
)
def test_bad_settings_are_named(ask, cast, field, value):
    path = f"units/{cast.riverside.pk}/settings"

    status, answer = ask(cast.olive, "PATCH", path, {field: value})

    assert (status, answer["field"]) == (422, field)


def test_a_move_takes_everything_below_along(ask, cast, south):
    wanted = {"parent": str(south.parent_id)}

    status, unit = ask(cast.diana, "POST", f"units/{cast.office.pk}/move", wanted)

    assert (status, unit["parent"]) == (200, str(south.parent_id))
    riverside = Unit.objects.get(pk=cast.riverside.pk)
    assert riverside.ancestor_ids == [
        cast.campaign.pk,
        cast.centre.pk,
        south.parent_id,
        cast.office.pk,
    ]
    assert_paths_hold()
    assert acts() == [Act.UNIT_MOVED]


def test_nothing_moves_below_itself_or_where_it_has_no_place(ask, cast, south):
    region = f"units/{cast.region.pk}/move"

    below = ask(cast.diana, "POST", region, {"parent": str(cast.riverside.pk)})
    itself = ask(cast.diana, "POST", region, {"parent": str(cast.region.pk)})
    no_place = ask(
        cast.diana,
        "POST",
        f"units/{cast.riverside.pk}/move",
        {"parent": str(cast.region.pk)},
    )

    assert (below[0], itself[0]) == (409, 409)
    assert (no_place[0], no_place[1]["field"]) == (422, "kind")
    assert_paths_hold()
    assert acts() == []


def test_who_moves_needs_both_ends(ask, cast, south):
    path = f"units/{cast.riverside.pk}/move"

    status, _answer = ask(cast.olive, "POST", path, {"parent": str(south.pk)})
    assert status == 403

    add_member(user=cast.olive, unit=south, role=Role.ORGANIZER)
    assert ask(cast.olive, "POST", path, {"parent": str(south.pk)})[0] == 200


def test_settings_say_whether_one_could_bring_the_place_back(cast, get):
    own = get(cast.olive, f"units/{cast.office.pk}/settings")
    below = get(cast.olive, f"units/{cast.riverside.pk}/settings")
    from_above = get(cast.diana, f"units/{cast.office.pk}/settings")

    said = [one["may_bring_back"] for one in (own, below, from_above)]
    assert said == [False, True, True]


def test_a_new_name_is_told_in_every_stream_that_is_called_so(ask, cast):
    office, room = cast.office, Room.objects.get(unit=cast.office)
    path = f"units/{office.pk}/settings"

    ask(cast.diana, "PATCH", path, {"name": "Akron West"})
    ask(cast.diana, "PATCH", path, {"name": "Akron West", "place": "Main Street"})

    told = Event.objects.filter(kind="stream.renamed").order_by("stream")
    assert [event.stream for event in told] == sorted(
        [room.stream, office.feed, office.desk]
    )


def file(cast, quantity):
    team = Unit.objects.get(pk=cast.riverside.pk)
    with transaction():
        file_report(
            Filing(reporter=cast.alice, team=team, kind="doors", quantity=quantity)
        )
    return Report.objects.latest("pk")


@pytest.mark.parametrize("folded", [True, False])
def test_reports_stay_counted_where_they_were_made(cast, south, ask, folded):
    report = file(cast, 30)
    if folded:
        fold()
    move = {"parent": str(south.pk)}
    assert ask(cast.diana, "POST", f"units/{cast.riverside.pk}/move", move)[0] == 200
    file(cast, 5)
    with transaction():
        counted = correct_report(
            report=Report.objects.get(pk=report.pk),
            version=1,
            quantity=40,
            by=cast.diana,
        )

    units = list(Unit.objects.order_by("pk"))
    day = report.action_date
    for _again in range(2):
        figures = day_figures(units, [day])
        by_name = {u.name: figures[u.pk, "doors", day] for u in units}
        assert by_name == {
            "Ohio": 45,
            "Columbus": 45,
            "North": 40,
            "Akron": 40,
            "Riverside": 45,
            "Hillside": 0,
            "South": 5,
            "Dayton": 5,
        }
        for unit in units:
            assert recomputed(unit, day)["doors"] == by_name[unit.name]
        fold()
    told = {total["unit"]["name"]: total["quantity"] for total in counted.totals}
    assert told == {
        "Riverside": 45,
        "Akron": 40,
        "North": 40,
        "Columbus": 45,
        "Ohio": 45,
    }


def test_an_archived_place_ends_with_all_below(ask, cast, get):
    room = Room.objects.get(unit=cast.riverside)

    status, _ = ask(cast.diana, "POST", f"units/{cast.office.pk}/archive")

    assert status == 204
    for user in (cast.alice, cast.bob, cast.olive, cast.charlie):
        assert standing(user).seats == ()
    assert get(cast.alice, "units")["items"] == []
    answer = get(cast.diana, f"units/{cast.riverside.pk}/members", status=403)
    assert answer["code"] == "refused"
    assert Event.objects.filter(stream=room.stream, kind="room.archived").exists()
    assert AuditEntry.objects.get(act=Act.UNIT_ARCHIVED).detail == {"places": 3}


def test_an_archived_place_comes_back_as_it_was(ask, cast, get):
    ask(cast.diana, "POST", f"units/{cast.hillside.pk}/archive")
    ask(cast.diana, "POST", f"units/{cast.office.pk}/archive")
    listed = get(cast.diana, "units/archived")["items"]
    assert [(unit["name"], unit["may_reopen"]) for unit in listed] == [
        ("Akron", True),
        ("Riverside", False),
        ("Hillside", False),
    ]
    path = "units/{}/reopen"
    early = ask(cast.diana, "POST", path.format(cast.hillside.pk))

    status, _unit = ask(cast.diana, "POST", path.format(cast.office.pk))

    assert (early[0], status) == (409, 200)
    assert standing(cast.alice).seats
    assert standing(cast.olive).seats
    # It had been archived by itself before.
    assert standing(cast.charlie).seats == ()
    assert ask(cast.diana, "POST", path.format(cast.hillside.pk))[0] == 200
    assert standing(cast.charlie).seats
    assert Room.objects.exclude(archived_at=None).count() == 0
    assert get(cast.diana, "units/archived")["items"] == []


def test_an_invitation_into_an_archived_place_says_so_and_lets_nobody_in(ask, cast):
    link = invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)
    ask(cast.diana, "POST", f"units/{cast.office.pk}/archive")

    status, seen = ask(cast.alice, "POST", "invitations/look", {"secret": link.secret})
    newcomer = User.objects.create_user("new@example.org", "New")
    came = admit(
        user=newcomer,
        unit=cast.riverside,
        role=Role.VOLUNTEER,
        invitation=link.invitation,
    )

    assert (status, seen["door"]) == (200, "archived")
    assert came.membership is None


def test_a_campaign_is_not_archived(ask, cast):
    add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER)

    assert ask(cast.diana, "POST", f"units/{cast.campaign.pk}/archive")[0] == 409


ACTS = [
    ("PATCH", "units/{}/settings", {"name": "Mine"}),
    ("POST", "units/{}/move", {"parent": "1"}),
    ("POST", "units/{}/archive", {}),
    ("POST", "units/{}/reopen", {}),
    ("GET", "units/{}/settings", {}),
    ("GET", "units/{}/parents", {}),
    ("POST", "units/{}/units", {"kind": "team", "name": "Mine"}),
]


@pytest.mark.parametrize(("method", "path", "fields"), ACTS)
@pytest.mark.parametrize("who", ["charlie", "alice", "bob", "oscar"])
def test_charlie_and_all_who_arrange_nothing_get_one_refusal(
    ask, cast, who, method, path, fields
):
    person = getattr(cast, who)

    there = ask(person, method, path.format(cast.riverside.pk), fields)
    absent = ask(person, method, path.format(999999), fields)

    assert there == absent
    assert there[0] == 403
    assert acts() == []


def test_charlie_finds_no_archive(ask, cast, get):
    ask(cast.diana, "POST", f"units/{cast.riverside.pk}/archive")
    assert get(cast.charlie, "units/archived")["items"] == []
    assert ask(cast.charlie, "POST", f"units/{cast.riverside.pk}/reopen")[0] == 403


def test_who_may_export_looks_back_into_an_archived_room(ask, cast):
    room = Room.objects.get(unit=cast.riverside)
    with transaction():
        post_message(author=cast.bob, room=room, text="Before")
    ask(cast.diana, "POST", f"units/{cast.riverside.pk}/archive")
    rooms = RoomStreams()

    page = rooms.page(
        cast.olive, str(room.pk), before=None, after=None, around=None, limit=10
    )

    assert page.items[0]["data"]["message"]["text"] == "Before"
    assert Visit.objects.filter(room=room, user=cast.olive).exists()
    for person in (cast.bob, cast.alice, cast.charlie, cast.oscar):
        with pytest.raises(Refused):
            rooms.page(
                person, str(room.pk), before=None, after=None, around=None, limit=10
            )
    with pytest.raises(Refused):
        rooms.may_read(cast.olive, str(room.pk))
