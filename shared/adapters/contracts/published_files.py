"""The kept documents, as a process that serves them reads them: nothing is made here, and no source is parsed.

``published`` beside this file is a link to ``docs/contracts``; in a wheel it is the folder itself.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "published"


@cache
def openapi_text() -> bytes:
    return (FOLDER / "openapi.json").read_bytes()


def openapi() -> dict[str, Any]:
    return _parsed("openapi.json")


def asyncapi() -> dict[str, Any]:
    return _parsed("asyncapi.json")


def message_schema(reference: str) -> dict[str, Any]:
    """By what the AsyncAPI document calls it: ``json-schema/incident/incident-created.1.0.0.json``."""
    return _parsed(reference)


@cache
def _parsed(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FOLDER / name).read_bytes())
    return document
