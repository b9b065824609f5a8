"""The work itself, done by a process of its own beside the server."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice

from django.conf import settings
from django.db import IntegrityError, connection

from hub import statistics
from teams.access import standing
from teams.actions import importing as actions
from teams.importing import fates
from teams.importing.cells import Entry, Header
from teams.importing.places import Place, Places
from teams.importing.table import Unreadable, rows
from teams.models import Campaign, Import, ImportPiece, ImportState

ROWS_AT_MOST = 500_000
CHECKED_AT_ONCE = 1000
# On SQLite all others wait meanwhile, some 3 ms at a time, and must then find it free.
PARTS_AT_ONCE = {"sqlite": 1, "postgresql": 3}
PLACES_AT_ONCE = 10
FREE_FOR_EACH_LOCKED = 3
RETRIES = 3
PAGES_OF_CHECKPOINT = 100

Pieces = Callable[[], Iterable[bytes]]
Progress = Callable[[Import], None]


def start(imported: Import) -> None:
    """A child process takes over; it outlives this request and this server."""
    command = [sys.executable, "manage.py", "import_people", "--go-on"]
    child = subprocess.Popen(
        [*command, str(imported.pk)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Whoever has ended and is not asked about would stay in the system's list.
    threading.Thread(target=child.wait, daemon=True).start()


def go_on(imported: Import, progress: Progress) -> None:
    """What this import needs next, from where an earlier job has come."""
    if imported.state == ImportState.CHECKING:
        check(imported, lambda: _sent(imported), progress)
    elif imported.state == ImportState.IMPORTING:
        run(imported, progress)


def check(imported: Import, pieces: Pieces, progress: Progress) -> None:
    """The dry run. Reads the file twice: places may be named before they are opened."""
    try:
        places = Places(standing(imported.by) if imported.by else None)
        for entry in _entries(pieces()):
            places.note(entry)
        actions.begin_check(imported, places.plan())
        entries = _once(_entries(pieces()), places)
        while chunk := list(islice(entries, CHECKED_AT_ONCE)):
            people = fates.look_up(chunk)
            fates.foretell_held(
                (entry, fates.decide(entry, places, people, places.standing))
                for entry in chunk
            )
            actions.keep_checked(imported, chunk)
            progress(imported)
        if not imported.rows:
            raise Unreadable("empty")
        actions.end_check(imported)
    except Unreadable as error:
        actions.fail_import(imported, error.reason)


def run(imported: Import, progress: Progress) -> None:
    """Opens the places, then brings the rows in.

    On SQLite there is one writer at a time: three quarters of it are the others'.
    """
    _leave_the_disk_to_others()
    places = Places(standing(imported.by) if imported.by else None)
    opened = _open_places(imported, places)
    while imported.done < imported.rows:
        started = time.monotonic()
        locked = _bring_in(imported, places)
        progress(imported)
        free = time.monotonic() - started - locked
        time.sleep(max(0.0, locked * FREE_FOR_EACH_LOCKED - free))
    statistics.renew()
    actions.end_import(imported, opened)


def _leave_the_disk_to_others() -> None:
    """On SQLite, whose flushes would hold up those of every post by 100 ms.

    A power cut may take the last rows of an import; they are brought in again, and
    everything else that is committed flushes them with itself.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute(f"PRAGMA wal_autocheckpoint = {PAGES_OF_CHECKPOINT}")


def _bring_in(imported: Import, places: Places) -> float:
    parts = PARTS_AT_ONCE[connection.vendor]
    done, counts = imported.done, imported.counts
    for _attempt in range(RETRIES):
        try:
            return actions.bring_in(imported, places, parts=parts)
        except IntegrityError:
            # Somebody of these rows joined in this moment by another way.
            imported.done, imported.counts = done, counts
    return actions.bring_in(imported, places, parts=parts)


def _open_places(imported: Import, places: Places) -> int:
    opened = 0
    planned = [
        Place(tuple(names), kind, "", None, tuple(codes))
        for names, kind, codes in imported.places
    ]
    for _depth, of_depth in groupby(planned, key=lambda place: len(place.names)):
        while some := list(islice(of_depth, PLACES_AT_ONCE)):
            started = time.monotonic()
            missing = [place for place in some if places.may_open(place)]
            if missing:
                above = [places.above(place) for place in missing]
                actions.open_planned(imported, missing, above)
                for place in missing:
                    places.add(place)
                opened += len(missing)
                time.sleep((time.monotonic() - started) * FREE_FOR_EACH_LOCKED)
    return opened


def _entries(pieces: Iterable[bytes]) -> Iterator[Entry]:
    campaign = Campaign.objects.get()
    header: Header | None = None
    for number, (line, cells) in enumerate(rows(pieces)):
        if number > ROWS_AT_MOST:
            raise Unreadable("too_large")
        if header is None:
            header = Header(cells or [], campaign.kind)
        else:
            yield header.entry(line, cells)


def _once(entries: Iterable[Entry], places: Places) -> Iterator[Entry]:
    """Refuses whom the same file has brought to the same place before."""
    seen: set[int] = set()
    for entry in entries:
        if entry.is_person and not entry.is_refused:
            # Its hash alone: half a million rows shall not be held in memory.
            row = hash((entry.email, places.key(entry.place)))
            if row in seen:
                entry.refuse("twice")
            seen.add(row)
        yield entry


def _sent(imported: Import) -> Iterator[bytes]:
    pieces = ImportPiece.objects.filter(of=imported)
    for number in range(pieces.count()):
        yield bytes(pieces.get(number=number).data)
