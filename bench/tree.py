"""How a campaign of 200,000 people in 10,000 places answers, and takes in 100,000 more.

    python -m bench.tree [--only sqlite postgresql] [--rounds 20] [--seconds 20]

Of the large demo (`manage.py demo --scale`), in a process of its own, Python's part of
the time included: a page of a place's people, at each level of the tree; the first
twenty people whose name begins so; one permission check; the overview at each level and
its silent teams, on a day of 40,000 messages and as many reports; and all that a
socket's `welcome` needs, for an organizer with 300 rooms. The median of so many rounds.
Then a file of 100,000 people goes into a served campaign by `manage.py import_people`,
while 20 posts a second are sent; the worst span of so many seconds stands beside that
before.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import msgspec

from bench.databases import DATABASES, Database
from bench.load import Load, Target, Window, run
from bench.programs import Programs, compiled
from bench.stage import ROOT, stage

PEOPLE = 100_000
OFFICES, TEAMS = 50, 20
POSTS_PER_SECOND = 20.0
WRITERS = 64
LOOK = (
    "import django; django.setup(); import sys; from bench.tree_look import look; "
    "print(look(int(sys.argv[1])))"
)
Row = tuple[str, float, int]


def main() -> None:
    options = _options()
    with compiled() as programs:
        for key in options.only:
            with DATABASES[key]() as database:
                if database is not None:
                    _measure(database, programs, options)


def _measure(
    database: Database, programs: Programs, options: argparse.Namespace
) -> None:
    print(f"\n{database.name:36}{'ms':>10}{'queries':>10}", flush=True)
    for name, ms, queries in _looked(database, options.rounds):
        print(f"{name:36}{ms:>10.1f}{queries:>10}", flush=True)
    seconds, megabytes, before, during = _import(database, programs, options)
    print(f"{'100,000 people imported':36}{seconds * 1000:>10,.0f}")
    print(f"{'  most memory, MiB':36}{megabytes:>10.0f}")
    ratio = during.ack_p99_ms / before.ack_p99_ms
    print(f"{'  p50 of posts before, meanwhile':36}", end="")
    print(f"{before.ack_p50_ms:>10.1f}{during.ack_p50_ms:>10.1f}")
    print(f"{'  p99 of posts before, meanwhile':36}", end="")
    print(f"{before.ack_p99_ms:>10.1f}{during.ack_p99_ms:>10.1f}  ({ratio:.1f} x)")


def _looked(database: Database, rounds: int) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DATABASE_URL": database.new_url(),
            "DJANGO_SETTINGS_MODULE": "settings",
            "PYTHONPATH": str(ROOT),
        }
        _run(environment, "manage.py", "migrate", "-v", "0")
        started = time.monotonic()
        _run(environment, "manage.py", "demo", "--scale")
        planted = (time.monotonic() - started) * 1000
        found = _run(environment, "-c", LOOK, str(rounds))
        return [
            ("the large demo planted", planted, 0),
            *msgspec.json.decode(found, type=list[Row]),
        ]


def _import(
    database: Database, programs: Programs, options: argparse.Namespace
) -> tuple[float, float, Window, Window]:
    with (
        tempfile.TemporaryDirectory(prefix="muster-bench-") as folder,
        stage(WRITERS, database.new_url()) as staged,
    ):
        path = Path(folder, "people.csv")
        _write(path)
        target = Target("muster", staged.port, "/ws/", staged.lines, staged.pid)
        load = Load(seconds=options.seconds, rate=POSTS_PER_SECOND, posters=WRITERS)
        before = run(programs.generator, target, load)
        started = time.monotonic()
        job = subprocess.Popen(
            [sys.executable, "manage.py", "import_people", str(path)],
            cwd=ROOT,
            env=staged.environment,
            stdout=subprocess.DEVNULL,
        )
        windows: list[Window] = []
        ended: list[float] = []
        megabytes: list[float] = []
        waiting = threading.Thread(target=_wait, args=(job, ended, megabytes))
        waiting.start()
        while not ended:
            found = run(programs.generator, target, load)
            assert found.loaded
            # The last one went on after the import, undisturbed.
            if not ended or not windows:
                windows.append(found.loaded)
        waiting.join()
    assert before.loaded
    worst = max(windows, key=lambda window: window.ack_p99_ms)
    return ended[0] - started, megabytes[0], before.loaded, worst


def _wait(
    job: subprocess.Popen[bytes], ended: list[float], megabytes: list[float]
) -> None:
    _pid, status, used = os.wait4(job.pid, 0)
    megabytes.append(used.ru_maxrss / 1024)
    ended.append(time.monotonic())
    if status:
        sys.exit("The import failed; it says why above.")


def _write(path: Path) -> None:
    with path.open("w") as file:
        print("place,kind,postal codes,name,email,phone,language,role", file=file)
        for office in range(OFFICES):
            print(f"Centre > Office {office},office,,,,,,", file=file)
            for team in range(TEAMS):
                place = f"Centre > Office {office} > Team {team}"
                code = 40_000 + office * TEAMS + team
                print(f"{place},team,{code},,,,,", file=file)
        for number in range(PEOPLE):
            office, team = number % OFFICES, number // OFFICES % TEAMS
            print(
                f"Centre > Office {office} > Team {team},,,Person {number},"
                f"person{number}@import.example,+1330555{number:06},en,volunteer",
                file=file,
            )


def _run(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.strip()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
