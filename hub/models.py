from django.db import models
from django.db.models.functions import Now


class Stream(models.Model):
    """One ordered log. `head` is the seq of its newest event."""

    name = models.CharField(max_length=60, primary_key=True)
    head = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One committed fact. `by` and `data` hold JSON text, ready to be sent again."""

    stream = models.CharField(max_length=60)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.TextField()
    data = models.TextField()
    client_id = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["stream", "seq"], name="event_dense"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="event_seq"),
        )
        indexes = (models.Index(fields=["at"], name="event_at"),)

    def __str__(self) -> str:
        return f"{self.stream} {self.seq} {self.kind}"


class Receipt(models.Model):
    """The first reply to a write, so that sending it again changes nothing."""

    author_id = models.BigIntegerField()
    client_id = models.UUIDField()
    command = models.CharField(max_length=40)
    # Of the whole frame: the same client_id with another text is another command.
    digest = models.CharField(max_length=32, default="")
    reply = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["author_id", "client_id"], name="receipt_once"
            ),
        )
        indexes = (models.Index(fields=["at"], name="receipt_at"),)

    def __str__(self) -> str:
        return f"{self.command} {self.client_id}"


class ReadMark(models.Model):
    """How far a person has read a stream."""

    user_id = models.BigIntegerField()
    stream = models.CharField(max_length=60)
    seq = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user_id", "stream"], name="read_mark_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.stream} {self.seq}"


class Lease(models.Model):
    """Work that one process does for all. `term` counts how often it changed hands."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=100, default="")
    term = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.holder}"


class Installation(models.Model):
    """The one row that names this database's history, and the server that had it last.

    `name` stays for ever and is the same in every copy; `epoch` changes whenever
    continuity can't be proven. What the server does not tell is empty.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=22)
    epoch = models.CharField(max_length=22)
    system_identifier = models.CharField(max_length=20, default="", blank=True)
    timeline = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="installation_once"),
        )

    def __str__(self) -> str:
        return self.epoch


class PastEpoch(models.Model):
    """An epoch that ended here, and why: a mark of it elsewhere is only old."""

    epoch = models.CharField(max_length=22, primary_key=True)
    reason = models.CharField(max_length=20)
    ended_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.epoch} {self.reason}"
