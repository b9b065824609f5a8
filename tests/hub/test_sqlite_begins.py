"""SQLite is one file for all processes: who wants to write waits for who does."""

import sqlite3
import threading
from contextlib import closing, contextmanager

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

PATIENCE_S = 0.2
pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(tmp_path):
    handler = ConnectionHandler(
        {
            "default": {
                "ENGINE": "hub.sqlite3",
                "NAME": tmp_path / "one.sqlite3",
                "OPTIONS": {"timeout": PATIENCE_S, "transaction_mode": "IMMEDIATE"},
            }
        }
    )
    connection = handler["default"]
    connection.cursor().execute("CREATE TABLE doors (number int)")
    yield connection
    connection.close()


@pytest.fixture
def writing(ours):
    """Another connection that writes, as another process does."""
    path = ours.settings_dict["NAME"]
    with closing(
        sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO doors VALUES (1)")
        yield other


@contextmanager
def in_transaction(connection):
    """What `atomic` does, for a connection that is not among the installation's."""
    connection.set_autocommit(
        False, force_begin_transaction_with_broken_autocommit=True
    )
    yield
    connection.commit()
    connection.set_autocommit(True)


def numbers(connection):
    found = connection.cursor().execute("SELECT number FROM doors ORDER BY number")
    return [number for (number,) in found.fetchall()]


@pytest.mark.parametrize("seconds", [0.002, 0.08])
def test_a_transaction_begins_once_the_other_one_has_ended(ours, writing, seconds):
    threading.Timer(seconds, writing.commit).start()

    with in_transaction(ours):
        ours.cursor().execute("INSERT INTO doors VALUES (2)")

    assert numbers(ours) == [1, 2]
    assert not ours.errors_occurred


def test_who_never_gets_the_file_is_told_so_and_waits_again_the_next_time(
    ours, writing
):
    with pytest.raises(OperationalError, match="locked"), in_transaction(ours):
        raise AssertionError("It has begun.")

    (patience,) = ours.cursor().execute("PRAGMA busy_timeout").fetchone()
    assert patience == 1000 * PATIENCE_S
    writing.commit()
    assert numbers(ours) == [1]
