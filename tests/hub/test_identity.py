"""What PostgreSQL tells of itself, and to whom."""

import logging

import pytest
from django.db import connection

from hub.postgresql.identity import Identity, identity

pytestmark = pytest.mark.django_db


def execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_role_without_any_privilege_is_told():
    execute("CREATE ROLE nobody_special", "SET LOCAL ROLE nobody_special")

    found = identity(connection, set())

    assert len(found.system) > 10
    assert found.timeline == 1


def test_what_is_not_told_is_empty_and_said_once(caplog):
    execute(
        "CREATE ROLE nobody_special",
        "REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC",
        "SET LOCAL ROLE nobody_special",
    )
    untold = set()

    with caplog.at_level(logging.WARNING):
        found = [identity(connection, untold) for _time in range(2)]

    assert found == [Identity("", 1)] * 2
    assert len(caplog.records) == 1


def test_only_what_both_tell_can_differ():
    here = Identity("7", 1)

    assert here.differs_in(Identity("8", 1)) == "system"
    assert here.differs_in(Identity("7", 2)) == "timeline"
    assert here.differs_in(Identity("", 2)) == "timeline"
    assert here.differs_in(Identity("", None)) == ""
    assert Identity().differs_in(here) == ""
