"""A backup is whole and for its owner alone, or it is not there."""

import fcntl
import os
import sqlite3
import stat
import time
from contextlib import closing
from datetime import timedelta

import pytest
from django.utils import timezone

from hub.actions import transaction
from keeping import backup, tasks
from keeping.tasks import DailyBackup
from teams.actions import record
from teams.models import Act
from tests.server import running


def test_a_backup_is_one_file_for_its_owner_alone(installation):
    said = installation.run("backup", "--to", installation.backups)

    (file,) = installation.backups.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(installation.backups.stat().st_mode) == 0o700
    assert str(file) in said.out
    assert "It is not encrypted" in said.out
    assert "The secret key is in it." in said.out
    assert not list(installation.data.glob("keeping-*"))


def test_a_secret_key_of_the_environment_is_not_in_it(installation):
    said = installation.run("backup", SECRET_KEY="x" * 50)

    assert "The secret key is not in it" in said.out
    assert "sign in as anybody" not in said.out
    assert list((installation.data / "backups").iterdir())


def test_an_encrypted_backup_shows_nothing(installation, key):
    _file, public = key

    made = installation.back_up("--recipient", public)

    content = made.read_bytes()
    assert made.suffix == ".age"
    assert content.startswith(b"age-encryption.org/v1")
    assert b"manifest" not in content


def test_a_key_file_is_for_its_owner_and_never_written_over(installation, key):
    file, public = key

    again = installation.call("backup", "--make-key", file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert public.startswith("age1")
    assert (again.code, "never written over" in again.error) == (1, True)


def test_what_is_no_public_key_is_said(installation, key):
    file, _public = key
    secret = file.read_text().splitlines()[-1]

    for wrong, sentence in (("nonsense", "no key"), (secret, "the secret key")):
        said = installation.call("backup", "--recipient", wrong)
        assert said.code == 1
        assert sentence in said.error
    assert not (installation.data / "backups").exists()


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_full_disk_leaves_no_half_backup(installation, key, encrypted):
    recipient = ["--recipient", key[1]] if encrypted else []
    # Larger than any of its parts, so that it is the file itself that finds no room.
    size = installation.database.stat().st_size
    noise = installation.data / "uploads" / "noise"
    noise.parent.mkdir()
    noise.write_bytes(os.urandom(size * 2))

    said = installation.run(
        *("backup", "--to", installation.backups, *recipient), limit=size * 3 // 2
    )

    assert said.code == 1
    assert said.error.startswith("The disk is full while making the backup")
    assert list(installation.backups.iterdir()) == []
    assert not list(installation.data.glob("keeping-*"))


def test_what_somebody_takes_away_meanwhile_is_still_in_it(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    held = tmp_path / "held"
    pictures = settings.DATA_DIR / "uploads" / "photos"
    pictures.mkdir(parents=True)
    (pictures / "before").write_text("before")

    backup._hold_uploads(held)
    (pictures / "before").unlink()
    (pictures / "after").write_text("after")
    backup._hold_uploads(held)

    kept = backup._kept_files(held)
    assert {name: path.read_text() for name, path in kept.items()} == {
        "uploads/photos/after": "after",
        "uploads/photos/before": "before",
    }


def test_a_full_disk_while_copying_is_said_too(installation):
    said = installation.run("backup", limit=8192)

    assert said.code == 1
    assert "disk" in said.error
    assert "Traceback" not in said.error


def test_a_damaged_database_is_no_backup(installation):
    content = bytearray(installation.database.read_bytes())
    content[8192:40960] = b"\xff" * 32768
    installation.database.write_bytes(content)

    said = installation.call("backup", "--to", installation.backups)

    assert said.code == 1
    assert "is damaged" in said.error
    assert list(installation.backups.iterdir()) == []


def test_two_at_once_are_one_too_many(installation):
    with (installation.data / "keeping.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        said = installation.call("backup")

    assert said.code == 1
    assert said.error.startswith("Another backup or restore is running")


def test_the_audit_log_has_it(installation):
    installation.back_up()

    with closing(sqlite3.connect(installation.database)) as database:
        acts = database.execute("SELECT act, actor_id FROM teams_auditentry").fetchall()
    assert (Act.BACKED_UP, None) in acts


def test_the_daily_one_is_made_once_and_keeps_the_newest(installation):
    installation.backups.mkdir()
    for day in range(1, 5):
        (installation.backups / f"muster-2026010{day}T000000Z.tar.gz").touch()
    (installation.backups / "notes.txt").touch()
    daily = {"BACKUP_DIR": str(installation.backups), "BACKUP_KEEP": "2"}

    for _time in range(2):
        said = installation.run("backup", "--daily", **daily)
        assert said.code == 0, said.error

    left = sorted(path.name for path in installation.backups.iterdir())
    assert len(left) == 3
    assert left[0] == "muster-20260104T000000Z.tar.gz"
    assert left[2] == "notes.txt"


def test_the_server_begins_one_when_the_newest_is_a_day_old(
    cast, settings, monkeypatch, tmp_path
):
    begun = []
    monkeypatch.setattr(tasks, "_begin", lambda: begun.append(1))
    DailyBackup().look()
    assert begun == []

    settings.BACKUP_DIR = str(tmp_path)
    DailyBackup().look()
    assert begun == [1]

    with transaction():
        record(Act.BACKED_UP, by=None)
    DailyBackup().look()
    assert begun == [1]

    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    DailyBackup().look()
    assert begun == [1, 1]


def test_a_server_makes_the_daily_one_by_itself(tmp_path_factory, tmp_path):
    folder = tmp_path_factory.mktemp("daily")
    backups = tmp_path / "backups"
    with running(folder, BACKUP_DIR=str(backups)):
        until = time.monotonic() + 90
        while not list(backups.glob("muster-*")):
            assert time.monotonic() < until, "no backup came"
            time.sleep(0.1)
