from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    CAMPAIGN = "campaign", _("campaign")
    CENTRE = "centre", _("operations centre")
    REGION = "region", _("region")
    OFFICE = "office", _("field office")
    TEAM = "team", _("team")


# What may be opened right below a place: a region is left out where there is none.
KINDS_BELOW: dict[str, frozenset[UnitKind]] = {
    UnitKind.CAMPAIGN: frozenset({UnitKind.CENTRE}),
    UnitKind.CENTRE: frozenset({UnitKind.REGION, UnitKind.OFFICE}),
    UnitKind.REGION: frozenset({UnitKind.OFFICE}),
    UnitKind.OFFICE: frozenset({UnitKind.TEAM}),
    UnitKind.TEAM: frozenset(),
}


class JoinMode(models.TextChoices):
    OPEN = "open", _("open")
    CODE = "code", _("with a link or code")
    APPROVAL = "approval", _("after approval")
    CLOSED = "closed", _("closed")


def chain_ids(path: str) -> list[int]:
    """The ids in a path, from the campaign down."""
    return [int(part) for part in path.strip("/").split("/")]


class Unit(models.Model):
    """A place in the tree. `path` is '/1/4/9/': the ids from the campaign to itself."""

    kind = models.CharField(max_length=10, choices=UnitKind)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, unique=True)
    place = models.CharField(max_length=120, blank=True)
    join_mode = models.CharField(max_length=10, choices=JoinMode, default=JoinMode.CODE)
    # How many people it has room for; None: any number.
    capacity = models.PositiveIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
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
        return chain_ids(self.path)

    @property
    def ancestor_ids(self) -> list[int]:
        return self.chain_ids[:-1]

    @property
    def feed(self) -> str:
        return f"feed:{self.pk}"

    @property
    def desk(self) -> str:
        return f"desk:{self.pk}"


class PostalCode(models.Model):
    """Where a unit's neighbours live: people are placed by it.

    Written as `teams.postal_codes.normalised` gives it.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="postal_codes")
    code = models.CharField(max_length=12, db_index=True)

    class Meta:
        verbose_name = _("postal code")
        verbose_name_plural = _("postal codes")
        constraints = (
            models.UniqueConstraint(fields=["unit", "code"], name="postal_code_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} · {self.unit_id}"


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
    # How long personal data is kept after the campaign's last day, in days.
    retention_days = models.PositiveIntegerField(default=90)
    closed_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        return self.unit.name
