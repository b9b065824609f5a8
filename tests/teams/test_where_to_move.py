"""The places that are offered to whoever moves one."""

import pytest

from teams.actions import add_member, open_unit
from teams.roles import Role


@pytest.fixture
def south(cast):
    """Another region with an office, of the same centre."""
    region = open_unit(kind="region", name="South", parent=cast.centre)
    return open_unit(kind="office", name="Dayton", parent=region)


def names(listed):
    return [unit["name"] for unit in listed["items"]]


def test_a_place_is_offered_only_where_its_kind_may_stand(cast, south, get):
    offered = get(cast.diana, f"units/{cast.riverside.pk}/parents")
    for_office = get(cast.diana, f"units/{cast.office.pk}/parents")
    for_region = get(cast.diana, f"units/{cast.region.pk}/parents")

    assert names(offered) == ["Dayton"]
    assert offered["items"][0]["parent"]["name"] == "South"
    # The centre takes offices too; the region it is in now is no other place.
    assert names(for_office) == ["Columbus", "South"]
    assert names(for_region) == []


def test_a_place_is_offered_none_that_one_does_not_arrange(cast, south, get):
    path = f"units/{cast.riverside.pk}/parents"
    assert names(get(cast.olive, path)) == []

    add_member(user=cast.olive, unit=south, role=Role.ORGANIZER)
    assert names(get(cast.olive, path)) == ["Dayton"]

    south.archived_at = south.opened_at
    south.save()
    assert names(get(cast.olive, path)) == []


def test_where_to_move_is_searched_and_paged(cast, south, get):
    for name in ("Lakewood", "Oakwood", "Parma"):
        open_unit(kind="office", name=name, parent=south.parent)
    path = f"units/{cast.riverside.pk}/parents"

    assert names(get(cast.diana, path, search="wood")) == ["Lakewood", "Oakwood"]
    assert names(get(cast.diana, path, search=" PARMA")) == ["Parma"]
    first = get(cast.diana, path, limit=3)
    rest = get(cast.diana, path, limit=3, cursor=first["next"])
    assert names(first) == ["Dayton", "Lakewood", "Oakwood"]
    assert (names(rest), rest["next"]) == (["Parma"], None)


def test_many_cost_no_more_queries_than_few(
    cast, south, get, django_assert_num_queries
):
    path = f"units/{cast.riverside.pk}/parents"
    get(cast.diana, path)

    for number in range(8):
        open_unit(kind="office", name=f"Office {number}", parent=south.parent)
    get(cast.diana, path)
    # The token with its person, their standing, the place, and the list.
    with django_assert_num_queries(4):
        assert len(get(cast.diana, path)["items"]) == 9
