"""The audit log: who did what to whom or where; entries are chained to each other."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils import timezone

from hub.actions import at_seal_together
from teams.models import DETAILS, Act, AuditEntry, AuditHead, Unit, User

Detail = Mapping[str, str | int | bool | None]


def record(
    act: Act,
    *,
    by: User | None,
    unit: Unit | None = None,
    subject: User | None = None,
    detail: Detail | None = None,
) -> None:
    """Writes the act down with the transaction that does it, or not at all.

    `detail` never holds a name, an address or what somebody wrote: entries outlive
    people's data. What it holds is one of `DETAILS`, for which the page has words.
    """
    if unknown := set(detail or {}) - DETAILS.get(act, frozenset()):
        raise ValueError(f"{act} has no words for {', '.join(sorted(unknown))}.")
    entry = AuditEntry(
        at=timezone.now(),
        act=act,
        actor_id=by.pk if by else None,
        unit_id=unit.pk if unit else None,
        subject_id=subject.pk if subject else None,
        detail=dict(detail or {}),
    )
    # Not before: whoever holds the chain's end must not wait for a row or a stream.
    at_seal_together(_chain, entry)


def first_broken_entry() -> int | None:
    """The seq where the chain does not hold; None if it holds to its end."""
    expected, digest = 1, ""
    for entry in AuditEntry.objects.order_by("seq").iterator():
        if (entry.seq, entry.previous) != (expected, digest):
            return expected
        if entry.digest != _digest(entry):
            return entry.seq
        expected, digest = expected + 1, entry.digest
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    return None if (head.seq, head.digest) == (expected - 1, digest) else expected


def _chain(entries: list[AuditEntry]) -> None:
    AuditHead.objects.bulk_create([AuditHead(pk=1)], ignore_conflicts=True)
    head = AuditHead.objects.select_for_update().get(pk=1)
    for entry in entries:
        entry.seq, entry.previous = head.seq + 1, head.digest
        entry.digest = _digest(entry)
        head.seq, head.digest = entry.seq, entry.digest
    AuditEntry.objects.bulk_create(entries)
    head.save(update_fields=["seq", "digest"])


def _digest(entry: AuditEntry) -> str:
    told = {
        "seq": entry.seq,
        "at": _utc(entry.at),
        "act": entry.act,
        "actor": entry.actor_id,
        "unit": entry.unit_id,
        "subject": entry.subject_id,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
