import re
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.repository import ROOT

PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[a-z, -]+\])?==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_file_holds_every_pin(name):
    pins = _pins(f"{name}.txt")
    locked = _pins(f"{name}.lock")

    assert pins <= locked


def test_both_lock_files_hold_the_same():
    """Else the server's set-up and the checks' undo each other in one clone."""
    assert _pins("requirements.lock") <= _pins("requirements-dev.lock")


def test_everything_asked_for_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        asked = [line for line in lines if line and line[0] not in "#-"]

        assert [line for line in asked if not PIN.match(line)] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_is_checked_by_hash(name):
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_what_is_asked_for_with_extras_is_locked_with_them(name):
    """Else pip takes the newest release for the extra and finds no hash for it."""
    locked = {pin.name: pin for pin in _locked(name)}
    asked = [one for pin in locked.values() for one in _asked_by(pin)]

    missing = [
        str(one)
        for one in asked
        if not one.extras <= locked[canonicalize_name(one.name)].extras
    ]

    assert "twisted" in locked
    assert missing == []


def _locked(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text().splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if PIN.match(line)]
    return [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]


def _asked_by(pin: Requirement) -> list[Requirement]:
    try:
        asked = [Requirement(line) for line in requires(pin.name) or []]
    except PackageNotFoundError:
        return []
    return [
        one
        for one in asked
        if one.marker is None
        or any(one.marker.evaluate({"extra": extra}) for extra in ["", *pin.extras])
    ]


def _pins(name: str) -> set[tuple[str, str]]:
    found = PIN.findall((ROOT / name).read_text())
    return {(re.sub(r"[-_.]+", "-", package).lower(), at) for package, at in found}
