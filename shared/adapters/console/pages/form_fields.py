"""A thing as the fields of a form: what a person does not change is sent back as it is."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from shared.adapters.console.asking import not_as_taken

_T = TypeVar("_T", bound=BaseModel)


def form_fields(name: str, thing: BaseModel) -> list[tuple[str, str]]:
    """Gives name and text of each field, as the console's forms are read; what is empty is left out."""
    return list(_fields(name, thing.model_dump(mode="json", exclude_none=True)))


def written(name: str, kind: type[_T], typed: Mapping[str, Any]) -> _T:
    """Gives the thing that was typed into such fields, kept nowhere. Raises Declined where it is none."""
    try:
        return kind.model_validate(typed.get(name, {}))
    except ValidationError as invalid:
        raise not_as_taken(invalid) from invalid


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
