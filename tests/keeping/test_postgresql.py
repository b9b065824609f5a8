"""Backup and restore of PostgreSQL: by its own programs, all of it or nothing."""

import os
import subprocess
import sys

import psycopg
import pytest

from keeping import postgresql
from keeping.errors import ProgramMissing
from tests.server import ROOT, installed

# Each goes through many commands, each a process of its own.
pytestmark = pytest.mark.timeout(600)

TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit_no_%'"
LAST_MIGRATION = ("teams", "0002_people")


@pytest.fixture
def installation(tmp_path):
    """The cast's, in a database of its own that nobody serves."""
    with installed(tmp_path) as installation:
        yield installation


@pytest.fixture
def backup(installation, tmp_path):
    installation.manage("backup", "--to", str(tmp_path / "backups"))
    (file,) = (tmp_path / "backups").iterdir()
    return str(file)


def refused(installation, *words, **settings):
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        cwd=ROOT,
        env={**installation.environment(), **settings},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done
    return done.stderr.strip().removeprefix("CommandError: ")


def ask(installation, question):
    with psycopg.connect(installation.database_url, autocommit=True) as connection:
        cursor = connection.execute(question)
        return cursor.fetchall() if cursor.description else None


def names(installation):
    return ask(installation, "SELECT name FROM teams_user ORDER BY name")


def test_what_came_after_the_backup_is_gone_and_kept_aside(installation, backup):
    people = names(installation)
    ask(installation, "UPDATE teams_user SET name = 'Zoe' WHERE name = 'Alice'")
    ask(installation, "CREATE TABLE later (id int)")
    ask(installation, "CREATE VIEW later_seen AS SELECT * FROM later")

    installation.manage("restore", backup)

    assert names(installation) == people
    assert ask(installation, "SELECT to_regclass('later')") == [(None,)]
    (aside,) = (installation.folder / "data").glob("before-restore-*")
    assert [path.name for path in aside.glob("*.dump")] == ["database.dump"]
    assert ask(installation, TRIGGERS) == [(2,)]


def test_the_planner_knows_what_was_put_back(installation, backup):
    people = names(installation)

    installation.manage("restore", backup)

    known = "SELECT reltuples::int FROM pg_class WHERE relname = 'teams_user'"
    assert ask(installation, known) == [(len(people),)]


def test_while_others_are_connected_nothing_is_touched(installation, backup):
    people = names(installation)
    with psycopg.connect(installation.database_url) as other:
        other.execute("SELECT 1")

        said = refused(installation, "restore", backup)

    assert said.startswith("There are 1 other connections to this database")
    assert names(installation) == people
    assert not list((installation.folder / "data").glob("before-restore-*"))


def test_an_older_schema_is_brought_forward(installation, tmp_path):
    installation.manage("migrate", *LAST_MIGRATION)
    installation.manage("backup", "--to", str(tmp_path / "old"))
    installation.manage("migrate")
    (old,) = (tmp_path / "old").iterdir()

    installation.manage("restore", str(old))

    installation.manage("migrate", "--check")


def test_a_database_that_is_empty_takes_a_backup(installation, backup):
    people = names(installation)
    ask(installation, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    installation.manage("restore", backup)

    assert names(installation) == people


def test_programs_that_are_too_old_are_as_good_as_none(monkeypatch, tmp_path):
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 14.2'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "BESIDE", tmp_path / "nothing")

    assert postgresql.program("pg_dump", 14) == str(program)
    with pytest.raises(ProgramMissing, match="apt install postgresql-client-15"):
        postgresql.program("pg_dump", 15)


def test_a_password_is_no_argument_of_a_program(installation, tmp_path):
    folder = tmp_path / "watched"
    folder.mkdir()
    told = tmp_path / "told"
    (folder / "pg_dump").write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump 99" && exit\n'
        f'echo "$@" > {told}\necho "$PGPASSWORD" >> {told}\nexit 1\n'
    )
    (folder / "pg_dump").chmod(0o755)
    url = installation.database_url.replace("muster@", "muster:s3cret@")

    refused(
        installation,
        "backup",
        PATH=f"{folder}:{os.environ['PATH']}",
        DATABASE_URL=url,
    )

    arguments, password = told.read_text().splitlines()
    assert "s3cret" not in arguments
    assert password == "s3cret"
