"""Django's SQLite, with transactions that begin as soon as another process ends one.

SQLite itself looks again after 1, 3, 8, 18 ms and ever later: beside an import, which
writes for some 3 ms at a time, a post waited for 8. Who writes for longer than 30 ms is
waited for as SQLite does.
"""

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base

LOOK_EVERY_S = 0.0005
LOOK_FOR_S = 0.03


class DatabaseWrapper(base.DatabaseWrapper):
    connection: Any
    transaction_mode: str | None

    def _start_transaction_under_autocommit(self) -> None:
        if not self._begins_soon():
            # Waits on, and says what is wrong in Django's words.
            super()._start_transaction_under_autocommit()  # type: ignore[misc]

    def _begins_soon(self) -> bool:
        patience_ms = round(1000 * self.settings_dict["OPTIONS"]["timeout"])
        until = time.monotonic() + LOOK_FOR_S
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            while not self._begins():
                if time.monotonic() > until:
                    return False
                time.sleep(LOOK_EVERY_S)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={patience_ms}")
        return True

    def _begins(self) -> bool:
        try:
            self.connection.execute(f"BEGIN {self.transaction_mode}")
        except sqlite3.OperationalError:
            return False
        return True
