"""Holds every frame of a test against the AsyncAPI document: who deviates, fails."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, ClassVar

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from hub.contract.asyncapi import document
from hub.routing import routing
from tests.private_details import details_in

Frame = dict[str, Any]
SHOWN_AT_MOST = 600
NOT_UNDERSTOOD = {"bad_frame", "unknown_type"}


class Deviation(AssertionError):
    """A frame is not as docs/asyncapi.json says."""

    def __init__(self, what: str, frame: Frame) -> None:
        super().__init__(f"{what}: {json.dumps(frame)[:SHOWN_AT_MOST]}")


class Contract:
    """One socket's frames. Sent badly on purpose is fine, as long as it is refused."""

    # What tests wrote into texts themselves, over any socket.
    _written: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        self._sent: dict[Any, Frame] = {}

    def sent(self, frame: Frame) -> None:
        self._sent[frame.get("ref")] = frame
        self._written.update(details_in(json.dumps(frame)))

    def received(self, frame: Frame) -> None:
        shown = details_in(json.dumps(frame)) - self._written
        if shown:
            raise Deviation(f"contact details of people: {sorted(shown)}", frame)
        asked = self._sent.get(frame.get("ref"), {})
        name = message_name(frame, asked)
        if name not in document_of_routing()["components"]["messages"]:
            raise Deviation(f"the document does not know {name}", frame)
        problem = problem_of(name, frame, strict=True)
        if problem:
            raise Deviation(f"{name}: {problem[:SHOWN_AT_MOST]}", frame)
        if asked:
            self._answered(asked, frame)

    def _answered(self, asked: Frame, answer: Frame) -> None:
        """What the document allows is understood, and what it forbids is never `ok`."""
        known = (
            str(asked.get("type")) in document_of_routing()["components"]["messages"]
        )
        problem = problem_of(asked["type"], asked) if known else "unknown type"
        if problem and answer["type"] != "error":
            raise Deviation(f"answered though {problem[:SHOWN_AT_MOST]}", asked)
        if not problem and answer.get("code") in NOT_UNDERSTOOD:
            raise Deviation("not understood though the document allows it", asked)


def message_name(frame: Frame, asked: Frame) -> str:
    """Under which name the document has a frame of the server."""
    kind = str(frame.get("type"))
    if kind in ("welcome", "error"):
        return kind
    if kind == "ok":
        return f"ok.{asked.get('type')}"
    return f"event.{frame.get('kind')}" if kind == "event" else f"push.{kind}"


def problem_of(name: str, frame: Frame, *, strict: bool = False) -> str:
    """What is wrong with a frame; empty if nothing. Strict: no field more."""
    error = best_match(_validator(name, strict).iter_errors(frame))
    return f"{error.json_path}: {error.message}" if error else ""


@cache
def document_of_routing() -> dict[str, Any]:
    return document(routing())


@cache
def _validator(name: str, strict: bool) -> Draft202012Validator:
    components = document_of_routing()["components"]
    schema = {
        **components["messages"][name]["payload"],
        "components": {"schemas": components["schemas"]},
    }
    return Draft202012Validator(_closed(schema) if strict else schema)


def _closed(schema: Any) -> Any:
    """Without room for fields that are not documented."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if closed.get("type") == "object" and "properties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed
