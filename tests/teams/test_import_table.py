"""What a file of rows may look like, and what is told of one that is none."""

import codecs

import pytest
from django.core.management import CommandError, call_command

from teams.importing.table import LINE_AT_MOST
from teams.models import (
    Import,
    ImportPiece,
    ImportState,
    User,
)
from tests.teams.rows import AKRON, HEADER, bring, check, fates


def test_words_of_the_campaign_and_of_three_languages_are_understood(cast):
    file = "lugar;tipo;nombre;correo;idioma;función\n"
    file += f"{AKRON} > Vega;equipo;;;;\n"
    file += f"{AKRON} > Vega;;Ana;ana@example.org;Español;líder de equipo\n"
    file += "ohio > columbus > NORTH > akron;;علي;ali@example.org;العربية;مجيب\n"

    _imported, entries = check(file.encode())

    assert fates(entries) == ["opens", "joins", "joins"]
    assert [entry.role for entry in entries[1:]] == ["leader", "operator"]
    assert [entry.locale for entry in entries[1:]] == ["es", "ar"]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(",", "\t").encode(),
    ],
)
def test_how_spreadsheets_write_utf_8_and_utf_16(cast, encode):
    text = f"place,name,email\n{AKRON} > Riverside,José,jose@example.org\n"

    _imported, entries = check(encode(text))

    assert [(entry.name, entry.fate) for entry in entries] == [("José", "joins")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("place,name\nAkron,José\n".encode("latin-1"), "encoding"),
        ("place,name\nAkron,José\n".encode("utf-16")[:-1], "encoding"),
        (b"", "empty"),
        (b"place,name\n", "empty"),
        (b"where,who\nAkron,Ann\n", "columns"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "encoding"),
    ],
)
def test_a_file_that_is_no_table_of_ours_is_told_so(cast, data, reason):
    imported, entries = check(data)

    assert (imported.state, imported.reason) == (ImportState.FAILED, reason)
    assert entries == []
    assert not ImportPiece.objects.exists()


def test_cells_of_10_mb_and_open_quotes_cost_their_own_row_alone(cast):
    row = f"{AKRON} > Riverside,,,{{}},{{}}@example.org,,,\n"
    long = "x" * 10 * 1024 * 1024
    text = row.format("Ann", "ann") + row.format(long, "long")
    text += row.format("Bea", "bea") + row.format(f'"{long}', "open")
    text += row.format("Cy", "cy") + row.format("y" * LINE_AT_MOST, "y")
    text += row.format("Dee", "dee") + row.format('"open', "quote")

    _imported, entries = check(text)

    assert fates(entries) == [
        "joins",
        "broken",
        "joins",
        "broken",
        "joins",
        "broken",
        "joins",
        "broken",
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("Riverside,,,X,not-an-address,,,", "bad_email"),
        ("Riverside,,,X,,,,", "bad_email"),
        ("Riverside,,,,x@example.org,,,", "bad_name"),
        ("Riverside,,,X\u202e,x@example.org,,,", "bad_name"),
        ("Riverside,,,X,x@example.org,call me,,", "bad_phone"),
        ("Riverside,,,X,x@example.org,,tlh,", "bad_language"),
        ("Riverside,,,X,x@example.org,,,boss", "unknown_role"),
        ("Riverside,,,X,x@example.org,,,director", "role_there"),
        ("Riverside,castle,,,,,,", "unknown_kind"),
        ("Riverside,office,,,,,,", "other_kind"),
        ("Riverside > Below,team,,,,,,", "kind_there"),
        ("Hillside > Akron > Hillside,team,,,,,,", "cycle"),
        ("New,team,44301-44301-44301,,,,,", "bad_codes"),
        ("New,region,,,,,,", "kind_there"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(cast, cells, reason):
    _imported, entries = check(f"{AKRON} > {cells}\n")

    assert fates(entries) == [reason]


def test_where_nobody_is_a_volunteer_a_role_is_asked_for(cast):
    _imported, entries = check(f"{AKRON},,,X,x@example.org,,,\n")

    assert fates(entries) == ["no_role"]


def test_formulas_stay_text(cast):
    bring(f'{AKRON} > Riverside,,,"=HYPERLINK(""x"")",f@example.org,,,\n')

    assert User.objects.get(email="f@example.org").name == '=HYPERLINK("x")'


def test_the_command_shows_and_then_imports(cast, tmp_path, capsys):
    path = tmp_path / "people.csv"
    row = f"{AKRON} > Riverside,,,Ann,ann@example.org,,,\n"
    path.write_text(f"{HEADER}{row}X > Y,,,,,,,\n")

    call_command("import_people", path, "--dry-run")
    assert not User.objects.filter(email="ann@example.org").exists()
    assert not Import.objects.exists()
    call_command("import_people", path)

    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("line 3: ")
    assert said[-1] == "Imported 2 rows: 1 joins, 1 refused; 0 new places."
    assert User.objects.filter(email="ann@example.org").exists()


def test_the_command_says_what_is_wrong_with_a_file(cast, tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes("place\nZürich\n".encode("latin-1"))

    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_people", path)
    with pytest.raises(CommandError, match="no file"):
        call_command("import_people", tmp_path / "absent.csv")
