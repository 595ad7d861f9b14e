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
from shared.ports.quarantined import QuarantineCursor, Quarantined, QuarantineStatus
from shared.projections.keyset import keyset_page
from shared.projections.page import DEFAULT_LIMIT, MAX_LIMIT

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class QuarantineParameters(Arguments):
    """A page of the quarantine is asked for."""

    status: QuarantineStatus = "waiting"
    """Only entries that stand so."""
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    """At most so many entries."""
    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,16}\.[0-9a-f]{32}$")] | None = None
    """``next_cursor`` of the page before. Null: the first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinePage:
    """A page of the quarantine has the newest entry first."""

    items: tuple[Quarantined, ...]
    """The entries of this page."""
    next_cursor: str | None
    """Asks for the next page. Null: this is the last one."""


def _quarantine(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = QuarantineParameters.model_validate(request.arguments)
    before = None if wanted.cursor is None else _place(wanted.cursor)
    page = keyset_page(
        lambda most: queries.quarantine.list(request.caller.tenant_id, status=wanted.status, before=before, limit=most),
        wanted.limit,
    )
    return Answer(content=QuarantinePage(items=page.items, next_cursor=page.next_cursor(_cursor)))


def _cursor(last: Quarantined) -> str:
    return f"{(last.received_at - _EPOCH) // _MICROSECOND}.{last.quarantine_id.hex}"


def _place(cursor: str) -> QuarantineCursor:
    microseconds, _, quarantine_id = cursor.partition(".")
    return QuarantineCursor(_EPOCH + int(microseconds) * _MICROSECOND, UUID(quarantine_id))


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
