"""Everything of a campaign as tables that spreadsheets open."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import IO, NamedTuple

from teams.spreadsheets import cell


class Table(NamedTuple):
    """One table of the export. Its rows have a value for each of the columns.

    They are read a set at a time: months of messages don't fit into memory. `files`
    are what stands beside the table: name and content of each.
    """

    name: str
    columns: Sequence[str]
    rows: Callable[[], Iterable[Sequence[object]]]
    files: Callable[[], Iterable[tuple[str, bytes]]] | None = None


_tables: dict[str, Table] = {}


def register_table(table: Table) -> None:
    """Called by the root files for each app."""
    _tables[table.name] = table


def write_export(file: IO[bytes]) -> None:
    """A ZIP with one table of each kind, and what people have sent as files."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in _tables.values():
            with (
                archive.open(f"{table.name}.csv", "w", force_zip64=True) as raw,
                io.TextIOWrapper(raw, "utf-8-sig", newline="") as text,
            ):
                _write(text, table)
            for name, content in table.files() if table.files else ():
                # Pictures are as small as they get.
                archive.writestr(name, content, zipfile.ZIP_STORED)


def _write(file: io.TextIOWrapper, table: Table) -> None:
    writer = csv.writer(file)
    writer.writerow(table.columns)
    writer.writerows(map(cell, row) for row in table.rows())
