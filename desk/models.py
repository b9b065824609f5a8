from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teams.models import Unit

TEXT_LIMIT = 2000
LANGUAGE_LIMIT = 12


class About(models.TextChoices):
    VOTER_ASKS = "voter_asks", _("A voter asks")
    HOW_DO_I = "how_do_i", _("How do I …?")
    PROBLEM = "problem", _("Problem")
    INCIDENT = "incident", _("Incident")
    RUMOUR = "rumour", _("Rumour")


class State(models.TextChoices):
    NEW = "new", _("waiting")
    SUGGESTED = "suggested", _("answered from the library")
    CLAIMED = "claimed", _("being answered")
    ANSWERED = "answered", _("answered")
    ACCEPTED = "accepted", _("it helped")
    REOPENED = "reopened", _("asked again")


WAITING = (State.NEW, State.REOPENED)
OPEN = (*WAITING, State.CLAIMED)
CLOSED = (State.SUGGESTED, State.ANSWERED, State.ACCEPTED)


class Question(models.Model):
    """Asked from `unit`, standing at `desk`; `seq` is where it came onto that desk."""

    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="questions")
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="desk_questions")
    seq = models.BigIntegerField(default=0)
    text = models.TextField(max_length=TEXT_LIMIT)
    about = models.CharField(max_length=10, choices=About)
    topic = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=LANGUAGE_LIMIT)
    at_the_door = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.NEW)
    version = models.PositiveIntegerField(default=1)
    me_toos = models.PositiveIntegerField(default=0)
    told_ahead = models.PositiveIntegerField(default=0)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    waiting_since = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    state="claimed", claimed_by__isnull=False, claimed_at__isnull=False
                )
                | (
                    ~Q(state="claimed")
                    & Q(claimed_by__isnull=True, claimed_at__isnull=True)
                ),
                name="question_held_when_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CLOSED) | Q(answered_at__isnull=False),
                name="question_closed_has_answer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="question_state_known"
            ),
            models.CheckConstraint(
                condition=Q(about__in=About.values), name="question_about_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_text"),
        )
        indexes = (
            models.Index(
                fields=["desk", "-at_the_door", "asked_at"],
                name="question_queue",
                condition=Q(state__in=OPEN),
            ),
            models.Index(fields=["asker", "-id"], name="question_own"),
            models.Index(fields=["unit", "-id"], name="question_unit"),
            models.Index(
                fields=["desk", "-answered_at"],
                name="question_answered",
                condition=Q(answered_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def stream(self) -> str:
        return f"desk:{self.desk_id}"


class MeToo(models.Model):
    """Somebody else was asked the same and waits for the same answer."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="followers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="me_toos"
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["question", "user"], name="me_too_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} · {self.question_id}"


class LibraryEntry(models.Model):
    """An approved answer; its words are one row per language."""

    title = models.CharField(max_length=120)
    topic = models.CharField(max_length=60, blank=True)
    jurisdiction = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=300, blank=True)
    helped = models.PositiveIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    valid_from = models.DateTimeField(db_default=Now())
    valid_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("library entry")
        verbose_name_plural = _("library entries")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="entry_valid_forwards",
            ),
        )

    def __str__(self) -> str:
        return self.title


class EntryText(models.Model):
    """A library entry in one language: the question it answers and the answer."""

    entry = models.ForeignKey(LibraryEntry, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=LANGUAGE_LIMIT)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=TEXT_LIMIT)
    synonyms = models.TextField(max_length=TEXT_LIMIT, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["entry", "language"], name="entry_text_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="entry_has_text"),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class Answer(models.Model):
    """What was answered: `texts` is `{language: text}`, `language` the one asked in."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    entry = models.ForeignKey(
        LibraryEntry, models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    language = models.CharField(max_length=LANGUAGE_LIMIT)
    texts = models.JSONField()
    source = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    given_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(given_by__isnull=False) | Q(entry__isnull=False),
                name="answer_comes_from_somewhere",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question_id} · {self.language}"


class Delivery(models.Model):
    """Who was told which answer, in which language; `seq` is its place in the inbox."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries"
    )
    language = models.CharField(max_length=LANGUAGE_LIMIT)
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural: ClassVar[str] = "deliveries"
        constraints = (
            models.UniqueConstraint(fields=["answer", "person"], name="delivery_once"),
        )
        indexes = (
            models.Index(fields=["person", "seq"], name="delivery_inbox"),
            models.Index(
                fields=["person"],
                name="delivery_unseen",
                condition=Q(seen_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.person_id}"


class SearchText(models.Model):
    """The normalised words of one text, as both search engines index them."""

    question = models.ForeignKey(
        Question, models.CASCADE, null=True, related_name="search_texts"
    )
    entry = models.ForeignKey(
        LibraryEntry, models.CASCADE, null=True, related_name="search_texts"
    )
    language = models.CharField(max_length=LANGUAGE_LIMIT)
    terms = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(question__isnull=True) ^ Q(entry__isnull=True),
                name="search_text_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["question", "language"], name="search_question_once"
            ),
            models.UniqueConstraint(
                fields=["entry", "language"], name="search_entry_once"
            ),
        )

    def __str__(self) -> str:
        return self.terms[:60]
