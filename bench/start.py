"""How long until the first page, from a fresh clone and the second time? How big idle?

    python bench/start.py

Clones what is committed into a temporary folder and runs bin/serve there; package
caches stay as warm as they are. Needs Linux for the memory figure.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bin.setup.ports import unused_port

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAGE_SECONDS = 600
IDLE_SECONDS = 10
AIMS = (("fresh clone to first page", 120, "s"), ("second start", 5, "s"))
MEMORY_AIM_MB = 150


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        clone = Path(folder) / "muster"
        began = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        with _served(clone) as process:
            first = time.monotonic() - began
            time.sleep(IDLE_SECONDS)
            memory = _resident_mb(process.pid)
        began = time.monotonic()
        with _served(clone):
            second = time.monotonic() - began
    print(f"{'':28}{'measured':>12}{'aim':>10}")
    for (name, aim, unit), measured in zip(AIMS, (first, second), strict=True):
        print(f"{name:28}{measured:>10.1f} {unit}{aim:>8} {unit}")
    print(f"{'memory of the idle server':28}{memory:>9.0f} MB{MEMORY_AIM_MB:>7} MB")


@contextlib.contextmanager
def _served(clone: Path) -> Iterator[subprocess.Popen[bytes]]:
    """bin/serve with the demo, once it has answered with its page."""
    port = unused_port()
    command = [str(clone / "bin" / "serve"), "--port", str(port)]
    process = subprocess.Popen(command, stdout=sys.stderr)
    try:
        _until_page(f"http://127.0.0.1:{port}/", process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def _until_page(url: str, process: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + FIRST_PAGE_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.05)
    sys.exit("bin/serve gave no page.")


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
