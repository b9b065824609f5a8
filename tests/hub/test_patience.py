"""What the database takes too long for is cut off, and nothing else suffers."""

import pytest
from django.db import OperationalError, connection

from hub.patience import OutOfTime, within

ENDLESS = {
    "sqlite": (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT COUNT(*) FROM n"
    ),
    "postgresql": "SELECT pg_sleep(60)",
}

pytestmark = pytest.mark.django_db


def _ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_what_takes_too_long_is_cut_off():
    with pytest.raises(OutOfTime), within(0.05):
        _ask(ENDLESS[connection.vendor])

    assert _ask("SELECT 7") == (7,)


def test_what_is_quick_is_answered_and_the_limit_ends():
    with within(20):
        assert _ask("SELECT 7") == (7,)

    if connection.vendor == "postgresql":
        assert _ask("SHOW statement_timeout") == ("0",)


def test_another_error_stays_what_it_is():
    with pytest.raises(Exception, match="nowhere") as raised, within(20):
        _ask("SELECT 1 FROM nowhere")

    assert not isinstance(raised.value, OutOfTime)
    assert isinstance(raised.value, OperationalError) or connection.vendor != "sqlite"
