"""How fast do sockets come, what does an idle one weigh, how soon are all back?

    python -m bench.connect [--sockets 10000] [--back 5000] [--rounds 5]

Every socket is another person with a bearer token, in teams of 50. First: upgrade,
sign-in and `hello` until `welcome`, 64 at once, then the server's memory over that of
before, idle. Then, in their rooms with 20 posts a second, the server is killed and
started again: how long until every socket is welcome with its position, and whether
anything acknowledged or seen by one is missing at another. Server on one core, the
clients on the other. The figures are medians of the rounds.
"""

import argparse
import signal
import statistics
import time
from typing import NamedTuple

from bench.load import Load, Target, held
from bench.processes import cpu_seconds, resident_bytes
from bench.programs import Programs, compiled
from bench.stage import Stage, stage

TEAM = 50
IDLE_S = 5.0
POSTING_S = 3.0
POSTS_PER_SECOND = 20.0
STORM = 1000


class Arrival(NamedTuple):
    per_second: float
    cpu_ms_each: float
    kib_each: float
    generator_busy: float


class Return(NamedTuple):
    back_s: float
    gaps: int
    behind: int
    resets: int


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sockets", type=int, default=10_000)
    parser.add_argument("--back", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    arrivals, returns = [], []
    people = max(options.sockets, options.back)
    with compiled() as programs, stage(people, rooms=max(1, people // TEAM)) as staged:
        for _round in range(options.rounds):
            arrivals.append(_arrive(staged, programs, options.sockets))
            staged.restart()
            returns.append(_come_back(staged, programs, options.back))
            staged.restart()
    _print(options, arrivals, returns)


def _arrive(staged: Stage, programs: Programs, count: int) -> Arrival:
    before, cpu_before = resident_bytes(staged.pid), cpu_seconds(staged.pid)
    with held(programs.generator, _target(staged, count), Load(subscribe=False)) as all:
        cpu = (cpu_seconds(staged.pid) - cpu_before) / count
        time.sleep(IDLE_S)
        each = (resident_bytes(staged.pid) - before) / count
        connected = all.connected
    per_second = count / connected.connect_s
    return Arrival(per_second, cpu * 1000, each / 1024, connected.busy)


def _come_back(staged: Stage, programs: Programs, count: int) -> Return:
    load = Load(rate=POSTS_PER_SECOND, burst=STORM)
    with held(programs.generator, _target(staged, count), load) as all:
        time.sleep(POSTING_S)
        staged.restart(signal.SIGKILL)
        seconds = all.wait_until_back()
        time.sleep(POSTING_S)
        found = all.release()
    return Return(seconds, found.gaps, found.behind, found.resets)


def _target(staged: Stage, count: int) -> Target:
    return Target("muster", staged.port, "/ws/", staged.lines[:count], staged.pid)


def _print(
    options: argparse.Namespace, arrivals: list[Arrival], returns: list[Return]
) -> None:
    median = statistics.median
    lines = {
        "connect + hello, per second": f"{median(a.per_second for a in arrivals):.0f}",
        "server CPU each, ms": f"{median(a.cpu_ms_each for a in arrivals):.2f}",
        "generator busy meanwhile": f"{median(a.generator_busy for a in arrivals):.0%}",
        f"KiB per idle socket at {options.sockets:,}": (
            f"{median(a.kib_each for a in arrivals):.1f}"
        ),
        f"{options.back:,} back after SIGKILL, seconds": (
            f"{median(r.back_s for r in returns):.1f}"
        ),
        "gaps, sockets behind, resets": ", ".join(
            str(max(column)) for column in list(zip(*returns, strict=True))[1:]
        ),
    }
    for name, value in lines.items():
        print(f"{name:42}{value:>12}")


if __name__ == "__main__":
    main()
