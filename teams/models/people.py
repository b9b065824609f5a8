from __future__ import annotations

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from teams.names import search_key, surname_key

KEY_LENGTH = 160


class Locale(models.TextChoices):
    EN = "en", "English"
    AR = "ar", "العربية"
    ES = "es", "Español"


class People(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, locale: str = "en") -> User:
        user = User(email=email.strip().lower(), name=name, locale=locale)
        user.set_unusable_password()
        user.save()
        return user

    def newcomer(
        self, email: str, name: str, locale: str = "en", phone: str = ""
    ) -> User:
        """One of many who are written as a set: not saved yet, without a password."""
        # As set_unusable_password does, with one look at the system's dice, not forty.
        password = UNUSABLE_PASSWORD_PREFIX + token_urlsafe(30)
        return User(
            email=email, name=name, locale=locale, phone=phone, password=password
        )


class NameKey(models.CharField):  # type: ignore[type-arg]
    """Follows the name by itself, in bulk too; an index finds people by its prefix."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        made = surname_key if self.name == "surname_key" else search_key
        key = made(str(model_instance.name))[:KEY_LENGTH]  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, key)
        return key


class User(AbstractBaseUser, PermissionsMixin):
    """A person. E-mail and phone are private: no payload to others carries them."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_key = NameKey(max_length=KEY_LENGTH, default="", editable=False, db_index=True)
    surname_key = NameKey(
        max_length=KEY_LENGTH, default="", editable=False, db_index=True
    )
    locale = models.CharField(max_length=5, choices=Locale, default=Locale.EN)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    # A program that speaks by a token: it wears a badge wherever it is named.
    is_bot = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=Now())
    # What was personal is gone from then on; what they did stays counted.
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[People] = People()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields: Iterable[str] | None = kwargs.get("update_fields")
        if fields is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "name_key", "surname_key"}
        super().save(*args, **kwargs)

    def follow_name(self) -> None:
        """For `bulk_update`, which fills no field by itself: what search goes by."""
        self.name_key = search_key(self.name)[:KEY_LENGTH]
        self.surname_key = surname_key(self.name)[:KEY_LENGTH]

    @property
    def inbox(self) -> str:
        return f"user:{self.pk}"


class HeldName(models.Model):
    """A name that looks like that of somebody who leads here; waits, or was allowed."""

    user = models.OneToOneField(User, models.CASCADE, related_name="held_name")
    name = models.CharField(max_length=80)
    like = models.ForeignKey(User, models.CASCADE, related_name="+")
    unit = models.ForeignKey("teams.Unit", models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())
    allowed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} as {self.name}"


class Document(models.TextChoices):
    PRIVACY = "privacy", _("privacy notice")
    CONDUCT = "conduct", _("code of conduct")


class Consent(models.Model):
    """That somebody accepted one version of a document, and when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    document = models.CharField(max_length=10, choices=Document)
    version = models.CharField(max_length=20)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "document", "version"], name="consent_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} · {self.document} {self.version}"


class Look(models.Model):
    """That somebody saw the name of a person elsewhere on one day; kept for a day.

    Whoever looks through a list of a campaign's people is noticed by these.
    """

    viewer = models.ForeignKey(
        User, models.CASCADE, related_name="looks", db_index=False
    )
    day = models.DateField()
    person_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["viewer", "day", "person_id"], name="look_once_a_day"
            ),
        )
        indexes = (models.Index(fields=["day"], name="look_day"),)

    def __str__(self) -> str:
        return f"{self.viewer_id} {self.day} {self.person_id}"
