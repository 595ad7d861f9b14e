"""Bodies and query parameters derived from intents and queries, so that nothing is written twice."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model

from shared.kernel.message import Intent
from shared.kernel.moment import Moment
from shared.kernel.value import Tag
from shared.projections.page import MAX_LIMIT


class Arguments(BaseModel):
    """A caller sends them. Unknown fields are refused: a tenant in a body is a mistake or an attempt."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    derived_from: ClassVar[type | None] = None
    """The intent or query whose fields these are; what is said of them there is said of them here."""


class NoArguments(Arguments):
    """Nothing is sent besides the ids in the path."""


def field_values(arguments: BaseModel) -> dict[str, Any]:
    """Returns the values by field name, as they are and not as JSON."""
    return {name: getattr(arguments, name) for name in type(arguments).model_fields}


#: A service by its id, or by what people call it: its slug or its name.
ServiceNamed = Annotated[UUID | Annotated[str, Field(min_length=1, max_length=300)], Field(union_mode="left_to_right")]
#: ``team=payments``; the name ends at the first equals sign.
LabelEquals = Annotated[str, Field(pattern=r"^[^=]+=", max_length=4_000, description="``name=value``")]
#: A field in which a caller may choose the id of what a command makes.
OWN_ID: Any = (
    UUID | None,
    Field(
        default=None, description="The caller's id for it, under which a repetition adds nothing. Null: one is made."
    ),
)
#: A query parameter that may be repeated.
TAGS: Any = (frozenset[Tag], Field(default=frozenset(), description="Only what has all of these tags."))
#: Bounds and meanings that a query's own types do not state.
_PARAMETERS: Mapping[str, Any] = {
    "limit": Annotated[int, Field(ge=1, le=MAX_LIMIT, description="At most so many items.")],
    "cursor": Annotated[
        Annotated[str, Field(max_length=2_000)] | None,
        Field(description="``next_cursor`` of the page before. Null: the first page."),
    ],
    "min_position": Annotated[
        Annotated[int, Field(ge=0, le=2**63 - 1)] | None,
        Field(description="A position of the log, from a command's answer: the answer waits for it. Null: no wait."),
    ],
    "text": Annotated[str, Field(max_length=500, description="Words to be found; empty: whatever the words are.")],
    "service_id": Annotated[
        ServiceNamed | None, Field(description="Only what is about this service, by id, slug or name. Null: all.")
    ],
    "correlation_key": Annotated[
        Annotated[str, Field(max_length=4_000)] | None,
        Field(description="Only what was put together by this key. Null: all."),
    ],
}


def body_model(
    intent: type[Intent], *, called: str | None = None, without: frozenset[str] = frozenset(), **more: Any
) -> type[Arguments]:
    """Makes a request model of the intent's fields, without its id (that is in the path) and those left out.

    ``called``: the operation, where it is not the intent's own one. ``more`` adds or replaces fields, each as a type
    with its default.
    """
    kept: dict[str, Any] = {
        name: (_with_zone(info.annotation), info)
        for name, info in intent.model_fields.items()
        if name != intent.id_field and name not in without
    }
    model: type[Arguments] = create_model(f"{called or intent.__name__}Body", __base__=Arguments, **(kept | more))
    model.derived_from = intent
    return model


def parameters_model(query: type[Any], *, without: frozenset[str] = frozenset(), **more: Any) -> type[Arguments]:
    """Makes a request model of the query's fields; a set becomes a parameter that may be repeated.

    ``more`` adds or replaces fields, each as a type with its default.
    """
    hints = get_type_hints(query, include_extras=True)
    kept: dict[str, Any] = {
        field.name: (_PARAMETERS.get(field.name, _with_zone(hints[field.name])), _default(field))
        for field in fields(query)
        if field.name not in without
    }
    model: type[Arguments] = create_model(f"{query.__name__}Parameters", __base__=Arguments, **(kept | more))
    model.derived_from = query
    return model


def _default(field: Any) -> Any:
    if field.default_factory is not MISSING:
        return Field(default_factory=field.default_factory)
    return ... if field.default is MISSING else field.default


def _with_zone(annotation: Any) -> Any:
    if annotation is datetime:
        return Moment
    if get_origin(annotation) in (Union, UnionType) and datetime in get_args(annotation):
        return Moment | None
    return annotation
