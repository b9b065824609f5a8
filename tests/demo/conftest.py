from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from demo.planting import plant
from demo.rhythm import Rhythm
from hub.actions import forget_all

EARLY_EVENING = datetime(2026, 10, 30, 22, 40, tzinfo=UTC)  # 18:40 in Ohio


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker):
    """One demo campaign for all tests of a file, which only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_all()
        yield plant("political", EARLY_EVENING)
        transaction.set_rollback(True)
    forget_all()


@pytest.fixture
def rhythm():
    return Rhythm(EARLY_EVENING, ZoneInfo("America/New_York"))
