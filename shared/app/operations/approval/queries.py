"""ApprovalService: what waits for a yes, and what became of it."""

from uuid import UUID

from shared.app.operations.approval.view import ApprovalView, approval_view
from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments
from shared.app.operations.standard_methods import Listed, ListParameters, stored_page
from shared.domain.approval.values import ApprovalStatus
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found

_SERVICE = "ApprovalService"
_ALL = "/v1/approvals"


class ApprovalsParameters(ListParameters):
    """Approvals can be narrowed to a status and to an incident."""

    status: ApprovalStatus | None = None
    """Only those in this status; a page may then hold fewer than ``limit`` and still not be the last. Null: all."""
    incident_id: UUID | None = None
    """Only those about this incident. Null: all."""


def _one(queries: QueryServices, request: OperationRequest) -> Answer:
    stored = queries.state.get(request.caller.tenant_id, Reference("approval", request.ids["approval_id"]))
    if stored is None:
        raise not_found()
    return Answer(content=approval_view(stored, queries.clock.now()), version=stored.version)


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted, now = ApprovalsParameters.model_validate(request.arguments), queries.clock.now()
    about = {} if wanted.incident_id is None else {"definition": {"incident_id": str(wanted.incident_id)}}
    # What is over although nobody has recorded it yet is stored under another status.
    stored_as = {} if wanted.status in (None, ApprovalStatus.EXPIRED) else {"status": wanted.status.value}
    page = stored_page(
        queries, request, "approval", Listed[ApprovalView], lambda stored: approval_view(stored, now), about | stored_as
    )
    items = tuple(view for view in page.items if wanted.status in (None, view.status))
    return Answer(content=Listed[ApprovalView](items=items, next_cursor=page.next_cursor))


APPROVAL_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetApproval",
        service=_SERVICE,
        path=f"{_ALL}/{{approval_id}}",
        roles=READERS,
        request=NoArguments,
        response=ApprovalView,
        summary="One approval: the exact plan, who asks, until when, and what became of it",
        example={"approval_id": EXAMPLE_ID},
        answer=_one,
    ),
    Query(
        name="ListApprovals",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=ApprovalsParameters,
        response=Listed[ApprovalView],
        summary="Approvals: what waits for a yes, and what was said",
        example={"status": "requested"},
        answer=_list,
    ),
)
