"""Places and people from a CSV file: every row's fate first, then what it said."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.models import Event
from teams.access import standing
from teams.actions import (
    add_member,
    archive_unit,
    first_broken_entry,
    open_unit,
    remove_member,
    suspend_member,
)
from teams.actions import importing as actions
from teams.importing import job
from teams.importing.fates import by_fate, by_reason
from teams.importing.places import Places
from teams.importing.ready import entries_of
from teams.models import (
    Act,
    AuditEntry,
    Import,
    ImportPart,
    ImportPiece,
    ImportState,
    Membership,
    Unit,
    User,
)
from teams.roles import Role
from tests.teams.rows import AKRON, bring, check, fates, run


def test_a_dry_run_shows_each_row_s_fate_and_changes_nothing(cast):
    before = (User.objects.count(), Unit.objects.count(), Event.objects.count())

    imported, entries = check(
        f"""{AKRON} > Lakeside,team,"44301, 44302",,,,,
Lakeside,,,Ann,ann@example.org,,,
{AKRON} > Lakeside,,,Ann,ann@example.org,+1 330 555 0100,es,
{AKRON} > Riverside,,,Bea,bea@example.org,,,leader
{AKRON} > Riverside,,,Alice,alice@example.org,,,
{AKRON} > Riverside,team,,,,,,
{AKRON} > Nowhere,,,Cy,cy@example.org,,,
,,,Dee,dee@example.org,,,
""",
        cast.olive,
    )

    assert fates(entries) == [
        "opens",
        "unknown_place",
        "joins",
        "joins",
        "there",
        "there",
        "unknown_place",
        "no_place",
    ]
    told = {"opens": 1, "joins": 2, "there": 2, "refused": 3}
    assert by_fate(imported.counts) == told
    assert by_reason(imported.counts) == [("unknown_place", 2), ("no_place", 1)]
    assert [entry.line for entry in entries] == [2, 3, 4, 5, 6, 7, 8, 9]
    after = (User.objects.count(), Unit.objects.count(), Event.objects.count())
    assert after == before
    assert not ImportPiece.objects.exists()


def test_what_was_shown_is_brought_in(cast):
    imported = bring(
        f"""{AKRON} > Lakeside,team,"44301, 44302",,,,,
{AKRON} > Lakeside,,,Ann,Ann@Example.org,+1 330 555 0100,es,
{AKRON} > Riverside,,,Bea,bea@example.org,,,leader
{AKRON} > Riverside,,,Charlie,charlie@example.org,,,
""",
        cast.olive,
    )

    assert imported.state == ImportState.DONE
    assert imported.counts == {"opens": 1, "joins": 3}
    lakeside = Unit.objects.get(name="Lakeside")
    assert lakeside.path == f"{cast.office.path}{lakeside.pk}/"
    assert sorted(c.code for c in lakeside.postal_codes.all()) == ["44301", "44302"]
    ann = User.objects.get(email="ann@example.org")
    assert (ann.name, ann.phone, ann.locale) == ("Ann", "+13305550100", "es")
    assert not ann.has_usable_password()
    joined = Membership.objects.get(user=ann)
    assert (joined.unit, joined.role) == (lakeside, Role.VOLUNTEER)
    assert joined.invited_by == cast.olive
    assert standing(cast.charlie).seat_in(cast.riverside)
    told = Event.objects.filter(stream=cast.riverside.feed, kind="member.joined")
    assert told.filter(data__contains='"Bea"').count() == 1
    acts = AuditEntry.objects.order_by("seq").values_list("act", flat=True)
    assert list(acts) == [Act.UNIT_OPENED, Act.PEOPLE_IMPORTED]
    assert first_broken_entry() is None
    assert not ImportPart.objects.exists()


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("Riverside,,,Ann,ann@example.org,,,\n", "Riverside"),
        ("Lakeside,team,,,,,,\n", "Lakeside"),
        (
            "Riverside,,,Ann,ann@example.org,,,\n"
            f"{AKRON} > Hillside,,,Bea,bea@example.org,,,\n",
            "Akron",
        ),
    ],
)
def test_an_import_is_written_down_where_it_took_place(cast, rows, place):
    bring(f"{AKRON} > {rows}", cast.olive)

    entry = AuditEntry.objects.get(act=Act.PEOPLE_IMPORTED)
    assert Unit.objects.get(pk=entry.unit_id).name == place


def test_one_that_goes_on_in_another_process_knows_where_it_has_been(cast, monkeypatch):
    monkeypatch.setattr(actions, "ROWS_OF_PART", 1)
    imported, _entries = check(
        f"{AKRON} > Riverside,,,Ann,ann@example.org,,,\n"
        f"{AKRON} > Hillside,,,Bea,bea@example.org,,,\n",
        cast.olive,
    )
    actions.turn(imported, before=ImportState.CHECKED, into=ImportState.IMPORTING)
    actions.bring_in(imported, Places(standing(cast.olive)), parts=1)

    job.run(Import.objects.get(pk=imported.pk), lambda _imported: None)

    entry = AuditEntry.objects.get(act=Act.PEOPLE_IMPORTED)
    assert entry.unit_id == cast.office.pk


def test_postgresql_looks_at_its_tables_once_all_are_in(cast):
    with CaptureQueriesContext(connection) as asked:
        bring(f"{AKRON} > Riverside,,,Ann,ann@example.org,,,\n")

    looks = [query["sql"] for query in asked].count("ANALYZE")
    assert looks == (connection.vendor == "postgresql")


def test_a_director_finds_their_import_in_the_log_and_charlie_nothing(get, cast):
    bring(f"{AKRON} > Riverside,,,Ann,ann@example.org,,,\n", cast.diana)

    (entry,) = get(cast.diana, "audit", act="people_imported")["items"]

    assert (entry["by"]["name"], entry["place"]["name"]) == ("Diana", "Riverside")
    get(cast.charlie, "audit", status=403, act="people_imported")


def test_who_was_brought_in_is_found_by_name(get, cast):
    bring(f"{AKRON} > Riverside,,,Lina Haddad,lina@example.org,,,\n")

    found = get(cast.olive, "people", prefix="hadd")["items"]

    assert [one["user"]["name"] for one in found] == ["Lina Haddad"]


@pytest.mark.parametrize(
    ("place", "begin_with"),
    [
        ("Akron > Riverside", AKRON),
        ("akron > Nowhere", AKRON),
        ("Riverside", f"{AKRON} > Riverside"),
        ("Columbus > Riverside", ""),
        ("Nowhere > Riverside", ""),
        # Not hers: whether it is there is told to nobody.
        ("North > Akron > Riverside", ""),
        ("Cleveland > Riverside", ""),
    ],
)
def test_a_path_that_begins_in_the_middle_is_told_how_to_begin(
    get, cast, place, begin_with
):
    open_unit(kind="region", name="Cleveland", parent=cast.centre)

    imported, (entry,) = check(f"{place},,,Ann,ann@example.org,,,\n", cast.olive)

    reason = "not_from_top" if begin_with else "unknown_place"
    assert (entry.reason, entry.begin_with) == (reason, begin_with)
    (row,) = get(cast.olive, f"imports/{imported.pk}/rows")["items"]
    told = f"There is no “{entry.place[0]}” at the top; begin with “{begin_with}”."
    assert (row["reason"] == told) is bool(begin_with)


def test_twice_the_same_file_brings_nothing_new(cast):
    rows = f"{AKRON} > Riverside,,,Ann,ann@example.org,,,\n{AKRON} > Hill,team,,,,,,\n"
    bring(rows)

    again = bring(rows)

    assert again.counts == {"there": 2}


def test_places_may_be_named_before_they_are_opened(cast):
    bring(
        """Columbus > South > Dayton > Oakwood,,,Ann,ann@example.org,,,
