"""What the descriptions of both APIs, the public one and the newsroom's, write alike (OpenAPI 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class InPath:
    """A part of the address that names something."""

    name: str
    description: str
    example: str | int
    schema: dict[str, object] = field(default_factory=lambda: {"type": "string", "minLength": 1})
    converter: str = "string"
    """Flask's."""


def rule_of(path: str, parts: Sequence[InPath]) -> str:
    """Return a path as Flask writes it.

    :param path: as OpenAPI writes it.
    """
    for part in parts:
        place = part.name if part.converter == "string" else f"{part.converter}:{part.name}"
        path = path.replace(f"{{{part.name}}}", f"<{place}>")
    return path


def in_path(part: InPath) -> dict[str, Any]:
    """Return a part of the address as a parameter object."""
    return {
        "name": part.name,
        "in": "path",
        "required": True,
        "description": part.description,
        "schema": part.schema,
        "example": part.example,
    }


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a field that an address asks with: left out is not the same as null, which none can say."""
    choices = [choice for choice in schema.get("anyOf", [schema]) if choice != {"type": "null"}]
    return dict(choices[0])


def in_query(name: str, schema: dict[str, Any], *, is_required: bool) -> dict[str, Any]:
    """Return a field that an address asks with as a parameter object.

    :param schema: as msgspec writes it; its description and first example become the parameter's.
    """
    kept = without_null(schema)
    examples = kept.pop("examples", [])
    return {
        "name": name,
        "in": "query",
        "required": is_required,
        "description": kept.pop("description", ""),
        "schema": kept,
        **({"example": examples[0]} if examples else {}),
    }
