"""Does memory grow with sockets that come and go?

    python -m bench.soak [--connects 100000] [--people 500]

Each of the people connects, says hello, subscribes to their room and closes, 64 at
once, over and over. The first tenth warms up; then the server's memory is read after
each tenth. Server on one core, the clients on the other.
"""

import argparse
import time

from bench.load import Load, Target, run
from bench.processes import resident_bytes
from bench.programs import compiled
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
    options = parser.parse_args()
    rooms = max(1, options.people // TEAM)
    load = Load(churn=max(1, options.connects // PARTS))
    done, warm = 0, 0
    print(f"{'connects':>10}{'per second':>12}{'MiB':>8}{'growth':>9}{'gen. busy':>11}")
    with compiled() as programs, stage(options.people, rooms=rooms) as staged:
        target = Target("muster", staged.port, "/ws/", staged.lines, staged.pid)
        for _part in range(PARTS + 1):
            found = run(programs.generator, target, load)
            time.sleep(SETTLES_S)
            resident = resident_bytes(staged.pid)
            warm = warm or resident
            done += found.connects
            print(
                f"{done:>10,}{found.connects / found.connect_s:>12.0f}"
                f"{resident / 2**20:>8.1f}{resident / warm - 1:>9.1%}"
                f"{found.connect_busy:>11.0%}",
                flush=True,
            )


if __name__ == "__main__":
    main()
