"""A kind question about numbers that one person hardly reaches in a day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, F, Q, Sum, When
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hub.actions import at_seal_together
from hub.events import Fields
from reports.kinds import report_kind
from reports.models import Report
from teams.models import User

WORKER = Case(
    When(on_behalf_of=None, then=F("reporter_id")), default=F("on_behalf_of_id")
)


@dataclass(slots=True)
class Check:
    """`unlikely` is known once the batch is sealed; the report is stored anyway."""

    report: Report
    asked: User
    daily_maximum: int
    unlikely: bool = False

    def reply(self) -> Fields:
        if not self.unlikely:
            return {}
        question = format_lazy(
            _("More than {maximum} in a day is a lot. If it is right, well done!"),
            maximum=self.daily_maximum,
        )
        with translation.override(self.asked.locale):
            return {"check": str(question)}


def check_later(report: Report, asked: User) -> Check:
    """Looks at the whole batch's reports with one query, once they are stored."""
    kind = report_kind(report.kind)
    check = Check(report, asked, kind.daily_maximum if kind else 0)
    if kind is not None and report.quantity > 0:
        at_seal_together(_look_up, check)
    return check


def _look_up(checks: list[Check]) -> None:
    done = _done([check.report for check in checks])
    for check in checks:
        report = check.report
        worker = report.on_behalf_of_id or report.reporter_id
        together = done[worker, report.kind, report.action_date]
        check.unlikely = together > check.daily_maximum


def _done(reports: Sequence[Report]) -> Counter[tuple[int, str, object]]:
    """What each worker has done of each kind and day, these reports included."""
    workers = {report.on_behalf_of_id or report.reporter_id for report in reports}
    rows = (
        Report.objects.filter(
            Q(reporter_id__in=workers) | Q(on_behalf_of_id__in=workers),
            action_date__in={report.action_date for report in reports},
            voided_at=None,
        )
        .annotate(worker=WORKER)
        .values_list("worker", "kind", "action_date")
        .annotate(done=Sum("quantity"))
    )
    return Counter({row[:3]: row[3] for row in rows.order_by()})
