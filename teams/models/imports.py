from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teams.models.people import User


class ImportState(models.TextChoices):
    SENDING = "sending", _("being sent")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    IMPORTING = "importing", _("being imported")
    DONE = "done", _("imported")
    FAILED = "failed", _("failed")


class Import(models.Model):
    """A file of places and people, from its upload to the last row.

    `counts` is how many rows have which fate, and of the refused for which reason too
    (`teams.importing.fates`); `places` what is still to be opened.
    """

    # None: by a command of the installation's administrator.
    by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        max_length=10, choices=ImportState, default=ImportState.SENDING
    )
    reason = models.CharField(max_length=20, blank=True)
    places = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # The path of the place that holds all that it has opened or brought people to.
    within = models.CharField(max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    # The job's last sign of life, by the database's clock.
    beat_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class ImportPiece(models.Model):
    """A piece of the file as it was sent; gone once the file has been checked."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["of", "number"], name="import_piece_once"),
        )

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}"


class ImportPart(models.Model):
    """Some rows with their fates; gone once they are imported, or a day later."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    entries = models.JSONField(default=list)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["of", "number"], name="import_part_once"),
        )

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}"