Columbus > South > Dayton > Oakwood,team,,,,,,
Columbus > South > Dayton,office,,,,,,
Columbus > South,region,,,,,,
"""
    )

    oakwood = Unit.objects.get(name="Oakwood")
    names = [Unit.objects.get(pk=pk).name for pk in oakwood.chain_ids]
    assert names == ["Ohio", "Columbus", "South", "Dayton", "Oakwood"]
    assert Membership.objects.filter(unit=oakwood).count() == 1


def test_the_same_person_twice_in_one_place_comes_once(cast):
    row = f"{AKRON} > Riverside,,,Ann,{{}},,,\n"

    _imported, entries = check(
        row.format("ann@example.org") * 2 + row.format("ANN@example.org")
    )

    assert fates(entries) == ["joins", "twice", "twice"]


def test_one_person_may_join_several_places(cast):
    bring(
        f"{AKRON} > Riverside,,,Ann,ann@example.org,,,\n"
        f"{AKRON} > Hillside,,,Ann,ann@example.org,,,\n"
    )

    assert Membership.objects.filter(user__email="ann@example.org").count() == 2


def test_two_places_of_one_name_are_not_guessed_between(cast):
    twin = open_unit(kind="team", name="Twin", parent=cast.office)
    # As it could be called before each needed its own name.
    Unit.objects.filter(pk=twin.pk).update(name="Riverside")

    _imported, entries = check(f"{AKRON} > Riverside,,,Ann,ann@example.org,,,\n")

    assert fates(entries) == ["two_places"]


def test_nobody_brings_others_above_their_own_role_or_elsewhere(cast):
    rows = f"""{AKRON},,,Ann,ann@example.org,,,organizer
