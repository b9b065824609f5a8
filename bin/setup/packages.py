"""The folder .venv with the pinned Python packages."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from bin.setup.steps import ROOT, Problem, Steps, fingerprint

VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
PYTHON = VENV / "bin" / "python"

_INSTALL = (PYTHON, "-m", "pip", "install", "--no-input", "--only-binary", ":all:")
_OFFLINE = (
    "Failed to establish",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "Connection refused",
    "timed out",
    "Could not connect",
    "No matching distribution",
    "ENOTFOUND",
    "ENOTCACHED",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ENETUNREACH",
    "EHOSTUNREACH",
)


def install(steps: Steps, lock: Path) -> None:
    """Makes or repairs .venv and installs what the lock file names, checked by hash."""
    if not _works():
        steps.say("Making .venv", lambda: _make(steps))
    steps.take(
        f"Installing {lock.name}",
        made_from=fingerprint([lock]),
        result=PYTHON,
        run=lambda: _pip(steps, [*_INSTALL, "--require-hashes", "-r", lock]),
    )


def install_one(steps: Steps, requirement: str) -> None:
    """Adds one wheel that is needed only on some machines."""
    _pip(steps, [*_INSTALL, requirement])


def download_advice(what: str, output: str) -> str:
    if any(sign in output for sign in _OFFLINE):
        return (
            f"{what} could not be downloaded: connect this machine to the internet, "
            "or set up its proxy or mirror, and start again."
        )
    return f"{what} could not be installed."


def _pip(steps: Steps, command: list[str | Path]) -> None:
    steps.call(
        command, otherwise=lambda output: download_advice("Python packages", output)
    )


def _works() -> bool:
    """False too for one that a broken off start or another Python left behind."""
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        asked = subprocess.run([PYTHON, "-c", question], capture_output=True)
    except OSError:
        return False
    return asked.returncode == 0


def _make(steps: Steps) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Problem(
            "This Python can't make virtual environments: install the package "
            f"python3-venv (Debian, Ubuntu: apt install python{version}-venv)."
        )
    try:
        if VENV.is_symlink():
            VENV.unlink()
        shutil.rmtree(VENV, ignore_errors=not VENV.exists())
    except OSError as error:
        raise Problem(
            f"The broken {VENV} can't be removed: {error.strerror}."
        ) from None
    steps.call(
        [sys.executable, "-m", "venv", VENV],
        otherwise=lambda _output: f"The virtual environment {VENV} could not be made.",
    )
