"""Sets up what the checks need and runs them all; see bin/test --help."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bin.setup import frontend, packages, services, translations
from bin.setup.packages import PYTHON
from bin.setup.steps import ROOT, Problem, Steps, alone

REQUIREMENTS = ROOT / "requirements-dev.lock"
PARTS = ("lint", "web", "python", "browser")
FRONTEND = ROOT / "frontend"
BEHIND_NGINX = "tests/hub/test_behind_nginx.py"


@dataclass
class Check:
    part: str
    name: str
    command: list[str]
    folder: Path = ROOT
    settings: dict[str, str] = field(default_factory=dict)
    needs: str = ""


Outcome = tuple[Check, str, float]


def checks(workers: str) -> list[Check]:
    """Everything that must hold, the quick ones first."""
    tool = str(PYTHON.parent) + "/"
    pytest = [str(PYTHON), "-m", "pytest", "-q"]
    parallel = [*pytest, "-n", workers, "--dist", "loadscope"]
    # These have a check of their own.
    most = ["tests", "--ignore=tests/browser", f"--ignore={BEHIND_NGINX}"]
    # What is about the repository, or about bin/, is the same on either database.
    about_data = [*most, "--ignore=tests/architecture", "--ignore=tests/setup"]
    return [
        Check("lint", "format", [tool + "ruff", "format", "--check", "--quiet", "."]),
        Check("lint", "lint", [tool + "ruff", "check", "--quiet", "."]),
        Check("lint", "imports", [tool + "lint-imports", "--no-logo"]),
        Check("lint", "types", [tool + "mypy", "."]),
        Check(
            "lint",
            "migrations",
            [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"],
            settings={"DJANGO_SETTINGS_MODULE": "tests.settings"},
        ),
        Check("web", "pages: format, types", ["npm", "run", "check"], FRONTEND),
        Check("web", "pages: tests", ["npm", "test"], FRONTEND),
        Check("web", "pages: size", ["npm", "run", "size"], FRONTEND),
        Check("python", "tests on SQLite", [*parallel, *most]),
        Check(
            "python",
            "tests on PostgreSQL",
            [*parallel, *about_data],
            settings={"DATABASE_URL": "{TEST_POSTGRES_URL}"},
            needs="TEST_POSTGRES_URL",
        ),
        Check(
            "python",
            "tests over Redis",
            [*pytest, "tests/hub/test_socket_redis.py"],
            needs="TEST_REDIS_URL",
        ),
        Check(
            "python",
            "tests behind nginx",
            [*pytest, BEHIND_NGINX],
            needs="TEST_NGINX",
        ),
        Check(
            "browser", "browser", [*parallel, "tests/browser"], needs="TEST_CHROMIUM"
        ),
    ]


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(_check(options.parts or list(PARTS), options.workers))
    except Problem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def _check(parts: list[str], workers: str) -> int:
    log = ROOT / "var" / "test.log"
    log.parent.mkdir(mode=0o700, exist_ok=True)
    steps = Steps(packages.STAMPS, log)
    with alone():
        packages.install(steps, REQUIREMENTS)
        built, environment = _build_pages(steps)
        translations.compile_all(steps)
    if {"python", "browser"} & set(parts):
        services.install_missing(steps)
    chosen = [check for check in checks(workers) if check.part in parts]
    with _services(parts) as found:
        environment |= found
        # Some images say that compiled modules shall not be kept: every one of the
        # hundreds of processes that the tests start would compile everything anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        outcomes = [(check, *_run(check, environment)) for check in chosen]
    return _sum_up([built, *outcomes])


def _build_pages(steps: Steps) -> tuple[Outcome, dict[str, str]]:
    """Pages that can't be built fail, but keep no other check from its say."""
    check, started = Check("web", "pages: build", []), time.monotonic()
    environment = dict(os.environ)
    try:
        environment = frontend.build(steps)
    except Problem as problem:
        print(problem, flush=True)
        return (check, "failed", time.monotonic() - started), environment
    return (check, "passed", time.monotonic() - started), environment


@contextlib.contextmanager
def _services(parts: list[str]) -> Iterator[dict[str, str]]:
    """Where the tests find what they need; what this machine lacks is not in it."""
    with contextlib.ExitStack() as stack:
        found: dict[str, str] = {}
        if "python" in parts:
            found |= stack.enter_context(services.postgresql())
            found |= stack.enter_context(services.redis())
        for setting, name in (("TEST_CHROMIUM", "chromium"), ("TEST_NGINX", "nginx")):
            if path := services.program(name):
                found[setting] = path
        yield found


def _run(check: Check, environment: dict[str, str]) -> tuple[str, float]:
    """What came of it (passed, failed or skipped), and the seconds it took."""
    if check.needs and check.needs not in environment:
        return "skipped", 0
    print(f"\n== {check.name}", flush=True)
    settings = {
        name: value.format_map(environment) for name, value in check.settings.items()
    }
    started = time.monotonic()
    done = subprocess.run(
        check.command, cwd=check.folder, env={**environment, **settings}
    )
    return "failed" if done.returncode else "passed", time.monotonic() - started


def _sum_up(outcomes: list[Outcome]) -> int:
    print("\n== summary")
    for check, outcome, seconds in outcomes:
        advice = f"  {_ADVICE[check.needs]}" if outcome == "skipped" else ""
        print(f"{outcome:8} {seconds:5.0f} s  {check.name}{advice}")
    kinds = {outcome for _, outcome, _ in outcomes}
    if "skipped" in kinds and os.environ.get("CI") == "true":
        print("With CI=true nothing may be skipped.")
        return 1
    return 1 if "failed" in kinds else 0


_ADVICE = {
    "TEST_POSTGRES_URL": "needs PostgreSQL: apt install postgresql",
    "TEST_REDIS_URL": "needs Redis: apt install redis-server",
    "TEST_NGINX": "needs nginx: apt install nginx-light",
    "TEST_CHROMIUM": "needs Chromium: apt install chromium",
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/test",
        description="Sets up all that the checks need and runs them. The log of the "
        "set-up is var/test.log.",
    )
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], help="only these (default: all)"
    )
    parser.add_argument("--workers", default="2", help="of pytest (default: 2)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
