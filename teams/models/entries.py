from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teams.models.people import User
from teams.models.units import Unit
from teams.roles import Role


class TokenScope(models.TextChoices):
    READ = "read", _("read")
    WRITE = "write", _("read and write")


class Token(models.Model):
    """A bearer token; only its SHA-256 is stored."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=8, choices=TokenScope, default=TokenScope.WRITE)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        return self.name


class InvitationKind(models.TextChoices):
    LINK = "link", _("link")
    SPOKEN = "spoken", _("spoken code")


class Invitation(models.Model):
    """A link or spoken code into one unit; only a digest is stored."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role, default=Role.VOLUNTEER)
    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(
        max_length=8, choices=InvitationKind, default=InvitationKind.LINK
    )
    created_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    # None: never.
    expires_at = models.DateTimeField(null=True, blank=True)
    max_uses = models.PositiveIntegerField(default=50)
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
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
        """Whether it opens a door; the place behind it may still be full or closed."""
        return (
            self.revoked_at is None
            and (self.expires_at is None or self.expires_at > timezone.now())
            and self.uses < self.max_uses
            and self.created_by.is_active
        )


class CodeMisses(models.Model):
    """How many wrong spoken codes were tried in one minute, in the whole campaign."""

    minute = models.DateTimeField(unique=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.minute} · {self.count}"


class Reentry(models.Model):
    """One way back in for an ordinary member who is locked out; a digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    shown_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}"
