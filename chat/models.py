from django.db import models
from django.db.models.functions import Length, Now
from django.utils.translation import gettext_lazy as _

from teams.models import Unit, User

TEXT_MAX = 4000
FLAG_WORDS_MAX = 500

models.TextField.register_lookup(Length)


class Room(models.Model):
    """Where the people of one unit talk. Every unit has one."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="room")
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

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
        indexes = (
            models.Index(fields=["at", "room", "author_role"], name="message_day"),
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


class Level(models.TextChoices):
    """How much of a room one wants to be told."""

    ALL = "all"
    NOTHING = "nothing"


class RoomLevel(models.Model):
    """What one person has set for one room; without a row it is all."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="levels")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    level = models.CharField(max_length=8, choices=Level)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "room"], name="room_level_once"),
            models.CheckConstraint(
                condition=models.Q(level__in=[Level.NOTHING]), name="room_level_kept"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in {self.room_id}: {self.level}"


class FlagReason(models.TextChoices):
    HARASSMENT = "harassment", _("harasses somebody")
    HATE = "hate", _("hate against a group")
    THREAT = "threat", _("threatens violence")
    PRIVATE = "private", _("shows private details")
    FALSE = "false", _("says what is not true")
    IMPERSONATION = "impersonation", _("pretends to be somebody else")
    SPAM = "spam", _("spam")
    OTHER = "other", _("something else")


class Case(models.Model):
    """What people have flagged, a message or a person, until it is decided, once.

    Who moderates at `level` or above it decides. It begins where it happened, or above
    the place of the person it is about, and may be handed up.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    level = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="+"
    )
    subject = models.ForeignKey(User, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What was done: remove, mute, suspend; none of it: dismissed.
    acts = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["message"],
                condition=models.Q(decided_at=None, message__isnull=False),
                name="case_of_message_open_once",
            ),
            models.UniqueConstraint(
                fields=["subject", "unit"],
                condition=models.Q(decided_at=None, message=None),
                name="case_of_person_open_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["level", "id"],
                condition=models.Q(decided_at=None),
                name="case_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} in {self.unit_id}"


class Flag(models.Model):
    """One person's word that something is wrong. Who that is, nobody is told."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="flags")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=16, choices=FlagReason)
    words = models.CharField(max_length=FLAG_WORDS_MAX, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "by"], name="flag_once"),
        )
        indexes = (models.Index(fields=["by", "at"], name="flag_by_whom"),)

    def __str__(self) -> str:
        return f"{self.by_id} {self.reason}"
