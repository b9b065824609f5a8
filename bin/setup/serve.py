"""From a fresh clone to a running server; see bin/serve --help."""

import argparse
import contextlib
import fcntl
import os
import sys
from pathlib import Path

from bin.setup import frontend, packages, translations
from bin.setup.address import LOOPBACK, free_port, origins
from bin.setup.installation import Installation, open_folder
from bin.setup.steps import ROOT, Problem, Steps, alone

REQUIREMENTS = ROOT / "requirements.lock"


def main() -> None:
    options = _options()
    try:
        _serve(options)
    except Problem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("Stopped. Start again to go on from here.")
    except OSError as error:
        sys.exit(f"{error.filename or 'Set-up'}: {error.strerror or error}.")


def _serve(options: argparse.Namespace) -> None:
    _check_workers(options.workers)
    _check_limits(options.host)
    port = free_port(options.host, options.port)
    folder = _data_folder(options)
    open_folder(folder)
    _check_that_nobody_serves(folder)
    steps = Steps(folder / "stamps", folder / "setup.log")
    _set_up(Steps(packages.STAMPS, steps.log))

    os.umask(0o077)
    environment = _environment(options, folder, port)
    installation = Installation(folder, steps, environment)
    state = installation.prepare(own=options.own)
    _introduce(installation, state)
    command = ["manage.py", "serve", "--host", options.host, "--port", str(port)]
    command += ["--workers", str(options.workers)]
    os.execve(packages.PYTHON, [str(packages.PYTHON), *command], environment)


def _check_workers(count: int) -> None:
    """Before the long steps; `serve` asks again."""
    several = os.environ.get("DATABASE_URL", "").startswith("postgres")
    if count > 1 and not (several and os.environ.get("REDIS_URL")):
        raise Problem(
            f"{count} workers need PostgreSQL and Redis: set DATABASE_URL to "
            "postgresql://user:password@host:5432/name and REDIS_URL to "
            "redis://host:6379/0, or leave --workers out."
        )


def _check_limits(host: str) -> None:
    """As above: before anything reads like a start."""
    if os.environ.get("LIMITS") == "off" and host not in LOOPBACK:
        raise Problem("LIMITS=off is for benches: it works on 127.0.0.1 only.")


def _check_that_nobody_serves(folder: Path) -> None:
    """Before anything is printed that reads like a start; `serve` asks again."""
    with (
        contextlib.suppress(FileNotFoundError),
        (folder / "server.lock").open() as lock,
    ):
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            raise Problem(
                f"Another Muster server already uses the data folder {folder}; "
                "stop it first, or choose another with --data."
            ) from None


def _set_up(steps: Steps) -> None:
    if not os.access(ROOT, os.W_OK):
        raise Problem(f"{ROOT} can't be written: change its owner, or copy it.")
    with alone():
        packages.install(steps, REQUIREMENTS)
        frontend.build(steps)
        translations.compile_all(steps)


def _introduce(installation: Installation, state: str) -> None:
    address = installation.environment["PUBLIC_URL"]
    if state == "demo":
        print("This is the demo campaign: everybody in it is made up.")
    elif state == "empty":
        print(f"Set up your campaign here: {installation.first_run_link(address)}")
    print(f"Starting on {address}; stop with Ctrl-C.", flush=True)


def _environment(
    options: argparse.Namespace, folder: Path, port: int
) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if value}
    return {
        **origins(options.host, port),
        **given,
        "DATA_DIR": str(folder),
        "DEMO": "0" if options.own else "1",
        "PYTHONUNBUFFERED": "1",
    }


def _data_folder(options: argparse.Namespace) -> Path:
    """The one named, else var for one's own data and var/demo for the demo's."""
    if options.data:
        return Path(os.environ.get("OLDPWD", "."), options.data).expanduser().absolute()
    return ROOT / "var" if options.own else ROOT / "var" / "demo"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/serve",
        description="Starts Muster with a demo campaign, or with --own your own. "
        "DATABASE_URL, REDIS_URL and the other settings are those of docs/running.md.",
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--data",
        help="folder of the data (default: var, and var/demo for the demo)",
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=1,
        help="server processes on the one port; more than 1 need PostgreSQL and Redis",
    )
    parser.add_argument(
        "--own", action="store_true", help="a real, empty installation of your own"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
