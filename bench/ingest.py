"""How many durable posts a second, and how soon is each acknowledged?

    python -m bench.ingest [--rooms 1 1000] [--only sqlite postgresql] [--rounds 5]
                           [--seconds 5] [--writers 64] [--workers 1 2]

So many posts are under way at a time, each of 200 bytes: by the 64 people of one room,
all of whom read it, or by one person in each of 1,000 rooms in turn. A post is signed
in, checked, committed and flushed to the disk, acknowledged and delivered before the
next takes its place. Then, in one room, ten posts a second one after the other: how
long from send to seen. Server on one core; generator (C) and PostgreSQL on the other.
CPU is what the operating system counted for the server and for the database; `locks`
is how many of PostgreSQL's sessions waited for another one, on average. Each number of
`--workers` is measured in every round: more than one process share the server's core,
PostgreSQL and a Redis, and are left out on SQLite.
"""

import argparse
import statistics
import threading
from collections import defaultdict
from contextlib import nullcontext
from typing import NamedTuple

from bench.databases import DATABASES, Database
from bench.load import Load, Target, Window, run
from bench.peers import installed, redis
from bench.programs import Programs, compiled
from bench.stage import stage

CALM_PER_SECOND = 10.0
LOOKED_AT_EVERY_S = 0.1
Row = tuple[str, int, int]


class Measured(NamedTuple):
    full: Window
    calm: Window
    missing: int
    database_ms: float
    locks: float


class Locks(threading.Thread):
    """Looks every now and then how many sessions wait for each other."""

    def __init__(self, database: Database) -> None:
        super().__init__(daemon=True)
        self._database = database
        self._seen: list[int] = []
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(LOOKED_AT_EVERY_S):
            self._seen.append(self._database.waiting_for_locks())

    def stop(self) -> float:
        self._done.set()
        self.join()
        return statistics.fmean(self._seen or [0])


def main() -> None:
    options = _options()
    measured: dict[Row, list[Measured]] = defaultdict(list)
    with compiled() as programs:
        for key in options.only:
            with DATABASES[key]() as database:
                if database is None:
                    continue
                for rooms in options.rooms:
                    for _round in range(options.rounds):
                        for workers in _workers(database, options):
                            row = (database.name, rooms, workers)
                            found = _measure(
                                database, rooms, workers, programs, options
                            )
                            measured[row].append(found)
    _print(measured)


def _workers(database: Database, options: argparse.Namespace) -> list[int]:
    may_be_several = database.url and installed("redis-server")
    return [count for count in options.workers if count == 1 or may_be_several]


def _measure(
    database: Database,
    rooms: int,
    workers: int,
    programs: Programs,
    options: argparse.Namespace,
) -> Measured:
    people = max(options.writers, rooms)
    bus = redis() if workers > 1 else nullcontext("")
    with (
        bus as redis_url,
        stage(
            people,
            database.new_url(),
            rooms=rooms,
            redis_url=redis_url,
            workers=workers,
        ) as staged,
    ):
        target = Target("muster", staged.port, "/ws/", staged.lines, staged.pid)
        load = Load(
            seconds=options.seconds, posters=people, outstanding=options.writers
        )
        before, locks = database.cpu_seconds(), Locks(database)
        locks.start()
        full = run(programs.generator, target, load)
        used, waited = database.cpu_seconds() - before, locks.stop()
        calm = run(
            programs.generator,
            target,
            Load(seconds=options.seconds, rate=CALM_PER_SECOND, posters=people),
        )
    assert full.saturated
    assert calm.loaded
    missing = full.missing + full.errors + calm.missing + calm.errors
    each = used * 1000 / full.posts
    return Measured(full.saturated, calm.loaded, missing, each, waited)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rooms", nargs="+", type=int, default=[1, 1000])
    parser.add_argument("--only", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--writers", type=int, default=64)
    parser.add_argument("--workers", nargs="+", type=int, default=[1])
    return parser.parse_args()


def _print(measured: dict[Row, list[Measured]]) -> None:
    print(
        f"{'database':12}{'rooms':>6}{'workers':>9}{'posts/s':>9}{'ok p50':>8}"
        f"{'p99 ms':>8}{'server ms':>11}{'database ms':>12}{'locks':>7}{'seen p50':>10}"
        f"{'p99 ms':>8}{'missing':>9}{'gen. busy':>10}"
    )
    for (name, rooms, workers), runs in measured.items():
        full = [one.full for one in runs]
        calm = [one.calm for one in runs]
        median = statistics.median
        print(
            f"{name:12}{rooms:>6,}{workers:>9}"
            f"{median(one.posts_s for one in full):>9,.0f}"
            f"{median(one.ack_p50_ms for one in full):>8.1f}"
            f"{median(one.ack_p99_ms for one in full):>8.1f}"
            f"{median(_each_ms(one) for one in full):>11.2f}"
            f"{median(one.database_ms for one in runs):>12.2f}"
            f"{median(one.locks for one in runs):>7.2f}"
            f"{median(one.p50_ms for one in calm):>10.1f}"
            f"{median(one.p99_ms for one in calm):>8.1f}"
            f"{max(one.missing for one in runs):>9,}"
            f"{median(one.busy for one in full):>10.0%}"
        )


def _each_ms(window: Window) -> float:
    """The server's CPU for one post."""
    return window.server_cpu_s * 1000 / (window.posts_s * window.seconds)


if __name__ == "__main__":
    main()
