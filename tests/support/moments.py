"""The words for moments: which the glossary has, and which the documents, the read models and the terminal use."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_type_hints

from shared.adapters.contracts.published_files import FOLDER, openapi
from shared.adapters.postgres.provision import RegisteredKey, RegisteredSource
from shared.ports.rebuild import KeptTables

_ROOT = Path(__file__).parents[2]
_CALLED_LIKE_ONE = re.compile(r"(?:.*_)?(?:at|since|until)\Z|.*_(?:start|end)\Z")
_COLUMN = re.compile(r"^    (\w+) +timestamptz\b", re.MULTILINE)
_SPAN = re.compile(r"(.+)_(?:from|to)\Z")
_WORD = re.compile(r"`(\w+)`")

Node = Any


def glossary(heading: str) -> set[str]:
    """The words in the first column of the table below ``## heading``."""
    text = (_ROOT / "docs" / "glossary.md").read_text("utf-8")
    (section,) = (part for part in re.split(r"^## ", text, flags=re.MULTILINE) if part.startswith(f"{heading}\n"))
    rows = (line.split("|")[1] for line in section.splitlines() if line.startswith("|"))
    return {word for row in rows for word in _WORD.findall(row)}


def asked_for() -> set[str]:
    """Of parameters and bodies of requests. A span's ``x_from`` and ``x_to`` are about ``x_at``."""
    operations = [operation for path in openapi()["paths"].values() for operation in path.values()]
    parameters = (each for operation in operations for each in operation.get("parameters", ()))
    named = {each["name"] for each in parameters if _is_a_moment(each["name"], each["schema"])}
    bodies = [operation["requestBody"] for operation in operations if "requestBody" in operation]
    return {_SPAN.sub(r"\1_at", name) for name in named} | moments_in(bodies, openapi())


def answered() -> set[str]:
    responses = [operation["responses"] for path in openapi()["paths"].values() for operation in path.values()]
    return moments_in(responses, openapi())


def told_in_messages() -> set[str]:
    files = (FOLDER / "json-schema").glob("*/*.json")
    schemas = [json.loads(file.read_text("utf-8")) for file in files]
    return set().union(*(moments_in(schema, schema) for schema in schemas))


def kept_in_read_models() -> set[str]:
    files = (_ROOT / "shared" / "adapters" / "postgres" / "projections").glob("*/schema.sql")
    return {column for file in files for column in _COLUMN.findall(file.read_text("utf-8"))}


def printed() -> set[str]:
    """Of what the command line shows and the API does not answer."""
    shown = [hint for each in (KeptTables, RegisteredKey, RegisteredSource) for hint in get_type_hints(each).items()]
    return {name for name, kind in shown if kind in (datetime, datetime | None) or _CALLED_LIKE_ONE.match(name)}


def moments_in(node: Node, document: Node) -> set[str]:
    """Properties that are moments, by their schema or by their name, in a node and all that it refers to."""
    return {name for name, schema in _properties(node, document, set()) if _is_a_moment(name, schema)}


def _properties(node: Node, document: Node, seen: set[str]) -> Iterator[tuple[str, Node]]:
    if isinstance(node, list):
        for each in node:
            yield from _properties(each, document, seen)
    if not isinstance(node, dict):
        return
    reference = node.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/") and reference not in seen:
        seen.add(reference)
        yield from _properties(_resolved(reference, document), document, seen)
    properties = node.get("properties")
    if isinstance(properties, dict):
        yield from properties.items()
    for key, value in node.items():
        if key not in ("example", "examples"):
            yield from _properties(value, document, seen)


def _resolved(reference: str, document: Node) -> Node:
    node = document
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


def _is_a_moment(name: str, schema: Node) -> bool:
    """An object may be called like one (``as_of``): what is in it is looked at by itself."""
    text = json.dumps(schema)
    return '"date-time"' in text or bool(_CALLED_LIKE_ONE.match(name) and '"$ref"' not in text)
