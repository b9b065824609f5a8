"""manage.py on a folder that was mistyped: it says so, and makes nothing there."""

import os
import subprocess
import sys

import pytest

from tests.architecture.repository import ROOT


def manage(folder, *arguments, **settings):
    unset = dict.fromkeys(("DATABASE_URL", "SECRET_KEY", "REDIS_URL"), "")
    own = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "settings"}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **unset, **own, **settings},
        capture_output=True,
        text=True,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ("token", "alice@example.org"),
        ("suspend", "alice@example.org"),
        ("renew_epoch", "--yes"),
        ("first_run_code",),
        ("demo",),
        ("serve", "--port", "0"),
        ("shell", "-c", "pass"),
    ],
)
def test_a_mistyped_folder_is_named_and_not_made(tmp_path, arguments):
    folder = tmp_path / "mistyped"

    code, said = manage(folder, *arguments)

    assert code == 1
    assert said.startswith(f"There is no installation in {folder}: check DATA_DIR.")
    assert not folder.exists()


def test_a_folder_without_a_database_is_no_installation(tmp_path):
    code, said = manage(tmp_path, "token", "alice@example.org")

    assert code == 1
    assert said.startswith(f"There is no installation in {tmp_path}")
    assert list(tmp_path.iterdir()) == []


def test_a_database_elsewhere_needs_the_folder_of_its_key(tmp_path):
    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path}/muster.sqlite3"}
    folder = tmp_path / "mistyped"

    code, said = manage(folder, "first_run_code", **elsewhere)

    assert code == 1
    assert said.startswith(f"There is no installation in {folder}")
    assert not folder.exists()


def test_the_first_start_makes_the_folder(tmp_path):
    folder = tmp_path / "new"

    assert manage(folder, "migrate", "--verbosity", "0") == (0, "")
    assert manage(folder, "first_run_code")[0] == 0


@pytest.mark.parametrize("arguments", [(), ("help",), ("token", "--help")])
def test_help_needs_no_installation(tmp_path, arguments):
    code, said = manage(tmp_path / "none", *arguments)

    assert code == 0
    assert "There is no installation" not in said
