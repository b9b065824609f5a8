"""What a file looks like, said with the campaign's own names; and one without use."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from teams.models import Import, Unit, User
from tests.cast import token_of
from tests.teams.rows import AKRON, HEADER, bring, check, fates

NOT_FROM_TOP = "Write a place's names from the top down, with “>” between them: the "
NOT_FROM_TOP += "first one here is not at the top."


@pytest.fixture
def sample(client):
    def sample(user, status=200):
        headers = {"authorization": f"Bearer {token_of(user)}"}
        answer = client.get("/api/v1/imports/sample", headers=headers)
        assert answer.status_code == status
        return answer

    return sample


def test_the_example_is_a_place_of_one_s_own_from_the_top_down(cast, get):
    example = get(cast.olive, "imports")["example"]

    assert example == ["Columbus", "North", "Akron", "Riverside"]


def test_levels_that_are_not_there_yet_are_called_by_their_kind(cast, get, owner):
    Unit.objects.filter(kind="team").update(archived_at=cast.office.opened_at)
    assert get(cast.olive, "imports")["example"] == [*AKRON.split(" > "), "team"]

    User.objects.filter(pk=owner.pk).update(locale="es")
    Unit.objects.exclude(parent=None).update(archived_at=cast.office.opened_at)
    example = get(owner, "imports")["example"]

    assert example == ["centro de operaciones", "oficina local", "equipo"]


def test_the_sample_can_be_brought_in_as_it_is(cast, sample):
    answer = sample(cast.olive)

    imported, entries = check(answer.content, cast.olive)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").startswith(HEADER.strip())
    assert fates(entries) == ["there", "joins", "joins"]
    assert entries[0].place == ("Columbus", "North", "Akron", "Riverside")


@pytest.mark.parametrize(("locale", "place"), [("ar", "المكان"), ("es", "lugar")])
def test_its_columns_are_in_one_s_language(cast, sample, locale, place):
    User.objects.filter(pk=cast.olive.pk).update(locale=locale)
    cast.olive.refresh_from_db()

    content = sample(cast.olive).content

    assert content.decode("utf-8-sig").startswith(f"{place},")
    assert fates(check(content, cast.olive)[1]) == ["there", "joins", "joins"]


def test_none_of_its_cells_is_a_formula(cast, sample):
    Unit.objects.filter(pk=cast.centre.pk).update(name="=1+1")

    rows = sample(cast.olive).content.decode("utf-8-sig").splitlines()

    assert all(row.startswith("'=1+1 > North") for row in rows[1:])


@pytest.mark.parametrize("who", ["charlie", "bob", "oscar"])
def test_charlie_and_who_manages_nobody_get_none(cast, sample, who):
    sample(getattr(cast, who), status=403)


def test_why_rows_can_t_be_used_is_counted(cast, get):
    imported, _entries = check(
        f"""Riverside,,,Ann,ann@example.org,,,
Akron > Riverside,,,Bea,bea@example.org,,,
{AKRON} > Riverside,,,Cy,no address,,,
""",
        cast.olive,
    )

    shown = get(cast.olive, f"imports/{imported.pk}")

    assert (shown["rows"], shown["counts"]) == (3, {"refused": 3})
    assert shown["reasons"] == [
        {"reason": NOT_FROM_TOP, "count": 2},
        {"reason": "This is not an e-mail address.", "count": 1},
    ]


def test_they_are_counted_once_more_when_the_file_is_brought_in(cast, get):
    imported = bring(
        f"Riverside,,,Ann,ann@example.org,,,\n"
        f"{AKRON} > Riverside,,,Bea,bea@example.org,,,\n",
        cast.olive,
    )

    shown = get(cast.olive, f"imports/{imported.pk}")

    assert shown["counts"] == {"joins": 1, "refused": 1}
    assert shown["reasons"] == [{"reason": NOT_FROM_TOP, "count": 1}]


def test_the_command_stops_before_a_file_without_use(cast, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(HEADER + "Riverside,,,Ann,ann@example.org,,,\n")
    said = StringIO()

    with pytest.raises(CommandError, match="No row of this file can be used."):
        call_command("import_people", str(path), stdout=said)

    assert f"line 2: {NOT_FROM_TOP}" in said.getvalue()
    assert "Checked 1 rows: 1 refused; 0 new places." in said.getvalue()
    assert not Import.objects.exists()
