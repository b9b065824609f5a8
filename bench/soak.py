"""Does memory grow with sockets that come and go?

    python -m bench.soak [--connects 100000] [--people 500] [--warm-up 30000]
                         [--rounds 5]

Each of the people connects, says hello, subscribes to their room and closes, 64 at
once, over and over. The warm-up fills what has a limit: each database connection's
prepared statements, the interpreter's lists of free objects, the gaps between what the
allocator has handed out. Growth is over the memory after it, read after each tenth.
Each round has a server of its own; the last line is the median of their growth.
Server on one core, the clients on the other.
"""

import argparse
import statistics
import time

from bench.load import Load, Target, run
from bench.processes import resident_bytes
from bench.programs import Programs, compiled
from bench.stage import stage

PARTS = 10
TEAM = 50
SETTLES_S = 3.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--connects", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--warm-up", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(f"{'connects':>10}{'per second':>12}{'MiB':>8}{'growth':>9}{'gen. busy':>11}")
    with compiled() as programs:
        growths = [_soaked(programs, options) for _round in range(options.rounds)]
    print(f"growth in {len(growths)} rounds: {statistics.median(growths):.1%}")


def _soaked(programs: Programs, options: argparse.Namespace) -> float:
    """The growth at the end of one server's round, over its memory when warm."""
    rooms = max(1, options.people // TEAM)
    parts = [options.warm_up, *[max(1, options.connects // PARTS)] * PARTS]
    done, warm, growth = 0, 0, 0.0
    with stage(options.people, rooms=rooms) as staged:
        target = Target("muster", staged.port, "/ws/", staged.lines, staged.pid)
        for connects in parts:
            found = run(programs.generator, target, Load(churn=connects))
            time.sleep(SETTLES_S)
            resident = resident_bytes(staged.pid)
            warm = warm or resident
            growth = resident / warm - 1
            done += found.connects
            print(
                f"{done:>10,}{found.connects / found.connect_s:>12.0f}"
                f"{resident / 2**20:>8.1f}{growth:>9.1%}{found.connect_busy:>11.0%}",
                flush=True,
            )
    return growth


if __name__ == "__main__":
    main()
