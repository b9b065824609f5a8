import re

import pytest

from tests.architecture.repository import ROOT

PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[a-z,-]+\])?==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_file_holds_every_pin(name):
    pins = _pins(f"{name}.txt")
    locked = _pins(f"{name}.lock")

    assert pins <= locked


def test_everything_asked_for_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        asked = [line for line in lines if line and line[0] not in "#-"]

        assert [line for line in asked if not PIN.match(line)] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_is_checked_by_hash(name):
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def _pins(name: str) -> set[tuple[str, str]]:
    found = PIN.findall((ROOT / name).read_text())
    return {(re.sub(r"[-_.]+", "-", package).lower(), at) for package, at in found}
