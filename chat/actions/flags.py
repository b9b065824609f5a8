"""Flags, and what becomes of them. Each case is decided once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat import events
from chat.actions.messages import delete_message
from chat.models import Case, Flag, Message
from chat.queries import deciders
from hub.actions import transaction
from hub.errors import Conflict, RateLimited
from teams.actions import mute_member, record, suspend_member
from teams.models import Act, Membership, Unit, User
from teams.queries import members_of
from teams.roles import POWERS, Power, Role

FLAGS_AN_HOUR = 10
AN_HOUR = timedelta(hours=1)


def flag_message(*, message: Message, by: User, reason: str, words: str) -> Flag:
    """One living flag of one person; said again, the first one stays."""
    with transaction():
        unit, subject = message.room.unit, message.author
        case = _open_case(unit, subject, message)
        return _flag(case, by, reason, words)


def flag_person(*, member: Membership, by: User, reason: str, words: str) -> Flag:
    with transaction():
        case = _open_case(member.unit, member.user, None)
        return _flag(case, by, reason, words)


def decide(
    *,
    case: Case,
    by: User,
    message: Message | None = None,
    muted: tuple[Membership, datetime] | None = None,
    suspended: Membership | None = None,
) -> None:
    """Does what is given, closes the case, and tells who has flagged.

    Nothing given: the flags are dismissed.
    """
    with transaction():
        acts = []
        if message is not None:
            delete_message(message=message, by=by)
            acts.append("remove")
        if muted is not None:
            member, until = muted
            mute_member(membership=member, until=until, by=by)
            acts.append("mute")
        if suspended is not None:
            suspend_member(membership=suspended, by=by)
            acts.append("suspend")
        if not acts:
            detail = {"case": case.pk}
            subject, unit = case.subject, case.unit
            record(Act.FLAG_DISMISSED, by=by, unit=unit, subject=subject, detail=detail)
        _close(case, by, acts)


def hand_up(*, case: Case) -> None:
    """To those above: what a leader can't decide, their organizer can."""
    with transaction():
        above = case.level.parent
        if above is None:
            raise Conflict(_("There is nobody above who could decide this."))
        for decider in deciders(case):
            events.flag_closed(case, decider)
        case.level = above
        case.save(update_fields=["level"])
        for decider in deciders(case):
            events.flag_raised(case, decider)


def erase_flag_words(author: User) -> None:
    """What somebody wrote to moderators; that they flagged stays counted."""
    with transaction():
        Flag.objects.filter(by=author).update(words="")


def _open_case(unit: Unit, subject: User, message: Message | None) -> Case:
    case, made = Case.objects.get_or_create(
        message=message,
        subject=subject,
        unit=unit,
        decided_at=None,
        defaults={"level": _level(unit, subject)},
    )
    if made:
        for decider in deciders(case):
            events.flag_raised(case, decider)
    return case


def _level(unit: Unit, subject: User) -> Unit:
    """Where it happened; above the place of who would decide about themself."""
    leading = [
        member.unit
        for member in members_of(subject)
        if unit.path.startswith(member.unit.path)
        and (Power.MODERATE in POWERS[member.role] or member.role == Role.OWNER)
    ]
    highest = min(leading, key=lambda place: len(place.path), default=None)
    return unit if highest is None else highest.parent or highest


def _flag(case: Case, by: User, reason: str, words: str) -> Flag:
    known = Flag.objects.filter(case=case, by=by).first()
    if known is not None:
        return known
    recent = Flag.objects.filter(by=by, at__gt=timezone.now() - AN_HOUR)
    if recent.count() >= FLAGS_AN_HOUR:
        raise RateLimited(
            _("That was a lot of flags for one hour. If it is urgent, call somebody."),
            retry_after_ms=int(AN_HOUR.total_seconds() * 1000),
        )
    return Flag.objects.create(case=case, by=by, reason=reason, words=words)


def _close(case: Case, by: User, acts: Sequence[str]) -> None:
    case.decided_at, case.decided_by, case.acts = timezone.now(), by, list(acts)
    case.save(update_fields=["decided_at", "decided_by", "acts"])
    for decider in deciders(case):
        events.flag_closed(case, decider)
    for flag in case.flags.select_related("by").order_by("pk"):
        events.flag_decided(flag)
