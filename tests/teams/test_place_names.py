"""Two places right below one place can be told apart by their names."""

import pytest

from hub.errors import Invalid
from teams.actions import archive_unit, open_unit, open_units
from teams.importing.places import Places
from teams.models import Unit
from tests.teams.rows import AKRON, check, fates

LIKE_RIVERSIDE = ["Riverside", "RIVERSIDE", "  riverside\u3000", "\uff32iverside"]


@pytest.mark.parametrize("name", LIKE_RIVERSIDE)
def test_no_second_one_of_a_name_is_opened(cast, send, name):
    path = f"units/{cast.office.pk}/units"

    answer = send(cast.olive, "POST", path, status=422, kind="team", name=name)

    assert answer["field"] == "name"
    assert "is there already. Choose another name." in answer["message"]
    assert Unit.objects.filter(parent=cast.office).count() == 2


@pytest.mark.parametrize("name", LIKE_RIVERSIDE)
def test_none_is_renamed_into_another(cast, send, name):
    path = f"units/{cast.hillside.pk}/settings"

    answer = send(cast.olive, "PATCH", path, status=422, name=name)

    assert answer["field"] == "name"
    cast.hillside.refresh_from_db()
    assert cast.hillside.name == "Hillside"


def test_one_s_own_name_may_be_written_otherwise(cast, send):
    path = f"units/{cast.riverside.pk}/settings"

    assert send(cast.olive, "PATCH", path, name="RiverSide")["name"] == "RiverSide"


def test_below_another_place_the_name_is_free(cast, send):
    office = open_unit(kind="office", name="Dayton", parent=cast.region)
    path = f"units/{office.pk}/units"

    send(cast.diana, "POST", path, status=201, kind="team", name="Riverside")


def test_none_is_moved_beside_its_twin(cast, send):
    office = open_unit(kind="office", name="Dayton", parent=cast.region)
    twin = open_unit(kind="team", name="riverside", parent=office)
    path = f"units/{twin.pk}/move"

    answer = send(cast.diana, "POST", path, status=409, parent=str(cast.office.pk))

    assert (
        "“Riverside” is there already. Rename one of them first." in (answer["message"])
    )
    twin.refresh_from_db()
    assert twin.parent == office
    send(cast.diana, "PATCH", f"units/{twin.pk}/settings", name="Lakeside")
    send(cast.diana, "POST", path, parent=str(cast.office.pk))


def test_a_name_that_was_archived_is_free_until_it_comes_back(cast, send):
    archive_unit(unit=cast.riverside, by=cast.diana)
    new = open_unit(kind="team", name="Riverside", parent=cast.office)
    path = f"units/{cast.riverside.pk}/reopen"

    send(cast.diana, "POST", path, status=409)
    send(cast.diana, "PATCH", f"units/{new.pk}/settings", name="New Riverside")

    assert send(cast.diana, "POST", path)["name"] == "Riverside"


def test_twins_from_before_can_still_be_used_and_told_apart(cast, send):
    Unit.objects.filter(pk=cast.hillside.pk).update(name="Riverside")
    path = f"units/{cast.hillside.pk}/settings"

    send(cast.olive, "PATCH", path, name="Riverside", capacity=12)

    assert send(cast.olive, "PATCH", path, name="Hillside")["name"] == "Hillside"


def test_many_at_once_are_told_apart_too(cast):
    def opened(*names):
        units = [Unit(kind="team", name=name, parent=cast.office) for name in names]
        open_units(units, [()] * len(units), by=None)

    with pytest.raises(Invalid):
        opened("Lakeside", "lakeside")
    with pytest.raises(Invalid):
        opened("Lakeside", "HILLSIDE")

    opened("Lakeside", "Parkside")
    assert Unit.objects.filter(parent=cast.office).count() == 4


def test_a_file_means_the_place_that_another_would_be_a_twin_of(cast):
    _imported, entries = check(f"{AKRON} > \uff32IVERSIDE,team,,,,,,\n")

    assert fates(entries) == ["there"]
    assert Places(None).key(("OHIO", "Columbus")) == ("columbus",)
