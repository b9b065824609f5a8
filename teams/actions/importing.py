"""Writing what an import is made of, and bringing its rows in, a set at a time."""

import gc
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import msgspec
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import insert_models, renewed, transaction
from hub.errors import Conflict, TooLarge
from hub.events import CONTROL
from hub.queries import heads
from teams import events
from teams.actions.audit import record
from teams.actions.names import hold_names, rename
from teams.actions.units import open_units
from teams.importing import fates
from teams.importing.cells import Entry
from teams.importing.places import Place, Places
from teams.importing.ready import Ready, make_ready
from teams.models import (
    Act,
    Import,
    ImportPart,
    ImportPiece,
    ImportState,
    Membership,
    Unit,
    User,
)

ROWS_OF_PART = 20
PIECE_AT_MOST = 512 * 1024
PIECES_AT_MOST = 128
KEPT_FOR = timedelta(days=1)
BUSY = (ImportState.CHECKING, ImportState.IMPORTING)


def begin_import(*, by: User | None, file_name: str = "") -> Import:
    """Takes the place of what the same person had sent and not brought in."""
    with transaction():
        busy = Import.objects.filter(state__in=BUSY, beat_at__gt=Now() - KEPT_FOR)
        if busy.exists():
            raise Conflict(_("Another import is running. Try again when it is done."))
        Import.objects.filter(by=by).exclude(state=ImportState.DONE).delete()
        return Import.objects.create(by=by, file_name=file_name[:120])


def keep_piece(*, imported: Import, number: int, data: bytes) -> None:
    """The same piece sent again is the same piece."""
    if len(data) > PIECE_AT_MOST or number >= PIECES_AT_MOST:
        raise TooLarge
    with transaction():
        if imported.state != ImportState.SENDING:
            raise Conflict
        ImportPiece.objects.update_or_create(
            of=imported, number=number, defaults={"data": data}
        )


def turn(imported: Import, *, before: ImportState, into: ImportState) -> None:
    """From one state into the next, once: who comes second gets a `Conflict`."""
    with transaction():
        found = Import.objects.filter(pk=imported.pk, state=before)
        if not found.update(state=into, beat_at=Now()):
            raise Conflict
        imported.state = into


def revive(imported: Import) -> None:
    """Another process is about to go on with it."""
    with transaction():
        _beat(imported)


def forget_import(imported: Import) -> None:
    with transaction():
        found = Import.objects.filter(pk=imported.pk).exclude(state__in=BUSY)
        if not found.delete()[0]:
            raise Conflict


def begin_check(imported: Import, plan: Iterable[Place]) -> None:
    """Forgets what an earlier check had found, and keeps what will be opened."""
    with transaction():
        ImportPart.objects.filter(of=imported).delete()
        imported.places = [(one.names, one.kind, one.postal_codes) for one in plan]
        imported.rows, imported.counts = 0, {}
        imported.save(update_fields=["places", "rows", "counts"])


def keep_checked(imported: Import, entries: Sequence[Entry]) -> None:
    """The next rows of the dry run, a multiple of a part unless they are the last."""
    parts = [
        _part(imported, imported.rows + start, entries[start : start + ROWS_OF_PART])
        for start in range(0, len(entries), ROWS_OF_PART)
    ]
    with _undisturbed():
        _still(imported, ImportState.CHECKING, rows=imported.rows)
        ImportPart.objects.bulk_create(parts)
        imported.rows += len(entries)
        imported.counts = Counter(imported.counts) + _fates(entries)
        _beat(imported, "rows", "counts")


def end_check(imported: Import) -> None:
    """The file itself is not needed any more."""
    with transaction():
        ImportPiece.objects.filter(of=imported).delete()
        turn(imported, before=ImportState.CHECKING, into=ImportState.CHECKED)


def fail_import(imported: Import, reason: str) -> None:
    with transaction():
        imported.state, imported.reason = ImportState.FAILED, reason
        imported.save(update_fields=["state", "reason"])
        ImportPiece.objects.filter(of=imported).delete()
        ImportPart.objects.filter(of=imported).delete()


def open_planned(
    imported: Import, planned: Sequence[Place], above: Sequence[Place]
) -> None:
    """Opens places of one depth, and lets the plan know them."""
    with _undisturbed():
        units = [
            Unit(kind=place.kind, name=place.names[-1], parent_id=parent.unit_id)
            for place, parent in zip(planned, above, strict=True)
        ]
        open_units(units, [place.postal_codes for place in planned], imported.by)
        for place, unit in zip(planned, units, strict=True):
            place.unit_id, place.path = unit.pk, unit.path
        _widen(imported, (unit.path for unit in units))
        _beat(imported, "within")


