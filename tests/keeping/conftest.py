import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from io import StringIO
from typing import NamedTuple
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from tests.server import ROOT, installed

# Of PostgreSQL, tests/guarantees/test_restored_backup.py goes the whole way.
collect_ignore = (
    ["test_backup.py", "test_restore.py", "test_before_migrating.py"]
    if os.environ.get("DATABASE_URL", "").startswith("postgres")
    else ["test_postgresql.py"]
)


class Said(NamedTuple):
    code: int
    out: str
    error: str


class Installation:
    """A data folder that nobody serves, and the commands of its administrator."""

    def __init__(self, server, unblock):
        self.data = server.data
        self.backups = server.folder / "backups"
        self.database = self.data / "muster.sqlite3"
        self._server = server
        self._unblock = unblock

    def run(self, *words, limit=None, **settings):
        """A command, as a process of its own.

        `limit`: how large a file may grow, as on a disk that is full.
        """
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, words)]
        if limit is not None:
            command = ["prlimit", f"--fsize={limit}:{limit}", *command]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**self._server.environment(), **settings},
            capture_output=True,
            text=True,
        )
        error = done.stderr.strip().removeprefix("CommandError: ")
        return Said(done.returncode, done.stdout, error)

    def call(self, *words):
        """The same in the process of the tests, which takes a tenth of the time."""
        out, error = StringIO(), StringIO()
        with self._is_ours():
            try:
                call_command(*map(str, words), stdout=out, stderr=error)
            except CommandError as refused:
                return Said(1, out.getvalue(), str(refused))
        return Said(0, out.getvalue(), error.getvalue())

    def python(self, *words):
        """A few lines that work on it, as a process of its own."""
        self._server.run(*words)

    def back_up(self, *words):
        said = self.call("backup", "--to", self.backups, *words)
        assert said.code == 0, said.error
        return max(self.backups.glob("muster-*"))

    def restore(self, *words, **how):
        return (self.run if how else self.call)("restore", *words, **how)

    def fingerprint(self):
        """Of all that a server would find; locks and backups are none of it."""
        return {
            path.relative_to(self.data).as_posix(): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for path in self.data.rglob("*")
            if path.is_file() and path.suffix not in (".lock", ".mark")
        }

    @contextmanager
    def _is_ours(self):
        """This process works on the installation meanwhile, with its environment."""
        environment = self._server.environment()
        ours = connection.settings_dict["NAME"]
        connection.close()
        with (
            mock.patch.dict(os.environ, environment, clear=True),
            override_settings(DATA_DIR=self.data),
            self._unblock(),
        ):
            connection.settings_dict["NAME"] = str(self.database)
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = ours


@pytest.fixture
def installation(tmp_path, django_db_blocker):
    """The cast's, for one test; SQLite."""
    with installed(tmp_path) as server:
        yield Installation(server, django_db_blocker.unblock)


@pytest.fixture(scope="session")
def older_database(tmp_path_factory):
    """The file of one whose last migrations are still to come."""
    with installed(tmp_path_factory.mktemp("older")) as server:
        server.manage("migrate", "teams", "0002_people", "--verbosity", "0")
        yield server.data / "muster.sqlite3"


@pytest.fixture
def older(older_database, installation):
    """Makes the installation one whose last migrations are still to come."""
    return lambda: shutil.copy(older_database, installation.database)


@pytest.fixture
def key(tmp_path, installation):
    """(file of the secret key, public key)."""
    file = tmp_path / "key"
    return file, installation.call("backup", "--make-key", file).out.strip()
