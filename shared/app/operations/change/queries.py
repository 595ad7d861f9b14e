"""ChangeService: what became of changes that were deployed, and which are verified."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.change.view import (
    ChangePolicyView,
    ChangeVerifications,
    change_policy_view,
    change_views,
)
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments, NoArguments
from shared.kernel.ids import change_policy_id_for
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest

_SERVICE = "ChangeService"


class ChangeParameters(Arguments):
    """Some verifications of changes are asked for."""

    application: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    """Only changes of applications of this name. Null: of all."""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    """At most so many, the newest of them."""


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = ChangeParameters.model_validate(request.arguments)
    tenant_id = request.caller.tenant_id
    facts = queries.changes.facts(tenant_id, application=wanted.application, limit=wanted.limit)
    return Answer(content=ChangeVerifications(items=change_views(facts)))


def _policy(queries: QueryServices, request: OperationRequest) -> Answer:
    tenant_id = request.caller.tenant_id
    stored = queries.state.get(tenant_id, Reference("change_policy", change_policy_id_for(tenant_id)))
    return Answer(content=change_policy_view(stored), version=None if stored is None else stored.version)


CHANGE_QUERIES: tuple[Query, ...] = (
    Query(
        name="ListChangeVerifications",
        service=_SERVICE,
        path="/v1/changes",
        roles=READERS,
        request=ChangeParameters,
        response=ChangeVerifications,
        summary="Whether changes that were deployed have worked, the newest first",
        example={"application": "checkout"},
        answer=_list,
    ),
    Query(
        name="GetChangePolicy",
        service=_SERVICE,
        path="/v1/change-policy",
        roles=READERS,
        request=NoArguments,
        response=ChangePolicyView,
        summary="Of which applications changes are verified",
        answer=_policy,
    ),
)
