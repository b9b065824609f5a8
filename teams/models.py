from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teams.roles import Role


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


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is private: no payload to others carries it."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    locale = models.CharField(max_length=5, choices=Locale, default=Locale.EN)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[People] = People()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def inbox(self) -> str:
        return f"user:{self.pk}"


class UnitKind(models.TextChoices):
    CAMPAIGN = "campaign", _("campaign")
    CENTRE = "centre", _("operations centre")
    REGION = "region", _("region")
    OFFICE = "office", _("field office")
    TEAM = "team", _("team")


class Unit(models.Model):
    """A place in the tree. `path` is '/1/4/9/': the ids from the campaign to itself."""

    kind = models.CharField(max_length=10, choices=UnitKind)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, unique=True)
    opened_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="campaign", parent__isnull=True)
                | (~models.Q(kind="campaign") & models.Q(parent__isnull=False)),
                name="unit_only_campaign_is_root",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def chain_ids(self) -> list[int]:
        """Ids from the campaign down to this unit, itself included, without a query."""
        return [int(part) for part in self.path.strip("/").split("/")]

    @property
    def ancestor_ids(self) -> list[int]:
        return self.chain_ids[:-1]

    @property
    def feed(self) -> str:
        return f"feed:{self.pk}"

    @property
    def desk(self) -> str:
        return f"desk:{self.pk}"


class CampaignKind(models.TextChoices):
    POLITICAL = "political", _("political")
    CIVIC = "civic", _("civic")
    HUMANITARIAN = "humanitarian", _("humanitarian")


class Campaign(models.Model):
    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True)
    kind = models.CharField(max_length=12, choices=CampaignKind)
    timezone = models.CharField(max_length=60, default="UTC")
    languages = models.JSONField(default=list)
    polls_close_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.unit.name


class MembershipState(models.TextChoices):
    ACTIVE = "active", _("active")
    PENDING = "pending", _("pending")
    SUSPENDED = "suspended", _("suspended")
    LEFT = "left", _("left")


class Membership(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    state = models.CharField(
        max_length=10, choices=MembershipState, default=MembershipState.ACTIVE
    )
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "unit"], name="membership_once"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.unit}"


class Token(models.Model):
    """A bearer token; only its SHA-256 is stored."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link into one unit; only the SHA-256 of its secret is stored."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role, default=Role.VOLUNTEER)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    max_uses = models.PositiveIntegerField(default=50)
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(uses__lte=models.F("max_uses")),
                name="invitation_uses_limited",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} · {self.role}"

    @property
    def works(self) -> bool:
        return (
            self.revoked_at is None
            and self.expires_at > timezone.now()
            and self.uses < self.max_uses
            and self.unit.archived_at is None
            and self.created_by.is_active
        )
