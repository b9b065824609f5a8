"""The wire contract as an AsyncAPI 3.1 document, made from what the code runs on."""

from collections.abc import Iterable, Iterator
from typing import Any, TypedDict

import msgspec

from hub import wire
from hub.commands import Command, LiveCommand, tag_of
from hub.frames import Hello, Request, Write
from hub.routing import Routing

Json = dict[str, Any]
SCHEMAS = "#/components/schemas/"

ABOUT = (
    "Real-time team messaging: durable ordered streams over one socket. Fields may be "
    "added, never renamed: both sides ignore fields that they do not know, and clients "
    "ignore kinds of events that they do not know. Over HTTP, `POST /api/v1/commands` "
    "takes the same frames without `ref`. docs/protocol.md tells the whole story."
)
HEAD: Json = {
    "asyncapi": "3.1.0",
    "info": {
        "title": "Muster wire protocol muster.v1",
        "version": "1.0.0",
        "description": ABOUT,
        "license": {"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"},
    },
    "defaultContentType": "application/json",
    "servers": {
        "installation": {
            "host": "muster.example",
            "protocol": "wss",
            "security": [
                {"$ref": "#/components/securitySchemes/token"},
                {"$ref": "#/components/securitySchemes/session"},
            ],
        }
    },
}
SECURITY: Json = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "httpApiKey", "in": "cookie", "name": "__Host-session"},
}
SUBPROTOCOL: Json = {
    "type": "object",
    "required": ["Sec-WebSocket-Protocol"],
    "properties": {"Sec-WebSocket-Protocol": {"const": "muster.v1"}},
}


class Blanked(TypedDict):
    """What was deleted or erased: the event keeps its place, its `data` is empty."""


def document(routing: Routing) -> Json:
    """Every frame that this routing takes and sends, with its schema."""
    schemas = _Schemas(routing)
    messages = dict(_messages(routing, schemas))
    return HEAD | {
        "channels": {
            "socket": {
                "address": "/ws/",
                "messages": {
                    name: {"$ref": f"#/components/messages/{name}"} for name in messages
                },
                "bindings": {"ws": {"method": "GET", "headers": SUBPROTOCOL}},
            }
        },
        "operations": dict(_operations(routing, messages)),
        "components": {
            "messages": messages,
            "schemas": schemas.reachable_from(messages),
            "securitySchemes": SECURITY,
        },
    }


class _Schemas:
    """JSON Schemas by type, and the flat ones of replies and events."""

    def __init__(self, routing: Routing) -> None:
        replies = [command.reply for command in routing.commands if command.reply]
        types: set[Any] = {
            wire.Welcome,
            wire.Error,
            wire.Ok,
            wire.Event,
            wire.Item,
            Blanked,
            *(command.frame for command in routing.commands),
            *replies,
            *routing.pushed,
            *routing.events.values(),
        }
        ordered = sorted(types, key=lambda one: (one.__module__, one.__qualname__))
        refs, components = msgspec.json.schema_components(
            ordered, ref_template=SCHEMAS + "{name}"
        )
        self._names = {
            one: _plain(ref)["$ref"].removeprefix(SCHEMAS)
            for one, ref in zip(ordered, refs, strict=True)
        }
        self._components: Json = {
            schema["title"]: schema for schema in _plain(list(components.values()))
        }
        self.of(Blanked)["maxProperties"] = 0
        kinds = sorted({k for p in routing.providers for k in p.item_kinds})
        self._components[self._names[wire.Item]] = {
            "title": "Item",
            "description": wire.Item.__doc__,
            "oneOf": [
                self.of_kind(wire.Item, kind, routing.events[kind]) for kind in kinds
            ],
        }

    def ref(self, one: Any) -> Json:
        return {"$ref": SCHEMAS + self._names[one]}

    def of(self, one: Any) -> Json:
        schema: Json = self._components[self._names[one]]
        return schema

    def ok(self, command: Command | LiveCommand) -> Json:
        """The fields of every `ok` and those of this command's reply, in one object."""
        reply = self.of(command.reply) if command.reply else {}
        once = {"duplicate": {"type": "boolean"}} if _is_write(command) else {}
        base = self.of(wire.Ok)
        return {
            "type": "object",
            "properties": base["properties"] | reply.get("properties", {}) | once,
            "required": sorted({*base["required"], *reply.get("required", ()), *once}),
        }

    def of_kind(self, base: Any, kind: str, data: Any) -> Json:
        """An event (or item) whose `data` is known by its kind."""
        schema = self.of(base)
        known = {
            "kind": {"const": kind},
            "data": {"anyOf": [self.ref(data), self.ref(Blanked)]},
        }
        return {
            "type": "object",
            "properties": schema["properties"] | known,
            "required": schema["required"],
        }

    def reachable_from(self, messages: Json) -> Json:
        wanted: set[str] = set()
        todo = list(_refs(messages))
        while todo:
            name = todo.pop()
            if name not in wanted:
                wanted.add(name)
                todo.extend(_refs(self._components[name]))
        return {name: self._components[name] for name in sorted(wanted)}


