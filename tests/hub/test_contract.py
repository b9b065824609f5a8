"""The wire contract: docs/asyncapi.json says what the code does."""

import json
from pathlib import Path

from django.conf import settings
from jsonschema import Draft202012Validator

from hub.commands import tag_of
from hub.contract.typescript import typescript
from hub.errors import HubError
from routing import COMMANDS, EVENTS, PROVIDERS
from tests.contract import document_of_routing, problem_of

ROOT = Path(settings.BASE_DIR)


def test_the_committed_document_is_current():
    committed = (ROOT / "docs" / "asyncapi.json").read_text()

    assert json.loads(committed) == document_of_routing(), (
        "Run: python manage.py asyncapi > docs/asyncapi.json"
    )


def test_the_web_client_s_types_are_current():
    committed = (ROOT / "frontend" / "core" / "wire.ts").read_text()

    assert committed == typescript(document_of_routing()) + "\n", (
        "Run: python manage.py asyncapi --typescript > frontend/core/wire.ts"
    )


def test_the_document_names_every_command_and_nothing_else():
    operations = document_of_routing()["operations"]

    taken = {name for name, op in operations.items() if op["action"] == "receive"}

    assert taken == {tag_of(command.frame) for command in COMMANDS}


def test_every_schema_is_a_json_schema_and_every_reference_leads_somewhere():
    document = document_of_routing()

    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for reference in references(document):
        part = document
        for key in reference.removeprefix("#/").split("/"):
            part = part[key]


def test_every_item_of_a_page_is_a_known_kind_of_event():
    kinds = {kind for provider in PROVIDERS for kind in provider.item_kinds}

    assert kinds <= set(EVENTS)


def test_every_error_has_a_documented_code():
    for error in subclasses(HubError):
        frame = {"type": "error", "code": error.code, "message": "No."}
        assert problem_of("error", frame, strict=True) == ""


def test_a_deleted_text_leaves_an_empty_event():
    blanked = {
        "type": "event",
        "stream": "room:1",
        "seq": 1,
        "kind": "message.posted",
        "at": "2026-11-03T18:04:05.123Z",
        "by": {"id": "1", "name": "Alice"},
        "data": {},
    }

    assert problem_of("event.message.posted", blanked, strict=True) == ""
    half = blanked | {"data": {"message": {"id": "1"}}}
    assert problem_of("event.message.posted", half) != ""


def references(part):
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


def subclasses(of):
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)
