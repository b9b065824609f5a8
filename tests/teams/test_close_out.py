"""The end of a campaign: what was planted everywhere is nowhere any more."""

import csv
import io
import os
import subprocess
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection

import routing  # noqa: F401
from chat.actions import set_level
from chat.models import Level, Message, RoomLevel
from chat.queries import room_of
from hub.execution import execute
from hub.models import Event
from teams.actions import add_member, first_broken_entry
from teams.actions.close_out import is_kept
from teams.models import Act, AuditEntry, Campaign, Unit, User
from teams.roles import Role
from tests.cast import assemble, session_of
from tests.teams.second_factors import set_up_app

WORD = "Xylophonplanted"


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(settings):
    settings.LIMITS = False


def planted():
    """A campaign with the word in every text that people can write."""
    cast = assemble()
    add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER)

    def do(command, **fields):
        execute(cast.alice, {"type": command, "client_id": str(uuid4()), **fields})

    User.objects.filter(pk=cast.alice.pk).update(
        email=f"{WORD.lower()}@example.org", phone=WORD, name=f"={WORD}"
    )
    cast.alice.refresh_from_db()
    do("message.post", room=str(room_of(cast.riverside).pk), text=f"@{WORD}")
    do("question.ask", text=f"May {WORD} vote?", about="voter_asks")
    do(
        "report.file",
        team=str(cast.riverside.pk),
        kind="doors",
        quantity=7,
        note=WORD,
    )
    set_level(user=cast.alice, room=room_of(cast.riverside), level=Level.NOTHING)
    session_of(cast.alice)
    for folder in ("before-migrations", "before-restore-20260101T000000Z", "keeping-x"):
        aside = Path(settings.DATA_DIR, folder)
        aside.mkdir(exist_ok=True)
        (aside / "muster.sqlite3").write_text(WORD)
    return cast


def tables_in(file):
    """Name and rows of each, its columns' names first."""
    archive = zipfile.ZipFile(file)
    return {
        name.removesuffix(".csv"): list(
            csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig")))
        )
        for name in archive.namelist()
    }


def dumped():
    """All that the database's files, or a dump of it, hold."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        files = [path, *path.parent.glob(f"{path.name}-*")]
        return b"".join(file.read_bytes() for file in files if file.exists())
    found = connection.get_connection_params()
    told = {"PGPASSWORD": found.get("password") or ""}
    where = ["-h", found.get("host") or "", "-p", str(found.get("port") or 5432)]
    command = ["pg_dump", *where, "-U", found["user"], found["dbname"]]
    return subprocess.run(
        command, env=os.environ | told, capture_output=True, check=True
    ).stdout


def in_data_folder():
    return b"".join(
        file.read_bytes()
        for file in Path(settings.DATA_DIR).rglob("*")
        if file.is_file()
    )


def has_word(content):
    return WORD.lower().encode() in content.lower()


@pytest.mark.django_db(transaction=True)
def test_nothing_of_what_people_left_is_found_afterwards(sign_in):
    cast = planted()
    browser = sign_in(cast.diana)
    set_up_app(browser)
    assert has_word(dumped())
    assert has_word(in_data_folder())

    answer = browser.post("campaign/close-out", name="Ohio")

    assert answer.status_code == 200, answer.content
    assert len(answer.json()["not_reached"]) >= 4
    assert not has_word(dumped())
    assert not has_word(in_data_folder())
    left = (User, Message, Session, RoomLevel)
    assert [model.objects.count() for model in left] == [0, 0, 0, 0]
    assert Campaign.objects.get().closed_out_at is not None
    assert Unit.objects.filter(name="Riverside").exists()
    assert [entry.act for entry in AuditEntry.objects.all()] == [Act.CLOSED_OUT]
    assert first_broken_entry() is None
    assert browser.get("me").status_code == 401
    assert {event.stream for event in Event.objects.all()} <= {"control"}


def test_every_model_goes_or_names_nobody(db):
    """A model that stays may not need somebody who goes."""
    needy = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if is_kept(model)
        for field in model._meta.concrete_fields
        if field.related_model and not is_kept(field.related_model) and not field.null
    ]

    assert needy == []


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "olive", "oscar", "diana"])
@pytest.mark.parametrize("path", ["campaign/export", "campaign/close-out"])
def test_charlie_and_everybody_but_the_owner_are_refused(sign_in, cast, who, path):
    browser = sign_in(getattr(cast, who))

    closing = path.endswith("close-out")
    answer = browser.post(path, name="Ohio") if closing else browser.get(path)

    assert answer.status_code == 403
    assert User.objects.count() == 6


@pytest.mark.parametrize("name", ["", "Ohi", "Ohio!"])
def test_the_campaign_s_name_is_typed(sign_in, cast, name):
    add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER)

    browser = sign_in(cast.diana)
    set_up_app(browser)

    answer = browser.post("campaign/close-out", name=name)

    assert (answer.status_code, answer.json()["field"]) == (422, "name")
    assert User.objects.count() == 6


def test_the_export_has_every_table_and_no_formula(db, sign_in):
    cast = planted()

    browser = sign_in(cast.diana)
    set_up_app(browser)
    answer = browser.get("campaign/export")

    tables = tables_in(io.BytesIO(answer.getvalue()))
    assert tables.keys() == {
        *("places", "people", "memberships", "consents", "acts", "photos"),
        *("messages", "flags", "reports", "goals", "questions", "answers", "library"),
    }
    assert {name: len(rows[0]) for name, rows in tables.items() if not rows[1:]} == {
        **{"flags": 4, "goals": 6, "photos": 2},
        **{"answers": 6, "library": 7},
    }
    assert all(len({len(row) for row in rows}) == 1 for rows in tables.values())
    assert f"'@{WORD}" in tables["messages"][1]
    assert f"'={WORD}" in [row[1] for row in tables["people"]]
    assert "Riverside" in [row[3] for row in tables["places"]]
    assert AuditEntry.objects.filter(act=Act.EXPORTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_wrong_name_exports_and_destroys_nothing(tmp_path):
    planted()
    path = tmp_path / "all.zip"

    with pytest.raises(CommandError, match="not its name"):
        call_command("close_out", export=path, confirm="Ohi")

    assert not path.exists()
    assert User.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_what_can_t_be_exported_is_not_destroyed(tmp_path):
    planted()
    path = tmp_path / "all.zip"
    path.write_text("Mine.")

    with pytest.raises(CommandError, match="Nothing was destroyed"):
        call_command("close_out", export=path, confirm="Ohio")

    assert path.read_text() == "Mine."
    assert User.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_the_command_exports_and_then_destroys(tmp_path):
    planted()
    path, printed = tmp_path / "all.zip", io.StringIO()

    call_command("close_out", export=path, confirm="Ohio", stdout=printed)

    assert len(tables_in(path)["people"]) == 7
    assert "Destroyed." in printed.getvalue()
    assert User.objects.count() == 0
