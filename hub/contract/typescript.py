"""The wire contract as TypeScript, for the web client: frontend/core/wire.ts."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from hub.contract.asyncapi import SCHEMAS, Json

HEAD = """\
/**
 * The frames of `muster.v1`, made from the wire contract by
 * `python manage.py asyncapi --typescript`. Not to be edited.
 */
"""
PLAIN = {
    "boolean": "boolean",
    "integer": "number",
    "null": "null",
    "number": "number",
    "string": "string",
}
OF_EVERY_REPLY = {"type", "ref"}


def typescript(document: Json) -> str:
    """Every shape, then what belongs to which command, event and pushed frame."""
    schemas = document["components"]["schemas"]
    messages = document["components"]["messages"]
    shapes = [
        f"export type {name} = {_type(schema)};" for name, schema in schemas.items()
    ]
    requests = {
        name: messages[name]["payload"]
        for name, operation in document["operations"].items()
        if operation["action"] == "receive"
    }
    replies = {
        name.removeprefix("ok."): _without(message["payload"], OF_EVERY_REPLY)
        for name, message in messages.items()
        if name.startswith("ok.")
    }
    return "\n\n".join(
        [
            HEAD.rstrip(),
            *shapes,
            _table("Requests", requests),
            _table("Replies", replies),
            _table("EventData", dict(_event_data(messages))),
            _table("Pushed", dict(_pushed(messages))),
        ]
    )


def _event_data(messages: Json) -> Iterable[tuple[str, Json]]:
    """What was erased is left out: a client tells an empty event by its emptiness."""
    for name, message in messages.items():
        if name.startswith("event."):
            data = message["payload"]["properties"]["data"]
            yield name.removeprefix("event."), data["anyOf"][0]


def _pushed(messages: Json) -> Iterable[tuple[str, Json]]:
    for name, message in messages.items():
        if name.startswith("push."):
            yield name.removeprefix("push."), message["payload"]


def _table(name: str, types: Mapping[str, Json]) -> str:
    fields = "\n".join(f'\t"{key}": {_type(types[key])};' for key in types)
    return f"export interface {name} {{\n{fields}\n}}"


def _without(schema: Json, names: set[str]) -> Json:
    properties = schema["properties"]
    return schema | {
        "properties": {key: properties[key] for key in properties if key not in names}
    }


def _type(schema: Json) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(SCHEMAS)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " | ".join(_type(one) for one in schema[union])
    if schema.get("type") == "array":
        return _list(schema)
    if schema.get("type") == "object":
        return _object(schema)
    return PLAIN.get(str(schema.get("type")), "unknown")


def _list(schema: Json) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(_type(one) for one in schema['prefixItems'])}]"
    return f"Array<{_type(schema.get('items', {}))}>"


def _object(schema: Json) -> str:
    if "properties" not in schema:
        values: Any = schema.get("additionalProperties", {})
        return f"Record<string, {_type(values)}>"
    required = schema.get("required", [])
    fields = [
        f"{name}{'' if name in required else '?'}: {_type(field)}"
        for name, field in schema["properties"].items()
    ]
    return f"{{ {'; '.join(fields)} }}" if fields else "Record<string, never>"
