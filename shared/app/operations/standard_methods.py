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
from shared.projections.keyset import keyset_page
from shared.projections.page import DEFAULT_LIMIT, MAX_LIMIT

T = TypeVar("T")
P = TypeVar("P", bound=BaseModel)


class ListParameters(Arguments):
    """A page of a list is asked for."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    """At most so many items."""
    cursor: UUID | None = None
    """``next_cursor`` of the page before. Null: the first page."""


class Listed(View, Generic[T]):
    """A page of a list is in the order of ids."""

    items: tuple[T, ...]
    """The items of this page."""
    next_cursor: UUID | None
    """Asks for the next page. Null: this is the last one."""


def get_handler(
    aggregate_type: str, id_name: str, view: Callable[[Stored], BaseModel]
) -> Callable[[QueryServices, OperationRequest], Answer]:
    """Makes the answer to one aggregate by its id; it raises Declined when the tenant has none."""

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
    """Makes the answer to a list. ``page`` is the operation's response; ``holding`` makes of the query parameters what
    the state must hold.
    """

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
    """Reads one page. ``page`` is made of its views and of the id after which the next one begins."""
    wanted = ListParameters.model_validate(request.arguments, from_attributes=True)
    found = keyset_page(
        lambda most: queries.state.listed(
            request.caller.tenant_id, aggregate_type, holding=holding, after=wanted.cursor, limit=most
        ),
        wanted.limit,
    )
    items = tuple(view(stored) for stored in found.items)
    return page(items=items, next_cursor=found.next_cursor(lambda stored: stored.aggregate_id))


def view_fields(stored: Stored, id_name: str) -> dict[str, Any]:
    """Gives what every view is made from; a view takes what it declares."""
    return {**stored.state, id_name: stored.aggregate_id, "version": stored.version, "updated_at": stored.updated_at}
