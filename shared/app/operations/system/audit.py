"""SystemService: what administrators did."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.kinds import ADMINS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.app.operations.view import View
from shared.ports.audit import AuditTrailEntry
from shared.ports.operation import Answer, OperationRequest
from shared.projections.keyset import keyset_page
from shared.projections.page import DEFAULT_LIMIT, MAX_LIMIT


class AuditParameters(Arguments):
    """A page of the audit is asked for."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    """At most so many entries."""
    cursor: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    """``next_cursor`` of the page before. Null: the first page."""


class AuditPage(View):
    """A page of the audit has the newest entry first."""

    items: tuple[AuditTrailEntry, ...]
    """The entries of this page."""
    next_cursor: int | None
    """Asks for the next page. Null: this is the last one."""


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = AuditParameters.model_validate(request.arguments)
    page = keyset_page(
        lambda most: queries.audit.entries(request.caller.tenant_id, before=wanted.cursor, limit=most), wanted.limit
    )
    return Answer(content=AuditPage(items=page.items, next_cursor=page.next_cursor(lambda entry: entry.entry_id)))


AUDIT_QUERIES: tuple[Query, ...] = (
    Query(
        name="ListAuditEntries",
        service="SystemService",
        path="/v1/audit-entries",
        roles=ADMINS,
        request=AuditParameters,
        response=AuditPage,
        summary="What administrators did: who drove what again, who made and ended which key",
        example={"limit": 20},
        answer=_list,
    ),
)
