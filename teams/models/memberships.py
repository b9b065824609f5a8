from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teams.models.people import User
from teams.models.units import Unit
from teams.roles import Role


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
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Whose use is given back should the request come to nothing.
    asked_with = models.ForeignKey(
        "teams.Invitation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # When somebody of the campaign has spoken with the newcomer in person, and who.
    contacted_at = models.DateTimeField(null=True, blank=True)
    contacted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Since when it is no more: personal data is kept for some days from then.
    ended_at = models.DateTimeField(null=True, blank=True)
    # When the newcomer put the welcome card away.
    welcomed_at = models.DateTimeField(null=True, blank=True)
    muted_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(fields=["user", "unit"], name="membership_once"),
        )
        indexes = (
            models.Index(
                fields=["since"],
                name="membership_newcomers",
                condition=models.Q(contacted_at=None, state="active"),
            ),
            models.Index(
                fields=["unit"],
                name="membership_pending",
                condition=models.Q(state="pending"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.unit}"
