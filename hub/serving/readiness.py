"""May this process take traffic? Asked by those who send it some."""

import asyncio
from dataclasses import dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hub import live
from hub.lag import LAG_AT_MOST_S
from hub.threads import in_own_thread

ANSWER_WITHIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Readiness:
    """Without the bus it serves from the log, more slowly: that is still ready."""

    database: bool
    migrations: bool
    hub: bool
    bus: bool
    lag_ms: int
    draining: bool

    @property
    def ready(self) -> bool:
        well = self.database and self.migrations and self.hub
        return well and not self.draining and self.lag_ms <= LAG_AT_MOST_S * 1000


async def readiness() -> Readiness:
    """Within two seconds, also while the database does not answer at all."""
    global _look
    if _look is None or _look.done():
        _look = asyncio.get_running_loop().create_task(_look_around())
    await asyncio.wait([_look], timeout=ANSWER_WITHIN_S)
    database, migrations = _look.result() if _look.done() else (False, False)
    hub = live.now()
    return Readiness(
        database=database,
        migrations=migrations,
        hub=hub is not None,
        bus=hub is not None and not hub.bus.down,
        lag_ms=round(hub.lag.worst * 1000) if hub else 0,
        draining=hub is not None and hub.draining,
    )


# Whoever asks while the database is silent waits for the same look.
_look: asyncio.Task[tuple[bool, bool]] | None = None
_migrated = False


async def _look_around() -> tuple[bool, bool]:
    database = migrations = False
    try:
        await in_own_thread(_ask)
        database = True
        migrations = await in_own_thread(_is_migrated)
        # A server that started while the database was away begins here.
        await live.running()
    except Exception:
        return database, False
    return database, migrations


def _ask() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _is_migrated() -> bool:
    """Remembered once true: nobody takes tables away under a running server."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated
