import os
import re
from pathlib import Path

from tests.architecture.repository import ROOT, files, shown

LINES_AT_MOST = {".py": 400, ".ts": 300, ".tsx": 300, ".css": 350}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
TO_RUN = ("bin/serve", "bin/test", ".ci/run", "manage.py")
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)\b"
    r"|^\s*(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b",
    re.MULTILINE,
)
# Spelled in parts, so that this file does not find itself.
MACHINE_PATHS = re.compile("/" + r"(?:root|work|home)/[a-z]")
BINARY = {".png", ".jpg", ".ico", ".woff2", ".webp", ".mo"}


def test_no_file_has_outgrown_its_limit():
    too_long = [
        f"{shown(path)} has {lines} lines"
        for path in files(*LINES_AT_MOST)
        if (lines := path.read_text().count("\n")) > LINES_AT_MOST[path.suffix]
        and "migrations" not in path.parts
    ]

    assert too_long == []


def test_names_say_what_a_file_is_about():
    nameless = [
        shown(path)
        for path in files()
        if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts}
    ]

    assert nameless == []


def test_styles_know_start_and_end_but_not_left_and_right():
    found = [
        f"{shown(path)}: {match.group().strip()}"
        for path in files(".css")
        for match in PHYSICAL.finditer(path.read_text())
    ]

    assert found == []


def test_commands_can_be_run():
    for name in TO_RUN:
        assert os.access(ROOT / name, os.X_OK), f"{name} has no run bit"


def test_nothing_names_a_path_of_the_machine_it_was_written_on():
    found = [
        f"{shown(path)}: {match.group()}"
        for path in files()
        if path.suffix not in BINARY
        for match in MACHINE_PATHS.finditer(_text(path))
    ]

    assert found == []


def _text(path: Path) -> str:
    return path.read_text(errors="replace")
