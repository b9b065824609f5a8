"""Takes the steps of a set-up: each only when what it is made from has changed."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STILL_AT_IT_SECONDS = 15


class Problem(Exception):
    """One sentence that says what is wrong and what to do."""


def fingerprint(paths: Iterable[Path], *others: str) -> str:
    """Changes when a file, its name or one of the other words does."""
    digest = hashlib.sha256("\0".join(others).encode())
    for path in sorted(paths):
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def alone(folder: Path = ROOT) -> Iterator[None]:
    """One set-up of a folder at a time; the second finds all done by the first."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start sets this folder up: waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


class Steps:
    """Remembers in `stamps` what each step was made from; keeps the output in `log`."""

    def __init__(self, stamps: Path, log: Path) -> None:
        self._stamps = stamps
        self.log = log

    def take(
        self, title: str, *, made_from: str, result: Path, run: Callable[[], object]
    ) -> None:
        """Runs unless the result is there and was made from the same."""
        stamp = self._stamps / title.lower().replace(" ", "-")
        if result.exists() and stamp.exists() and stamp.read_text() == made_from:
            return
        stamp.unlink(missing_ok=True)
        self.say(title, run)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(made_from)

    def say(self, title: str, run: Callable[[], object]) -> None:
        print(f"{title} …", flush=True)
        started = time.monotonic()
        run()
        print(f"{title}: {time.monotonic() - started:.0f} s", flush=True)

    def call(
        self,
        command: Iterable[str | Path],
        *,
        otherwise: Callable[[str], str],
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
    ) -> str:
        """Runs a command into the log and gives its output; a failure is a Problem.

        `otherwise` gets the output and says in one sentence what to do about it.
        """
        words = [str(word) for word in command]
        with self.log.open("a+") as log:
            log.write(f"\n$ {' '.join(words)}\n")
            log.flush()
            begin = log.tell()
            process = subprocess.Popen(
                words, cwd=cwd, env=env, stdout=log, stderr=subprocess.STDOUT
            )
            _wait_aloud(process)
            log.seek(begin)
            output = log.read()
        if process.returncode:
            raise Problem(f"{otherwise(output)} (What it said is in {self.log}.)")
        return output


def _wait_aloud(process: subprocess.Popen[bytes]) -> None:
    waited = 0
    while True:
        try:
            process.wait(timeout=STILL_AT_IT_SECONDS)
            return
        except subprocess.TimeoutExpired:
            waited += STILL_AT_IT_SECONDS
            print(f"  still at it after {waited} s", flush=True)
