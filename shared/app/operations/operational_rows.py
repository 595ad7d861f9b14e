"""What became of messages: outcomes that nobody waited for, and bodies that nobody could read."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.app.operations.derived import Arguments, NoArguments
from shared.app.operations.incident_view import View
from shared.app.operations.rows import EVERYBODY, RESPONDERS, Query, Reads
from shared.ports.operation import Answer, Asked, not_found
from shared.ports.quarantined import QuarantineCursor, Quarantined, QuarantineStatus
from shared.projections.page import DEFAULT_LIMIT, MAX_LIMIT

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class ProblemView(View):
    code: str
    title: str
    detail: str


class OutcomeView(View):
    """What became of a message: the answer its sender got, or would have got."""

    message_id: UUID
    status: Literal["accepted", "ignored", "rejected", "conflict"]
    version: int
    fact_ids: tuple[UUID, ...]
    position: int | None
    problem: ProblemView | None


class QuarantineParameters(Arguments):
    status: QuarantineStatus = "waiting"
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    #: ``next_cursor`` of the page before.
    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,16}\.[0-9a-f]{32}$")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinePage:
    """Newest first; ``next_cursor`` is None at the end."""

    items: tuple[Quarantined, ...]
    next_cursor: str | None


def _outcome(reads: Reads, asked: Asked) -> Answer:
    outcome = reads.state.outcome(asked.caller.tenant_id, asked.ids["message_id"])
    if outcome is None:
        raise not_found()
    problem = outcome.problem
    view = OutcomeView(
        message_id=outcome.message_id,
        status=outcome.status,
        version=outcome.aggregate_version,
        fact_ids=outcome.fact_ids,
        position=outcome.position,
        problem=problem and ProblemView(code=problem.code, title=problem.title, detail=problem.detail),
    )
    return Answer(content=view)


def _quarantine(reads: Reads, asked: Asked) -> Answer:
    wanted = QuarantineParameters.model_validate(asked.request)
    before = None if wanted.cursor is None else _place(wanted.cursor)
    found = reads.quarantine.list(asked.caller.tenant_id, status=wanted.status, before=before, limit=wanted.limit + 1)
    items = tuple(found[: wanted.limit])
    next_cursor = _cursor(items[-1]) if len(found) > wanted.limit else None
    return Answer(content=QuarantinePage(items=items, next_cursor=next_cursor))


def _cursor(last: Quarantined) -> str:
    return f"{(last.received_at - _EPOCH) // _MICROSECOND}.{last.quarantine_id.hex}"


def _place(cursor: str) -> QuarantineCursor:
    microseconds, _, quarantine_id = cursor.partition(".")
    return QuarantineCursor(_EPOCH + int(microseconds) * _MICROSECOND, UUID(quarantine_id))


OPERATIONAL_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetMessageOutcome",
        service="MessageService",
        path="/v1/messages/{message_id}/outcome",
        roles=EVERYBODY,
        request=NoArguments,
        response=OutcomeView,
        summary="What became of a message, for a sender that did not wait for the answer",
        example={"message_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"},
        answer=_outcome,
    ),
    Query(
        name="ListQuarantine",
        service="MessageService",
        path="/v1/quarantine",
        roles=RESPONDERS,
        request=QuarantineParameters,
        response=QuarantinePage,
        summary="Webhook bodies that could not be read, with the reason",
        example={"limit": 20},
        answer=_quarantine,
    ),
)
