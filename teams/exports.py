"""What this app puts into the export: places, people, and what was done."""

import json
from collections.abc import Iterator

from hub.clock import wire_time
from teams.actions import Table
from teams.models import AuditEntry, Consent, Membership, Photo, Unit, User
from teams.photos import files

SET = 2000


def _places() -> Iterator[tuple[object, ...]]:
    rows = Unit.objects.prefetch_related("postal_codes").order_by("path")
    for one in rows.iterator(SET):
        yield (
            one.pk,
            one.parent_id,
            one.kind,
            one.name,
            one.place,
            ", ".join(code.code for code in one.postal_codes.all()),
            one.join_mode,
            one.capacity,
            wire_time(one.opened_at),
            wire_time(one.archived_at) if one.archived_at else None,
        )


def _people() -> Iterator[tuple[object, ...]]:
    for one in User.objects.order_by("pk").iterator(SET):
        joined_at = wire_time(one.joined_at)
        yield one.pk, one.name, one.email, one.phone, one.locale, joined_at


def _memberships() -> Iterator[tuple[object, ...]]:
    rows = Membership.objects.select_related("unit").order_by("pk")
    for one in rows.iterator(SET):
        where = (one.unit_id, one.unit.name, one.unit.kind)
        yield one.user_id, *where, one.role, one.state, wire_time(one.since)


def _consents() -> Iterator[tuple[object, ...]]:
    for one in Consent.objects.order_by("pk").iterator(SET):
        yield one.user_id, one.document, one.version, wire_time(one.at)


def _acts() -> Iterator[tuple[object, ...]]:
    for one in AuditEntry.objects.order_by("seq").iterator(SET):
        who = (one.actor_id, one.subject_id, one.unit_id)
        yield wire_time(one.at), one.act, *who, json.dumps(one.detail)


def _photos() -> Iterator[tuple[object, ...]]:
    for one in Photo.objects.order_by("pk").iterator(SET):
        yield one.user_id, wire_time(one.at)


def _photo_files() -> Iterator[tuple[str, bytes]]:
    for one in Photo.objects.order_by("pk").iterator(SET):
        if picture := files.read(one.name, "large"):
            yield f"photos/{one.user_id}.webp", picture


TABLES = [
    Table(
        "places",
        (
            *("id", "below", "kind", "name", "address", "postal_codes"),
            *("joining", "capacity", "opened_at", "archived_at"),
        ),
        _places,
    ),
    Table("people", ("id", "name", "email", "phone", "language", "joined_at"), _people),
    Table(
        "memberships",
        ("person", "place_id", "place", "kind", "role", "state", "since"),
        _memberships,
    ),
    Table("consents", ("person", "document", "version", "at"), _consents),
    Table("acts", ("at", "act", "by", "about", "place", "detail"), _acts),
    Table("photos", ("person", "at"), _photos, _photo_files),
]
