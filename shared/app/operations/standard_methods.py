"""One thing by its id, and bounded lists in the order of ids: what every aggregate of the catalog answers alike."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.app.operations.view import View
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.page import DEFAULT_LIMIT, MAX_LIMIT

T = TypeVar("T")
P = TypeVar("P", bound=BaseModel)


class ListParameters(Arguments):
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    #: ``next_cursor`` of the page before.
    cursor: UUID | None = None


class Listed(View, Generic[T]):
    """In the order of ids; ``next_cursor`` is None at the end."""

    items: tuple[T, ...]
    next_cursor: UUID | None


def get_handler(
    aggregate_type: str, id_name: str, view: Callable[[Stored], BaseModel]
) -> Callable[[QueryServices, OperationRequest], Answer]:
    def answer(queries: QueryServices, request: OperationRequest) -> Answer:
        stored = queries.state.get(request.caller.tenant_id, Reference(aggregate_type, request.ids[id_name]))
        if stored is None:
            raise not_found()
        return Answer(content=view(stored), version=stored.version)

    return answer


def list_handler(
    aggregate_type: str,
    page: Callable[..., BaseModel],
    view: Callable[[Stored], BaseModel],
    holding: Callable[[Any], Mapping[str, Any]] = lambda _parameters: {},
) -> Callable[[QueryServices, OperationRequest], Answer]:
    """``page`` is the operation's response; ``holding`` makes of the query parameters what the state must hold."""

    def answer(queries: QueryServices, request: OperationRequest) -> Answer:
        return Answer(content=stored_page(queries, request, aggregate_type, page, view, holding(request.arguments)))

    return answer


def stored_page(
    queries: QueryServices,
    request: OperationRequest,
    aggregate_type: str,
    page: Callable[..., P],
    view: Callable[[Stored], BaseModel],
    holding: Mapping[str, Any],
) -> P:
    """One more than asked for is read, to know whether there is more."""
    wanted = ListParameters.model_validate(request.arguments, from_attributes=True)
    found = queries.state.listed(
        request.caller.tenant_id, aggregate_type, holding=holding, after=wanted.cursor, limit=wanted.limit + 1
    )
    kept, more = found[: wanted.limit], len(found) > wanted.limit
    return page(items=tuple(view(stored) for stored in kept), next_cursor=kept[-1].aggregate_id if more else None)


def view_fields(stored: Stored, id_name: str) -> dict[str, Any]:
    """What every view is made from; only what it declares is taken."""
    return {**stored.state, id_name: stored.aggregate_id, "version": stored.version, "updated_at": stored.updated_at}
