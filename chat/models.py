from django.db import models
from django.db.models.functions import Length, Now

from teams.models import Unit, User

TEXT_MAX = 4000

models.TextField.register_lookup(Length)


class Room(models.Model):
    """Where the people of one unit talk. Every unit has one."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="room")
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def stream(self) -> str:
        return f"room:{self.pk}"


class Message(models.Model):
    """`seq` is that of its `message.posted`; `author_role` the role it was said in."""

    # The unique constraints that begin with the room are its index here and below.
    room = models.ForeignKey(
        Room, models.PROTECT, related_name="messages", db_index=False
    )
    seq = models.BigIntegerField()
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=12, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    version = models.PositiveIntegerField(default=1)
    reply_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replies",
        db_index=False,
    )
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["room", "seq"], name="message_seq_once"),
            models.CheckConstraint(
                condition=models.Q(seq__gte=1, version__gte=1), name="message_numbered"
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at=None, text__length__gte=1)
                | models.Q(deleted_at__isnull=False, text=""),
                name="message_text_unless_deleted",
            ),
            models.CheckConstraint(
                condition=models.Q(text__length__lte=TEXT_MAX),
                name="message_text_limited",
            ),
        )

    def __str__(self) -> str:
        return f"{self.room_id} {self.seq}"


class Edit(models.Model):
    """Where in the log an edited text lies, so that deleting finds it there."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="edits")
    seq = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["message", "seq"], name="edit_seq_once"),
        )

    def __str__(self) -> str:
        return f"{self.message_id} {self.seq}"


class Card(models.Model):
    """Another app's item in a room, such as a report; that app holds its state."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="cards", db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    author_role = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["room", "seq"], name="card_seq_once"),
        )

    def __str__(self) -> str:
        return f"{self.room_id} {self.seq} {self.kind}"


class Visit(models.Model):
    """A day on which somebody from above entered a room that is not their own."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="visits")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, blank=True)
    day = models.DateField()
    at = models.DateTimeField(db_default=Now())
    seq = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["room", "user", "day"], name="visit_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in {self.room_id} on {self.day}"
