"""MessageService: webhook bodies that could not be read."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.app.operations.kinds import RESPONDERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.ports.operation import Answer, OperationRequest
from shared.ports.quarantined import Place, Quarantined, QuarantineStatus
from shared.projections.page import DEFAULT_LIMIT, MAX_LIMIT

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


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


def _quarantine(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = QuarantineParameters.model_validate(request.arguments)
    before = None if wanted.cursor is None else _place(wanted.cursor)
    found = queries.quarantine.list(
        request.caller.tenant_id, status=wanted.status, before=before, limit=wanted.limit + 1
    )
    items = tuple(found[: wanted.limit])
    next_cursor = _cursor(items[-1]) if len(found) > wanted.limit else None
    return Answer(content=QuarantinePage(items=items, next_cursor=next_cursor))


def _cursor(last: Quarantined) -> str:
    return f"{(last.received_at - _EPOCH) // _MICROSECOND}.{last.quarantine_id.hex}"


def _place(cursor: str) -> Place:
    microseconds, _, quarantine_id = cursor.partition(".")
    return Place(_EPOCH + int(microseconds) * _MICROSECOND, UUID(quarantine_id))


QUARANTINE_QUERIES: tuple[Query, ...] = (
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
