from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What is written down for good: who did what to whom or where."""

    ROLE_CHANGED = "role_changed", _("changed a role")
    MEMBER_ADDED = "member_added", _("added a member")
    MEMBER_REMOVED = "member_removed", _("removed a member")
    MEMBER_SUSPENDED = "member_suspended", _("suspended a member")
    MEMBER_REINSTATED = "member_reinstated", _("let a member back in")
    MEMBER_MUTED = "member_muted", _("muted a member")
    MEMBER_UNMUTED = "member_unmuted", _("let a member speak again")
    PERSON_SUSPENDED = "person_suspended", _("suspended a person")
    PERSON_REINSTATED = "person_reinstated", _("let a person back in")
    MESSAGE_REMOVED = "message_removed", _("removed a message")
    FLAG_DISMISSED = "flag_dismissed", _("dismissed a flag")
    CONTACTS_REVEALED = "contacts_revealed", _("looked at contact details")
    LOOKED_THROUGH = "looked_through", _("looked through many people")
    INVITED = "invited", _("made an invitation")
    INVITATION_REVOKED = "invitation_revoked", _("ended an invitation")
    MEMBER_APPROVED = "member_approved", _("let somebody in")
    MEMBER_DECLINED = "member_declined", _("declined somebody")
    REENTRY_SHOWN = "reentry_shown", _("let a member sign in again")
    REENTRY_USED = "reentry_used", _("came back in with a leader's code")
    NAME_ALLOWED = "name_allowed", _("allowed a name")
    NAME_DECLINED = "name_declined", _("declined a name")
    PHOTO_REMOVED = "photo_removed", _("removed a photo")
    UNIT_OPENED = "unit_opened", _("opened a place")
    UNIT_CHANGED = "unit_changed", _("changed a place")
    UNIT_MOVED = "unit_moved", _("moved a place")
    UNIT_ARCHIVED = "unit_archived", _("archived a place")
    PEOPLE_IMPORTED = "people_imported", _("imported people")
    EXPORTED = "exported", _("exported")
    TOKEN_ISSUED = "token_issued", _("made a token")
    TOKEN_REVOKED = "token_revoked", _("ended a token")
    PERSON_ERASED = "person_erased", _("deleted an account")
    CLOSED_OUT = "closed_out", _("closed the campaign out")
    BACKED_UP = "backed_up", _("made a backup")
    ADMINISTRATION_ENTERED = "administration_entered", _("opened the administration")


# What an act may say beside who, whom and where. The page has words for each of them.
DETAILS: dict[Act, frozenset[str]] = {
    Act.ROLE_CHANGED: frozenset({"before", "after"}),
    Act.MEMBER_MUTED: frozenset({"minutes"}),
    Act.MESSAGE_REMOVED: frozenset({"message"}),
    Act.FLAG_DISMISSED: frozenset({"case"}),
    Act.CONTACTS_REVEALED: frozenset({"reason"}),
    Act.LOOKED_THROUGH: frozenset({"people"}),
    Act.INVITED: frozenset({"invitation", "role", "kind", "extended"}),
    Act.INVITATION_REVOKED: frozenset({"invitation", "role", "uses", "count"}),
    Act.UNIT_OPENED: frozenset({"kind", "again", "places"}),
    Act.UNIT_CHANGED: frozenset({"fields", "join_mode", "capacity"}),
    Act.UNIT_MOVED: frozenset({"from", "to"}),
    Act.UNIT_ARCHIVED: frozenset({"places"}),
    Act.PEOPLE_IMPORTED: frozenset({"joined", "places"}),
    Act.EXPORTED: frozenset({"what", "format", "rows"}),
    Act.TOKEN_ISSUED: frozenset({"token", "scope"}),
    Act.TOKEN_REVOKED: frozenset({"token"}),
    Act.BACKED_UP: frozenset({"bytes", "encrypted"}),
}


class AuditEntry(models.Model):
    """One act. No row is ever changed or deleted: triggers refuse it.

    People are named by id alone, so that erasing somebody leaves the chain whole.
    `digest` is over the entry and `previous`: a row that is missing or forged shows.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=24, choices=Act)
    # None: the installation itself, by a command of its administrator.
    actor_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    subject_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["act", "seq"], name="audit_by_act"),
            models.Index(fields=["actor_id", "seq"], name="audit_by_actor"),
            models.Index(fields=["subject_id", "seq"], name="audit_by_subject"),
            models.Index(fields=["unit_id", "seq"], name="audit_by_unit"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"


class AuditHead(models.Model):
    """Where the chain ends; the one row that who writes an entry locks."""

    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.seq)
