from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from demo.rhythm import EVENING_ENDS, STARTS, Rhythm

OHIO = ZoneInfo("America/New_York")


def test_days_gone_by_keep_their_hours():
    rhythm = Rhythm(datetime(2026, 10, 30, 15, tzinfo=UTC), OHIO)

    assert rhythm.at(2, 18.5) == datetime(2026, 10, 28, 18, 30, tzinfo=OHIO)


@pytest.mark.parametrize("hour", [0.2, 3, 8, 11, 15, 20])
def test_today_has_happened_by_now_whatever_the_hour(hour):
    now = datetime(2026, 10, 30, tzinfo=OHIO) + timedelta(hours=hour)
    rhythm = Rhythm(now, OHIO)

    begins, ends = rhythm.at(0, STARTS), rhythm.at(0, EVENING_ENDS)

    assert rhythm.clock(0, 0) <= begins <= ends < now


def test_a_late_evening_keeps_its_hours_too():
    rhythm = Rhythm(datetime(2026, 10, 30, 22, tzinfo=OHIO), OHIO)

    assert rhythm.at(0, 18.5) == datetime(2026, 10, 30, 18, 30, tzinfo=OHIO)
