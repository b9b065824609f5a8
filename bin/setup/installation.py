"""One installation: its data folder, its database, the campaign in it."""

import os
import stat
import subprocess
from pathlib import Path

from bin.setup.packages import PYTHON
from bin.setup.steps import ROOT, Problem, Steps, fingerprint

DATABASE_FILE = "muster.sqlite3"


def open_folder(folder: Path) -> None:
    """Makes the data folder for this user alone."""
    # Not mkdir's mode: folders above it that have to be made would be open to all.
    before = os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"The data folder {folder} can't be made ({error.strerror}): "
            "choose another with --data, or change its owner."
        ) from None
    finally:
        os.umask(before)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Problem(
            f"The data folder {folder} can't be written: "
            "choose another with --data, or change its owner."
        )
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        if any(folder.iterdir()):
            raise Problem(
                f"Others on this machine may read the data folder {folder}: "
                f"run chmod 700 {folder}"
            )
        folder.chmod(0o700)


class Installation:
    def __init__(self, folder: Path, steps: Steps, environment: dict[str, str]) -> None:
        self.folder = folder
        self.steps = steps
        self.environment = environment
        environment.setdefault("DATABASE_URL", f"sqlite:///{folder / DATABASE_FILE}")

    def state(self) -> str:
        """What the database holds: empty, demo or own."""
        asked = subprocess.run(
            [PYTHON, "-m", "bin.setup.database_state"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if asked.returncode:
            raise Problem(asked.stderr.strip().splitlines()[-1])
        return asked.stdout.strip()

    def prepare(self, *, own: bool) -> str:
        """Lays the tables, and the demo campaign unless it is one's own. The state."""
        state = self.state()
        _check(state, own=own)
        self._migrate(holds_data=state != "empty")
        if not own and state == "empty":
            self.steps.say("Loading the demo campaign", lambda: self.manage("demo"))
            state = "demo"
        return state

    def first_run_link(self, address: str) -> str:
        code = self.manage("first_run_code").strip().splitlines()[-1]
        return f"{address}/first-run#{code}"

    def manage(self, *arguments: str) -> str:
        return self.steps.call(
            [PYTHON, "manage.py", *arguments],
            env=self.environment,
            otherwise=lambda output: (
                f"`manage.py {arguments[0]}` failed: {_last_line(output)}"
            ),
        )

    def _migrate(self, *, holds_data: bool) -> None:
        def lay() -> None:
            if holds_data:
                self._copy_first()
            self.manage("migrate")

        url = self.environment["DATABASE_URL"]
        file = self.folder / DATABASE_FILE
        if url != f"sqlite:///{file}":
            # What another machine did to this database, no stamp here can know.
            self.steps.say("Laying the tables", lay)
            return
        migrations = ROOT.glob("*/migrations/*.py")
        self.steps.take(
            "Laying the tables",
            made_from=fingerprint(migrations, url),
            result=file,
            run=lay,
        )

    def _copy_first(self) -> None:
        """The database as it was; nothing if there is nothing to migrate."""
        told = self.manage("backup", "--before-migrating").strip()
        if told:
            print(f"  {told.splitlines()[-1]}", flush=True)


def _check(state: str, *, own: bool) -> None:
    if own and state == "demo":
        raise Problem(
            "This database holds the demo campaign: give your own another DATABASE_URL."
        )
    if not own and state == "own":
        raise Problem(
            "This database holds a real campaign: start it with bin/serve --own."
        )


def _last_line(output: str) -> str:
    lines = output.strip().splitlines()
    return lines[-1].removeprefix("CommandError: ") if lines else "it said nothing."
