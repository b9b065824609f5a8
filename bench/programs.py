"""The two C programs of the benches, compiled into a temporary folder."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
FLAGS = ["-O2", "-Wall", "-Wextra", "-Werror"]


class Programs(NamedTuple):
    generator: Path
    limit: Path


@contextmanager
def compiled() -> Iterator[Programs]:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        sys.exit(
            "The benches need a C compiler for their load generator: "
            "on Debian `apt-get install gcc libc6-dev`, then try again."
        )
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        programs = Programs(Path(folder, "generator"), Path(folder, "limit"))
        sources = sorted((HERE / "generator").glob("*.c"))
        for program, parts in zip(programs, [sources, [HERE / "limit.c"]], strict=True):
            subprocess.run([compiler, *FLAGS, "-o", program, *parts], check=True)
        yield programs
