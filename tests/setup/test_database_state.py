import os
import subprocess
import sys

import pytest

from tests.architecture.repository import ROOT


@pytest.fixture(autouse=True)
def folder(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path_factory.mktemp("data")))


def state(url, **settings):
    done = subprocess.run(
        [sys.executable, "-m", "bin.setup.database_state"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, **settings},
        capture_output=True,
        text=True,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.mark.parametrize("url", ["nonsense", "oracle://x/y", "postgres//host"])
def test_address_of_no_database(url):
    code, said = state(url)

    assert code == 1
    assert said.startswith("DATABASE_URL does not name a database")


def test_database_that_does_not_answer():
    code, said = state("postgresql://muster:secret@127.0.0.1:1/muster")

    assert code == 1
    assert said.startswith("The database of DATABASE_URL can't be used:")
    assert "secret" not in said
    assert "\n" not in said


def test_file_that_is_no_database(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("shopping list " * 100)

    code, said = state(f"sqlite:///{file}")

    assert code == 1
    assert said == f"{file} is not a SQLite database: check DATABASE_URL."


def test_folder_that_is_not_there(tmp_path):
    code, said = state(f"sqlite:///{tmp_path}/nowhere/muster.sqlite3")

    assert code == 1
    assert "its folder is not there" in said


def test_new_database_is_empty_and_not_made_yet(tmp_path):
    file = tmp_path / "muster.sqlite3"

    assert state(f"sqlite:///{file}") == (0, "empty")
    assert not file.exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL is one of"),
        ("PUBLIC_URL", "muster.example.org", "PUBLIC_URL is no address"),
        ("EMAIL_URL", "garbage", "EMAIL_URL does not name a mail server"),
        ("CONNECTS_PER_SECOND", "many", "CONNECTS_PER_SECOND is a whole number"),
        ("DEMO", "perhaps", 'Environment variable "DEMO" invalid'),
    ],
)
def test_every_setting_is_checked_before_the_database_is_asked(
    tmp_path, name, value, said
):
    code, told = state(f"sqlite:///{tmp_path}/muster.sqlite3", **{name: value})

    assert code == 1
    assert told.startswith(said)
    assert "Traceback" not in told
