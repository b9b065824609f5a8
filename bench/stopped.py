"""Do ten readers who stopped hurt the thousand others?

    python -m bench.stopped [--sockets 1000] [--stopped 10] [--rounds 5] [--seconds 30]

The sockets of one room read 50 posts a second of 1,000 bytes. First all of them, then
the last ten read nothing from when they are there: within half a minute each is owed
more than the server keeps. The others' latency from send to seen, and the server's
memory at its highest; then the differences, and what they may be at most. Server on
one core, generator on the other.
"""

import argparse
import statistics
import threading
from typing import NamedTuple

from bench.load import Load, Target, run
from bench.processes import resident_bytes
from bench.programs import Programs, compiled
from bench.stage import Stage, stage

POSTS_PER_SECOND = 50.0
TEXT_BYTES = 1000
LOOKED_AT_EVERY_S = 0.1
MORE_MIB_AT_MOST = 20.0
P99_RATIO_AT_MOST = 1.2
P99_MORE_MS_AT_MOST = 5.0


class Measured(NamedTuple):
    p50_ms: float
    p99_ms: float
    most_mib: float
    missing: int
    busy: float


class Highest(threading.Thread):
    """Watches a process's memory until it is told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self._pid = pid
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(LOOKED_AT_EVERY_S):
            self.bytes = max(self.bytes, resident_bytes(self._pid))

    def stop(self) -> int:
        self._done.set()
        self.join()
        return self.bytes


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--stopped", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args()
    cases = {"all read": 0, f"{options.stopped} stopped": options.stopped}
    found: dict[str, list[Measured]] = {name: [] for name in cases}
    with compiled() as programs, stage(options.sockets) as staged:
        for _round in range(options.rounds):
            for name, stopped in cases.items():
                staged.restart()
                found[name].append(_measure(staged, programs, options, stopped))
    _print(found)
    _print_differences(*found.values())


def _measure(
    staged: Stage, programs: Programs, options: argparse.Namespace, stopped: int
) -> Measured:
    target = Target("muster", staged.port, "/ws/", staged.lines, staged.pid)
    load = Load(
        seconds=options.seconds,
        rate=POSTS_PER_SECOND,
        text_bytes=TEXT_BYTES,
        stopped=stopped,
    )
    highest = Highest(staged.pid)
    highest.start()
    found = run(programs.generator, target, load)
    window = found.loaded
    assert window is not None
    return Measured(
        window.p50_ms,
        window.p99_ms,
        highest.stop() / 2**20,
        found.missing,
        window.busy,
    )


def _print(found: dict[str, list[Measured]]) -> None:
    print(
        f"{'':14}{'p50 ms':>8}{'p99 ms':>8}{'MiB at most':>13}{'missing':>9}"
        f"{'gen. busy':>11}"
    )
    for name, runs in found.items():
        median = statistics.median
        print(
            f"{name:14}"
            f"{median(one.p50_ms for one in runs):>8.1f}"
            f"{median(one.p99_ms for one in runs):>8.1f}"
            f"{median(one.most_mib for one in runs):>13.1f}"
            f"{max(one.missing for one in runs):>9,}"
            f"{median(one.busy for one in runs):>11.0%}"
        )


def _print_differences(all_read: list[Measured], stopped: list[Measured]) -> None:
    median = statistics.median
    more_mib = median(one.most_mib for one in stopped) - median(
        one.most_mib for one in all_read
    )
    calm = median(one.p99_ms for one in all_read)
    p99_at_most = calm * P99_RATIO_AT_MOST + P99_MORE_MS_AT_MOST
    print(f"memory: {more_mib:+.1f} MiB, at most +{MORE_MIB_AT_MOST:.0f}")
    print(
        f"others' p99: {median(one.p99_ms for one in stopped) - calm:+.1f} ms, "
        f"at most {p99_at_most - calm:+.1f}"
    )


if __name__ == "__main__":
    main()
