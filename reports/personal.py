"""What reports hold of people: figures stay, what was said beside them goes."""

from collections.abc import Iterator

from django.db.models import Q

from hub.actions import transaction
from hub.clock import wire_time
from reports.models import Correction, Report
from teams.actions import PersonalPart, Row
from teams.models import User


def _reports(user: User) -> Iterator[Row]:
    mine = Report.objects.filter(Q(reporter=user) | Q(on_behalf_of=user))
    for one in mine.select_related("team").order_by("pk").iterator(500):
        yield _report(one)


def _report(one: Report) -> dict[str, object]:
    return {
        "team": one.team.name,
        "kind": one.kind,
        "quantity": one.quantity,
        "day": one.action_date.isoformat(),
        "at": wire_time(one.at),
        "mood": one.mood,
        "topics": ", ".join(one.topics),
        "note": one.note,
        "taken_back": one.voided_at is not None,
    }


def _erase(user: User) -> None:
    with transaction():
        mine = Report.objects.filter(Q(reporter=user) | Q(on_behalf_of=user))
        mine.update(note="", mood=None, topics=[])
        Correction.objects.filter(by=user).update(reason="")


PARTS = [PersonalPart("reports", _reports, _erase)]