def bring_in(imported: Import, places: Places, *, parts: int) -> float:
    """The rows of the next parts, decided anew by what is true now.

    Returns for how many seconds others may have waited for it.

    Decided and made ready before the transaction begins, which on SQLite keeps all
    others from writing; once more within it if any right has changed in between.
    Raises `Conflict` if another job has brought them in meanwhile.
    """
    first = imported.done // ROWS_OF_PART
    numbers = range(first, first + parts)
    generation = _generation()
    ready = make_ready(imported, places, numbers)
    began = time.monotonic()
    with _undisturbed():
        if _generation() != generation:
            ready = make_ready(imported, places, numbers)
        entries = ready.entries
        before, done = imported.counts if imported.done else {}, imported.done
        imported.counts = Counter(before) + _fates(entries)
        imported.done += len(entries)
        _widen(imported, (seat.unit.path for seat in ready.seats))
        _go_on_from(imported, done)
        _write(ready)
    return time.monotonic() - began


def end_import(imported: Import, opened: int) -> None:
    """Written down at the place that holds all it has touched, for who reads there."""
    with transaction():
        turn(imported, before=ImportState.IMPORTING, into=ImportState.DONE)
        joined = imported.counts.get(fates.JOINS, 0)
        detail = {"joined": joined, "places": opened}
        within = Unit.objects.filter(pk__in=imported.within.split("/")[-2:-1]).first()
        record(Act.PEOPLE_IMPORTED, by=imported.by, unit=within, detail=detail)


def forget_imports() -> None:
    """Deletes what was sent a day ago, and nobody is bringing in."""
    with transaction():
        old = Import.objects.filter(created_at__lt=timezone.now() - KEPT_FOR)
        old.exclude(beat_at__gt=timezone.now() - KEPT_FOR).delete()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A transaction in which Python collects no cycles.

    The rows of an import have it do so for 70 ms at a time, and on SQLite all others
    would wait as long.
    """
    gc.disable()
    try:
        with transaction():
            yield
    finally:
        gc.enable()


def _write(ready: Ready) -> None:
    if ready.newcomers:
        insert_models(ready.newcomers)
    for membership in ready.fresh:
        # Once more, now that newcomers have an id; else each would be looked up anew.
        membership.user = membership.user
    if ready.fresh:
        insert_models(ready.fresh)
    rename(ready.named)
    Membership.objects.bulk_update(
        ready.again, ["role", "state", "since", "contacted_at", "ended_at"]
    )
    for membership in (*ready.fresh, *ready.again):
        events.member_joined(membership)
    hold_names(ready.held)
    if ready.known:
        renewed(users=ready.known, reason="joined")
    done = [part.pk for part, entries in ready.parts if not _refused(entries)]
    ImportPart.objects.filter(pk__in=done).delete()
    for part, entries in ready.parts:
        if refused := _refused(entries):
            # Of those who came in nothing is kept here.
            part.entries, part.refused = msgspec.to_builtins(refused), len(refused)
            part.save(update_fields=["entries", "refused"])


def _widen(imported: Import, paths: Iterable[str]) -> None:
    """Up to the nearest place that holds these, too."""
    for path in paths:
        within = imported.within or path
        while not path.startswith(within):
            within = within[: within[:-1].rindex("/") + 1]
        imported.within = within


def _refused(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.is_refused]


def _generation() -> int:
    return heads([CONTROL])[CONTROL]


def _in_parts(entries: Sequence[Entry]) -> Iterator[tuple[int, Sequence[Entry]]]:
    for start in range(0, len(entries), ROWS_OF_PART):
        yield start, entries[start : start + ROWS_OF_PART]


def _part(imported: Import, row: int, entries: Sequence[Entry]) -> ImportPart:
    return ImportPart(
        of=imported,
        number=row // ROWS_OF_PART,
        entries=msgspec.to_builtins(entries),
        refused=sum(entry.is_refused for entry in entries),
    )


def _fates(entries: Sequence[Entry]) -> Counter[str]:
    counts = Counter(entry.fate for entry in entries)
    counts.update(fates.why(one.reason) for one in entries if one.is_refused)
    return counts


def _still(imported: Import, state: ImportState, **position: int) -> None:
    locked = Import.objects.select_for_update(no_key=True).filter(
        pk=imported.pk, state=state, **position
    )
    if not list(locked.values_list("pk")):
        raise Conflict


def _go_on_from(imported: Import, done: int) -> None:
    """Writes how far it is now; raises `Conflict` unless it was there until now."""
    still = Import.objects.filter(
        pk=imported.pk, state=ImportState.IMPORTING, done=done
    )
    if not still.update(
        beat_at=Now(),
        done=imported.done,
        counts=imported.counts,
        within=imported.within,
    ):
        raise Conflict


def _beat(imported: Import, *fields: str) -> None:
    imported.beat_at = Now()
    imported.save(update_fields=["beat_at", *fields])