Columbus,,,Ann,ann@example.org,,,director
Columbus > North,,,Ann,ann@example.org,,,organizer
Columbus > Other,office,,,,,,
Ohio,,,Ann,ann@example.org,,,owner
"""
    add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER)

    refused = "unknown_place"
    assert fates(check(rows, cast.olive)[1]) == ["joins"] + [refused] * 4
    rows = "Columbus > North,,,Ann,ann@example.org,,,director\n"
    add_member(user=cast.olive, unit=cast.region, role=Role.ORGANIZER)
    assert fates(check(rows, cast.olive)[1]) == ["role_above"]


def test_whether_somebody_has_an_account_makes_no_difference(cast):
    row = f"{AKRON} > Riverside,,,{{}},{{}}@example.org,,,\n"

    _imported, entries = check(
        row.format("Charlie", "charlie") + row.format("Zoe", "zoe"), cast.olive
    )
    _imported, nameless = check(
        row.format("", "charlie") + row.format("", "zoe"), cast.olive
    )

    assert fates(entries) == ["joins", "joins"]
    assert fates(nameless) == ["bad_name", "bad_name"]


def test_charlie_s_profile_is_not_changed_by_others(cast):
    bring(f"{AKRON} > Riverside,,,Clown,charlie@example.org,+1555123,en,\n")

    charlie = User.objects.get(pk=cast.charlie.pk)
    kept = ("Charlie", cast.charlie.phone, "ar")
    assert (charlie.name, charlie.phone, charlie.locale) == kept


def test_who_left_comes_back_and_who_was_suspended_does_not(cast):
    remove_member(membership=cast.alice.memberships.get())
    suspend_member(membership=cast.bob.memberships.get(), by=cast.olive)

    imported = bring(
        f"{AKRON} > Riverside,,,Alice,alice@example.org,,,\n"
        f"{AKRON} > Riverside,,,Bob,bob@example.org,,,\n"
    )

    assert by_fate(imported.counts) == {"joins": 1, "refused": 1}
    assert standing(cast.alice).seats
    assert not standing(cast.bob).seats
    part = ImportPart.objects.get()
    assert fates(entries_of(part)) == ["suspended"]


def test_what_changed_since_the_dry_run_counts(cast):
    imported, _entries = check(
        f"{AKRON} > Riverside,,,Ann,ann@example.org,,,\n"
        f"{AKRON} > Hillside,,,Bea,bea@example.org,,,\n",
        cast.olive,
    )
    archive_unit(unit=cast.riverside, by=cast.olive)

    run(imported)

    assert by_fate(imported.counts) == {"refused": 1, "joins": 1}
    assert not User.objects.filter(email="ann@example.org").exists()


def test_who_lost_their_role_meanwhile_brings_in_nobody(cast):
    imported, _entries = check(
        f"{AKRON} > Riverside,,,Ann,ann@example.org,,,\n", cast.olive
    )
    remove_member(membership=cast.olive.memberships.get())

    run(imported)

    assert by_fate(imported.counts) == {"refused": 1}


def test_a_job_that_died_goes_on_where_it_was(cast):
    at_once = actions.ROWS_OF_PART * job.PARTS_AT_ONCE[connection.vendor]
    people = 3 * at_once + 1
    rows = "".join(
        f"{AKRON} > Riverside,,,P {number},p{number}@example.org,,,\n"
        for number in range(people)
    )
    imported, _entries = check(rows)
    actions.turn(imported, before=ImportState.CHECKED, into=ImportState.IMPORTING)

    class Killed(Exception):
        pass

    def die(_imported):
        raise Killed

    with pytest.raises(Killed):
        job.run(imported, die)
    assert User.objects.filter(email__startswith="p").count() == at_once

    job.go_on(Import.objects.get(pk=imported.pk), lambda _imported: None)

    done = Import.objects.get(pk=imported.pk)
    assert (done.state, done.counts) == (ImportState.DONE, {"joins": people})
    assert User.objects.filter(email__startswith="p").count() == people


def test_queries_do_not_grow_with_the_rows(cast, django_assert_max_num_queries):
    rows = "".join(
        f"{AKRON} > Riverside,,,P {number},p{number}@example.org,,,\n"
        for number in range(actions.ROWS_OF_PART)
    )
    imported, _entries = check(rows, cast.olive)
    actions.turn(imported, before=ImportState.CHECKED, into=ImportState.IMPORTING)

    with django_assert_max_num_queries(30):
        job.run(imported, lambda _imported: None)
