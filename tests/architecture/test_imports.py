"""Import direction is import-linter's (pyproject.toml); this is what it can't say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, shown

APPS = (
    "hub",
    "teams",
    "keeping",
    "chat",
    "presence",
    "reports",
    "desk",
    "overview",
    "demo",
)
PUBLIC = {"models", "access", "actions", "queries"}
ALSO_PUBLIC = {
    # The hub is a library for the apps; these are its offered parts.
    "hub": {
        "addresses",
        "clock",
        "commands",
        "connection",
        "errors",
        "events",
        "frames",
        "letters",
        "limits",
        "live",
        "loopback",
        "marks",
        "paging",
        "patience",
        "providers",
        "routing",
        "statistics",
        "tasks",
        "threads",
        "together",
        "trial",
        "unread",
        "wire",
    },
    # The one table of powers, who decides about whom, who has just come, the words of
    # the campaign's kind, the proof that acts with power over others ask for, and the
    # administration.
    "teams": {
        "admin",
        "arrivals",
        "deciding",
        "freshness",
        "roles",
        "word_packs",
    },
}


@pytest.mark.parametrize("app", APPS)
def test_other_apps_are_used_by_their_public_modules_only(app):
    trespasses = [
        f"{shown(path)} imports {module}"
        for path in (ROOT / app).rglob("*.py")
        for module in _imported(path)
        if _is_private(module, seen_from=app)
    ]

    assert trespasses == []


def _is_private(module: str, *, seen_from: str) -> bool:
    app, *parts = module.split(".")
    if app not in APPS or app == seen_from or not parts:
        return False
    return parts[0] not in PUBLIC | ALSO_PUBLIC.get(app, set())


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if "." not in node.module:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
