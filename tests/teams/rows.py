"""Files of rows for the tests of importing."""

from teams.actions import importing as actions
from teams.importing import job
from teams.importing.ready import entries_of
from teams.models import ImportPart, ImportState

HEADER = "place,kind,postal codes,name,email,phone,language,role\n"
AKRON = "Columbus > North > Akron"


def check(data, by=None):
    """The dry run of a file as somebody; gives the import and its rows."""
    if isinstance(data, str):
        data = (HEADER + data).encode()
    imported = actions.begin_import(by=by)
    actions.turn(imported, before=ImportState.SENDING, into=ImportState.CHECKING)
    # Small files come in pieces that cut letters in two, large ones as a whole.
    size = 7 if len(data) < 9000 else len(data)
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    job.check(imported, lambda: pieces, lambda _imported: None)
    parts = ImportPart.objects.filter(of=imported).order_by("number")
    return imported, [e for part in parts for e in entries_of(part)]


def run(imported):
    actions.turn(imported, before=ImportState.CHECKED, into=ImportState.IMPORTING)
    job.run(imported, lambda _imported: None)


def bring(data, by=None):
    """The import of a file as somebody."""
    imported, _entries = check(data, by)
    run(imported)
    return imported


def fates(entries):
    return [entry.reason or entry.fate for entry in entries]
