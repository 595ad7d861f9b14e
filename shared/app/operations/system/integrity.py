"""SystemService: is the history what was written, and do the read models hold it?"""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.app.operations.kinds import ADMINS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.app.operations.view import View
from shared.ports.history import Flaw, HistoryPlace, ReadModelProgress
from shared.ports.operation import Answer, OperationRequest

_MOST_THINGS = 2_000
_MOST_FLAWS = 100


class IntegrityParameters(Arguments):
    """It is said which stretch of the history is checked."""

    limit: Annotated[int, Field(ge=1, le=_MOST_THINGS)] = 500
    """At most so many things are checked, each with all of its facts."""
    cursor: Annotated[str, Field(pattern=r"^[a-z_]{1,60}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")] | None = None
    """``next_cursor`` of the stretch before. Null: the first stretch."""


class IntegrityReport(View):
    """A stretch of the history was checked: each fact's hash covers the fact before it."""

    things: int
    """How many things were checked."""
    facts: int
    """How many facts of theirs were hashed anew."""
    flawed: int
    """How many of the things have a flaw."""
    flaws: tuple[Flaw, ...]
    """The first flaw of each thing that has one, at most a hundred."""
    read_models: tuple[ReadModelProgress, ...]
    """How far each read model is with these things."""
    next_cursor: str | None
    """Asks for the next stretch. Null: this was the last one."""


def _check(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = IntegrityParameters.model_validate(request.arguments)
    after = None if wanted.cursor is None else _place(wanted.cursor)
    stretch = queries.history.stretch(request.caller.tenant_id, after=after, limit=wanted.limit)
    last = stretch.last
    report = IntegrityReport(
        things=stretch.things,
        facts=stretch.facts,
        flawed=len(stretch.flaws),
        flaws=stretch.flaws[:_MOST_FLAWS],
        read_models=stretch.read_models,
        next_cursor=None if last is None else f"{last.aggregate_type}.{last.aggregate_id}",
    )
    return Answer(content=report)


def _place(cursor: str) -> HistoryPlace:
    kind, _, thing = cursor.partition(".")
    return HistoryPlace(aggregate_type=kind, aggregate_id=UUID(thing))


INTEGRITY_QUERIES: tuple[Query, ...] = (
    Query(
        name="CheckIntegrity",
        service="SystemService",
        path="/v1/system/integrity",
        roles=ADMINS,
        request=IntegrityParameters,
        response=IntegrityReport,
        summary="Whether the history is what was written and the read models hold it, a stretch at a time",
        example={"limit": 500},
        answer=_check,
    ),
)
