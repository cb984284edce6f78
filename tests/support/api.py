"""Answers of the API held against its description."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "array": list,
    "boolean": bool,
    "null": type(None),
}


def faults(value: Any, schema: Json, description: Json, at: str = "$") -> Iterator[str]:
    """Where a value differs from its schema."""
    if reference := schema.get("$ref"):
        schema = description["components"]["schemas"][reference.rsplit("/", 1)[1]]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, TYPES[kind]) for kind in kinds):
        yield f"{at} is not {schema['type']}"
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from faults(item, schema["items"], description, f"{at}[{place}]")
    elif isinstance(value, dict):
        yield from _faults_of_object(value, schema, description, at)
    elif value is not None and (
        value not in schema.get("enum", [value]) or value < schema.get("minimum", value)
    ):
        yield f"{at} is {value}"


def _faults_of_object(value: Json, schema: Json, description: Json, at: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    yield from (f"{at} lacks {name}" for name in schema.get("required", []) if name not in value)
    for name, item in value.items():
        if name in properties:
            yield from faults(item, properties[name], description, f"{at}.{name}")
        elif "properties" in schema:
            yield f"{at} has {name}"
