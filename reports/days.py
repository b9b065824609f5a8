"""The campaign's own days and hours, wherever its people and servers are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from hub.actions import remember
from teams.models import Campaign
from teams.queries import campaign

STARTS, ENDS = time(9), time(21)


@dataclass(frozen=True, slots=True)
class Days:
    zone: ZoneInfo
    polls_close_at: datetime | None

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def today(self) -> date:
        return self.local(timezone.now()).date()

    def hour_began(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), self.zone)

    def working_time(self, day: date) -> tuple[datetime, datetime]:
        """Between which the pace of a day's goal is measured."""
        start = datetime.combine(day, STARTS, self.zone)
        end = datetime.combine(day, ENDS, self.zone)
        if self.polls_close_at and self.local(self.polls_close_at).date() == day:
            end = max(self.local(self.polls_close_at), start + timedelta(hours=1))
        return start, end


def campaign_days() -> Days:
    return remember(("days",), lambda: _days(campaign()))


def _days(found: Campaign | None) -> Days:
    if found is None:
        return Days(ZoneInfo("UTC"), None)
    return Days(ZoneInfo(found.timezone), found.polls_close_at)
