"""The documentation says what is there, all of it, and nothing else."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from hub.close_codes import CloseCode
from hub.commands import tag_of
from hub.errors import HubError
from routing import COMMANDS, EVENTS, PUSHED
from tests.architecture.repository import ROOT, files, shown
from tests.contract import Contract, document_of_routing, problem_of

DOCS = ROOT / "docs"
# The shell's own, which nobody sets for Muster.
OF_THE_SHELL = {"PATH", "OLDPWD"}
READ_FROM_ENVIRONMENT = re.compile(
    r"""(?:\benv(?:\.\w+)?|os\.environ(?:\.get)?)[(\[]\s*"([A-Z_]+)\""""
)
OUR_APPS = {
    "hub",
    "teams",
    "keeping",
    "chat",
    "presence",
    "reports",
    "desk",
    "overview",
    "demo",
}


def test_running_names_every_environment_variable_and_no_other():
    sources = [ROOT / "settings.py", ROOT / "manage.py", *(ROOT / "bin").rglob("*.py")]
    used = {
        name
        for path in sources
        for name in READ_FROM_ENVIRONMENT.findall(text_of(path))
    }

    described = first_cells("running.md", "Settings")

    assert described == used - OF_THE_SHELL


def test_running_names_every_management_command_and_no_other():
    ours = {name for name, app in get_commands().items() if app in OUR_APPS}

    assert first_cells("running.md", "manage.py") == ours | {"migrate"}


def test_every_command_of_the_night_is_there_with_its_options():
    lines = re.findall(r"manage\.py (\w+)([^`\n]*)", text_of(DOCS / "3am.md"))
    named = {name for name, _words in lines}

    assert named >= {"backup", "restore", "suspend", "close_joining", "migrate"}
    for name, words in lines:
        assert name in get_commands(), name
        command = load_command_class(get_commands()[name], name)
        options = command.create_parser("manage.py", name)._option_string_actions
        for option in re.findall(r"--[a-z-]+", words):
            assert option in options, f"{name} {option}"


def test_running_names_every_flag_of_bin_serve():
    source = text_of(ROOT / "bin" / "setup" / "serve.py")
    flags = set(re.findall(r'add_argument\(\s*"(--[a-z-]+)"', source))

    assert first_cells("running.md", "Two commands") == flags


def test_protocol_names_every_frame_and_no_other():
    sent = {str(one.__annotations__["type"].__args__[0]) for one in PUSHED}

    assert first_cells("protocol.md", "Client to server") == {
        tag_of(command.frame) for command in COMMANDS
    }
    server = first_cells("protocol.md", "Server to client")
    assert server - set(EVENTS) == sent | {"welcome", "event", "ok", "error"}
    assert server & set(EVENTS) == set(EVENTS)


def test_protocol_names_every_error_and_close_code():
    cells = first_cells("protocol.md", "Errors and close codes")
    closed = {int(cell) for cell in cells if cell.isdigit()}

    assert {cell for cell in cells if not cell.isdigit()} == error_codes(HubError)
    assert closed == set(CloseCode)


def test_every_frame_that_protocol_shows_is_one():
    for block in blocks("protocol.md", "json"):
        contract = Contract()
        for line in block.splitlines():
            frame = json.loads(line)
            if from_client(frame):
                contract.sent(frame)
                assert problem_of(frame["type"], frame, strict=True) == "", line
            else:
                contract.received(frame)


def test_protocol_shows_an_example_of_every_command():
    shown_frames = [
        json.loads(line)
        for block in blocks("protocol.md", "json")
        for line in block.splitlines()
    ]

    types = {frame["type"] for frame in shown_frames if from_client(frame)}
    assert types == {tag_of(command.frame) for command in COMMANDS}


def test_every_test_that_guarantees_names_is_there():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text_of(DOCS / "guarantees.md"))

    assert named
    for path, name in named:
        assert name in functions(ROOT / path), f"{path}::{name}"


def test_every_test_of_a_guarantee_is_named():
    page = text_of(DOCS / "guarantees.md")

    for path in (ROOT / "tests").rglob("test_*.py"):
        for promise, name in marked(path):
            section = page.partition(f"## {promise} ")[2].partition("\n## ")[0]
            assert f"`{shown(path)}::{name}`" in section, f"{promise}: {name}"


@pytest.mark.parametrize("promise", [f"G{number}" for number in range(1, 9)])
def test_every_promise_is_in_readme_and_guarantees(promise):
    assert f"**{promise}" in text_of(ROOT / "README.md")
    assert f"## {promise} " in text_of(DOCS / "guarantees.md")


@pytest.mark.parametrize("page", sorted(files(".md")), ids=shown)
def test_links_to_files_lead_somewhere(page):
    for target in re.findall(r'(?:\]\(|src=")([^)"#\s]+)', text_of(page)):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def text_of(path: Path) -> str:
    return path.read_text()


def section(page: str, title: str) -> str:
    found = text_of(DOCS / page).partition(f"\n## {title}\n")[2]
    assert found, f"{page} has no section {title}"
    return found.partition("\n## ")[0]


def first_cells(page: str, title: str) -> set[str]:
    """What stands in code in the first cells of a section's tables."""
    rows = re.findall(r"^\| ([^|]+) \|", section(page, title), re.MULTILINE)
    cells = {word for row in rows for word in re.findall(r"`([^`]+)`", row)}
    return cells | {row.strip() for row in rows if row.strip().isdigit()}


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)\n```", text_of(DOCS / page), re.DOTALL)


def from_client(frame: dict[str, object]) -> bool:
    """Only `typing` goes both ways; the server says who."""
    known = document_of_routing()["operations"].get(frame["type"], {})
    return known.get("action") == "receive" and "users" not in frame


def error_codes(of: type[HubError]) -> set[str]:
    return {of.code}.union(*(error_codes(one) for one in of.__subclasses__()))


def functions(path: Path) -> set[str]:
    tree = ast.parse(text_of(path))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, kinds)}


def marked(path: Path) -> list[tuple[str, str]]:
    """(promise, test) of what carries `@pytest.mark.guarantee`."""
    found = []
    for node in ast.parse(text_of(path)).body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for decorator in node.decorator_list:
            if "mark.guarantee" in ast.unparse(decorator):
                assert isinstance(decorator, ast.Call)
                found.append((ast.literal_eval(decorator.args[0]), node.name))
    return found
