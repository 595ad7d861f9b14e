"""A thing as the fields of a form: what a person does not change is sent back as it is."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel


def form_fields(name: str, thing: BaseModel) -> list[tuple[str, str]]:
    """Gives name and text of each field, as the console's forms are read; what is empty is left out."""
    return list(_fields(name, thing.model_dump(mode="json", exclude_none=True)))


def _fields(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _fields(f"{name}.{key}", inner)
    elif isinstance(value, list):
        plain = all(not isinstance(each, dict | list) for each in value)
        for place, each in enumerate(value):
            yield from _fields(f"{name}[]" if plain else f"{name}.{place}", each)
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    elif value not in ("", None):
        yield name, str(value)
