"""When things happen on a campaign's day, so that the demo ends 'now'."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STARTS, EVENING_ENDS = 9.0, 20.75
JUST_NOW = timedelta(minutes=1)
SHORTEST_DAY = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Rhythm:
    now: datetime
    zone: ZoneInfo

    def day(self, days_ago: int) -> date:
        return self.now.astimezone(self.zone).date() - timedelta(days=days_ago)

    def clock(self, days_ago: int, hour: float) -> datetime:
        """That local time of that day, whether past or to come."""
        return self._midnight(days_ago) + timedelta(hours=hour)

    def at(self, days_ago: int, hour: float) -> datetime:
        """The same, but today up to the evening's end has always happened by now.

        Whoever starts the demo in the morning would else see an empty day.
        """
        if days_ago or self.clock(0, EVENING_ENDS) <= self.now:
            return self.clock(days_ago, hour)
        end = self.now - JUST_NOW
        start = max(
            self.clock(0, 0), min(self.clock(0, STARTS), self.now - SHORTEST_DAY)
        )
        passed = (hour - STARTS) / (EVENING_ENDS - STARTS)
        return start + (end - start) * max(passed, 0.0)

    def _midnight(self, days_ago: int) -> datetime:
        return datetime.combine(self.day(days_ago), time(), self.zone)
