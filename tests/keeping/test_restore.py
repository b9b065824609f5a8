"""A restore is the whole backup, or one sentence and nothing changed."""

import dataclasses
import fcntl
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from keeping import archive, sqlite
from keeping.archive import Manifest, Part

HOLDS_IT = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def unchanged(installation):
    """Restores what must be refused; gives the sentence."""

    def refused(*words, **options):
        before = installation.fingerprint()
        said = installation.restore(*words, **options)
        assert said.code == 1, said
        assert len(said.error.splitlines()) == 1, said.error
        assert installation.fingerprint() == before
        assert not list(installation.data.glob("keeping-*"))
        assert not list(installation.data.glob("before-restore-*"))
        return said.error

    return refused


def with_manifest(backup, tmp_path, **changes):
    """The same backup under another manifest, put together anew."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    manifest = archive.unpack(backup, folder, None)
    files = {name: folder / name for name in manifest.parts}
    changed = dataclasses.replace(manifest, **changes)
    forged = tmp_path / "forged.tar.gz"
    with forged.open("wb") as out:
        archive.write(out, changed, files, None)
    return forged


def names(database):
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT name FROM teams_user ORDER BY name")
        return [name for (name,) in rows]


def epoch(database):
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT epoch FROM hub_installation").fetchone()[0]


@pytest.mark.parametrize("encrypted", [False, True])
def test_everything_comes_back_in_a_new_epoch(installation, key, encrypted):
    upload = installation.data / "uploads" / "a" / "picture"
    upload.parent.mkdir(parents=True)
    upload.write_text("kept")
    secret = (installation.data / "secret_key").read_text()
    people, before = names(installation.database), epoch(installation.database)
    backup = installation.back_up(*(["--recipient", key[1]] if encrypted else []))
    installation.database.unlink()
    (installation.data / "secret_key").write_text("another")
    upload.write_text("changed")

    said = installation.run("restore", backup, "--identity", key[0])

    assert said.code == 0, said.error
    assert names(installation.database) == people
    assert epoch(installation.database) != before
    assert (installation.data / "secret_key").read_text() == secret
    assert upload.read_text() == "kept"
    (aside,) = installation.data.glob("before-restore-*")
    assert (aside / "secret_key").read_text() == "another"
    assert (aside / "uploads" / "a" / "picture").read_text() == "changed"
    assert str(aside) in said.out


PHOTO = """
import sys
import django; django.setup()
from teams.actions import change_photo
from teams.models import User
from teams.photos import Pictures
word = sys.argv[1].encode()
change_photo(
    user=User.objects.get(name="Alice"), pictures=Pictures(b"small " + word, word)
)
"""


def photo_of_alice(installation):
    """What the files hold that the row of the database names."""
    with closing(sqlite3.connect(installation.database)) as database:
        ((name,),) = database.execute("SELECT name FROM teams_photo")
    folder = installation.data / "uploads" / "photos"
    sides = (96, 320)
    return [(folder / f"{name}-{side}.webp").read_bytes() for side in sides]


def test_a_photo_comes_back_with_its_row(installation):
    installation.python("-c", PHOTO, "first")
    backup = installation.back_up()
    installation.python("-c", PHOTO, "second")
    assert photo_of_alice(installation) == [b"small second", b"second"]

    said = installation.restore(backup)

    assert said.code == 0, said.error
    assert photo_of_alice(installation) == [b"small first", b"first"]


def test_what_was_there_before_is_kept_once(installation):
    backup = installation.back_up()
    with closing(sqlite3.connect(installation.database)) as database, database:
        database.execute("UPDATE teams_user SET name = 'Zoe' WHERE name = 'Alice'")
    for _time in range(2):
        assert installation.restore(backup).code == 0
        (aside,) = installation.data.glob("before-restore-*")
        if not _time:
            assert "Zoe" in names(aside / "muster.sqlite3")

    assert "Alice" in names(aside / "muster.sqlite3")
    assert "Alice" in names(installation.database)


def test_a_log_of_a_database_that_is_gone_does_not_meet_the_new_one(installation):
    people = names(installation.database)
    backup = installation.back_up()
    installation.database.unlink()
    installation.database.with_name("muster.sqlite3-wal").write_bytes(b"left" * 5000)

    assert installation.restore(backup).code == 0

    assert names(installation.database) == people


def test_a_damaged_database_is_replaced(installation):
    people = names(installation.database)
    backup = installation.back_up()
    installation.database.write_bytes(b"not a database at all" * 500)

    assert installation.restore(backup).code == 0

    assert names(installation.database) == people


def test_an_older_schema_is_brought_forward(installation, older, tmp_path):
    newest = shutil.copy(installation.database, tmp_path)
    older()
    backup = installation.back_up()
    shutil.copy(newest, installation.database)

    assert installation.restore(backup).code == 0

    assert installation.run("migrate", "--check").code == 0


def test_a_newer_schema_is_refused(installation, unchanged, tmp_path):
    backup = installation.back_up()
    newer = with_manifest(
        backup, tmp_path, version="9.0", migrations=[["teams", "0999_future"]]
    )

    said = unchanged(newer)

    assert said.startswith("This backup was made by a newer Muster (9.0)")
    assert "teams.0999_future" in said


def test_a_newer_kind_of_archive_is_refused(installation, unchanged, tmp_path):
    newer = with_manifest(installation.back_up(), tmp_path, format=2)

    assert "newer Muster" in unchanged(newer)


def test_another_kind_of_database_is_refused(installation, unchanged, tmp_path):
    other = with_manifest(installation.back_up(), tmp_path, database="postgresql")

    assert unchanged(other).startswith("This is a backup of PostgreSQL")


def test_a_part_that_is_another_one_is_refused(installation, unchanged, tmp_path):
    backup = installation.back_up()
    parts = {"database.sqlite3": Part(0, "0" * 64), "secret_key": Part(67, "1" * 64)}
    folder = tmp_path / "made-up"
    folder.mkdir()
    for name in parts:
        (folder / name).write_bytes(b"x" * parts[name].bytes)
    manifest = Manifest("1", "2026", "sqlite", "", "", [], True, parts)
    forged = tmp_path / "forged.tar.gz"
    with forged.open("wb") as out:
        archive.write(out, manifest, {name: folder / name for name in parts}, None)

    assert backup.exists()
    assert "torn or was changed" in unchanged(forged)


@pytest.mark.parametrize("name", ["../escaped", "/tmp/escaped-from-a-backup"])
def test_a_part_never_leaves_the_folder(installation, unchanged, tmp_path, name):
    content = tmp_path / "content"
    content.write_text("x")
    parts = archive.parts_of({name: content})
    manifest = Manifest("1", "2026", "sqlite", "", "", [], False, parts)
    forged = tmp_path / "forged.tar.gz"
    with forged.open("wb") as out:
        archive.write(out, manifest, {name: content}, None)

    assert "torn or was changed" in unchanged(forged)
    assert not (installation.data / "escaped").exists()


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("damage", ["half", "end", "middle", "begin"])
def test_a_torn_file_is_refused(installation, unchanged, key, encrypted, damage):
    backup = installation.back_up(*(["--recipient", key[1]] if encrypted else []))
    content = bytearray(backup.read_bytes())
    match damage:
        case "half":
            del content[len(content) // 2 :]
        case "end":
            del content[-9:]
        case "begin":
            del content[40:]
        case "middle":
            content[len(content) // 2] ^= 0xFF
    backup.write_bytes(content)

    assert "torn or was changed" in unchanged(backup, "--identity", key[0])


def test_something_else_is_no_backup(installation, unchanged, tmp_path):
    other = tmp_path / "other"
    other.write_text("a letter to my aunt")

    assert "torn or was changed" in unchanged(other)
    assert "can't be read" in unchanged(tmp_path / "absent")


def test_without_its_key_an_encrypted_backup_stays_shut(
    installation, unchanged, key, tmp_path
):
    backup = installation.back_up("--recipient", key[1])
    other, empty = tmp_path / "other", tmp_path / "empty"
    installation.call("backup", "--make-key", other)
    empty.write_text("# nothing\n")

    assert "--identity" in unchanged(backup)
    assert "encrypted for another key" in unchanged(backup, "--identity", other)
    assert "holds no secret key" in unchanged(backup, "--identity", empty)
    assert "can't be read" in unchanged(backup, "--identity", tmp_path / "absent")


def test_a_server_that_runs_is_in_the_way(installation, unchanged):
    backup = installation.back_up()
    with (installation.data / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)

        assert unchanged(backup).startswith("A Muster server uses the data folder")


def test_another_program_in_the_database_is_in_the_way(
    installation, unchanged, monkeypatch
):
    monkeypatch.setattr(sqlite, "LOCKED_AT_MOST_S", 0.1)
    backup = installation.back_up()
    # Not this process: its locks would end when it reads the file for its hash.
    command = [sys.executable, "-c", HOLDS_IT, str(installation.database)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline()

        assert unchanged(backup).startswith("Another program uses the database")
        other.stdin.close()


def test_a_full_disk_changes_nothing(installation, unchanged):
    backup = installation.back_up()

    assert unchanged(backup, limit=100_000).startswith("The disk is full")