def _messages(routing: Routing, schemas: _Schemas) -> Iterator[tuple[str, Json]]:
    """By name: `message.post`, `ok.message.post`, `event.message.posted`, …"""
    for command in routing.commands:
        name = tag_of(command.frame)
        yield name, _message(name, schemas.ref(command.frame))
        if _replies_ok(command):
            yield f"ok.{name}", _message("ok", schemas.ok(command))
    yield "welcome", _message("welcome", schemas.ref(wire.Welcome))
    yield "error", _message("error", schemas.ref(wire.Error))
    for kind, data in routing.events.items():
        payload = schemas.of_kind(wire.Event, kind, data)
        yield f"event.{kind}", _message("event", payload)
    for one in routing.pushed:
        name = _type(schemas, one)
        yield f"push.{name}", _message(name, schemas.ref(one))


def _message(name: str, payload: Json) -> Json:
    return {"name": name, "payload": payload}


def _operations(
    routing: Routing, messages: Iterable[str]
) -> Iterator[tuple[str, Json]]:
    """Seen from the server, as the specification wants it."""
    for command in routing.commands:
        name = tag_of(command.frame)
        operation = {"action": "receive", **_on_socket([name])}
        if issubclass(command.frame, Request):
            good = f"ok.{name}" if _replies_ok(command) else "welcome"
            operation["reply"] = _on_socket([good, "error"])
        yield name, operation
    events = [name for name in messages if name.startswith("event.")]
    yield "event", {"action": "send", **_on_socket(events)}
    for name in messages:
        if name.startswith("push."):
            yield name, {"action": "send", **_on_socket([name])}


def _on_socket(names: Iterable[str]) -> Json:
    socket = "#/channels/socket"
    return {
        "channel": {"$ref": socket},
        "messages": [{"$ref": f"{socket}/messages/{name}"} for name in names],
    }


def _is_write(command: Command | LiveCommand) -> bool:
    return issubclass(command.frame, Write)


def _replies_ok(command: Command | LiveCommand) -> bool:
    """`typing` gets no reply, and that of `hello` is `welcome`."""
    return issubclass(command.frame, Request) and command.frame is not Hello


def _type(schemas: _Schemas, one: Any) -> str:
    return str(schemas.of(one)["properties"]["type"]["const"])


def _plain(schema: Any) -> Any:
    """In words that every dialect of JSON Schema reads alike."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(value) for key, value in schema.items()}
    for name in ("title", "$ref"):
        # `UserShape` tells it from the model; outside there is only one User.
        if isinstance(plain.get(name), str):
            plain[name] = plain[name].removesuffix("Shape")
    if len(plain.get("enum", ())) == 1:
        plain["const"] = plain.pop("enum")[0]
    if "prefixItems" in plain:
        # Elsewhere `items: false` alone would mean that the list is empty.
        plain.pop("items")
    return plain


def _refs(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _refs(part)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].removeprefix(SCHEMAS)
        for part in schema.values():
            yield from _refs(part)
