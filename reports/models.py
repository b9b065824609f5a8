from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teams.models import Unit, User
from teams.roles import Role

QUANTITY_MAX = 9_999_999
NOTE_MAX = 500
# The hour of a day that had ended when its report was filed.
LATER = 24


class Report(models.Model):
    """What was done on one day. `seq` is that of its `report.filed` in the room.

    `path` is the team's when it was filed: there it counts, wherever the team moves.
    `hour` is the campaign's local hour of filing, `LATER` after the day itself.
    """

    team = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    path = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    quantity = models.PositiveIntegerField()
    action_date = models.DateField()
    hour = models.PositiveSmallIntegerField()
    reporter = models.ForeignKey(User, models.PROTECT, related_name="+")
    reporter_role = models.CharField(max_length=12, choices=Role, blank=True)
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    mood = models.PositiveSmallIntegerField(null=True, blank=True)
    topics = models.JSONField(default=list)
    note = models.TextField(blank=True)
    breakdown = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    voided_at = models.DateTimeField(null=True, blank=True)
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["team", "seq"], name="report_seq_once"),
            models.CheckConstraint(
                condition=Q(quantity__lte=QUANTITY_MAX), name="report_quantity_limited"
            ),
            models.CheckConstraint(
                condition=Q(mood=None) | Q(mood__range=(1, 5)), name="report_mood"
            ),
            models.CheckConstraint(
                condition=Q(hour__lte=LATER), name="report_hour_of_day"
            ),
        )
        indexes = (
            models.Index(fields=["team", "kind", "action_date"], name="report_day"),
            models.Index(fields=["reporter", "action_date"], name="report_person"),
            models.Index(fields=["action_date", "team"], name="report_teams_on_day"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} {self.kind} · {self.team} · {self.action_date}"

    @property
    def worker_id(self) -> int:
        """Whose work it was."""
        return self.on_behalf_of_id or self.reporter_id


class Correction(models.Model):
    """An earlier figure: a number is never edited away."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="corrections")
    version = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report", "version"], name="correction_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} was {self.quantity}"


class Delta(models.Model):
    """What a report changed and the aggregator has not yet added to the totals.

    One row stands for the team and every unit above it, so that nothing that files a
    report waits for the row of an office or a state.
    """

    path = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    quantity = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.quantity:+} {self.kind} · {self.path} · {self.day}"

    @property
    def unit_ids(self) -> list[int]:
        return [int(part) for part in self.path.strip("/").split("/")]


class Total(models.Model):
    """The folded figure of one hour; only the aggregator writes it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    quantity = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "kind", "day", "hour"], name="total_once"
            ),
        )
        indexes = (models.Index(fields=["day", "kind"], name="total_day"),)

    def __str__(self) -> str:
        return f"{self.quantity} {self.kind} · {self.unit_id} · {self.day}"


class Goal(models.Model):
    """How much a unit wants to reach on each day from `from_day` on."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="goals")
    kind = models.CharField(max_length=40)
    from_day = models.DateField()
    target = models.PositiveIntegerField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "kind", "from_day"], name="goal_once"
            ),
            models.CheckConstraint(
                condition=Q(target__range=(1, QUANTITY_MAX)), name="goal_limited"
            ),
        )

    def __str__(self) -> str:
        return f"{self.target} {self.kind} · {self.unit_id}"


class Milestone(models.Model):
    """A round number, or a goal, that a unit has reached on one day. Once each.

    `seq` is that of its event in the room; only teams show theirs there.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    day = models.DateField()
    quantity = models.PositiveBigIntegerField()
    is_goal = models.BooleanField(default=False)
    seq = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "kind", "day", "quantity"], name="milestone_once"
            ),
        )
        indexes = (models.Index(fields=["unit", "seq"], name="milestone_seq"),)

    def __str__(self) -> str:
        return f"{self.quantity} {self.kind} · {self.unit_id} · {self.day}"


class CardKind(models.TextChoices):
    """The lasting events of a feed."""

    REPORT = "report.filed", _("report")
    SUMMARY = "feed.summarised", _("summary")
    MILESTONE = "milestone.reached", _("milestone")
    GOAL = "goal.reached", _("goal reached")


class FeedCard(models.Model):
    """A lasting thing in a unit's feed; `seq` is that of the event that made it.

    A summary stands for the reports of one `kind` in one hour, and `data` grows with
    them; it is empty for a report, which holds its own state.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    event = models.CharField(max_length=40, choices=CardKind)
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField(null=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "seq"], name="feed_card_seq_once"),
            models.UniqueConstraint(
                fields=["unit", "kind", "day", "hour"],
                condition=Q(hour__isnull=False),
                name="feed_card_hour_once",
            ),
            models.CheckConstraint(
                condition=Q(report__isnull=False, event=CardKind.REPORT)
                | (Q(report=None) & ~Q(event=CardKind.REPORT)),
                name="feed_card_report",
            ),
        )
        ordering = (F("seq").desc(),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.seq} {self.event}"
