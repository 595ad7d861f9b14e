"""SystemService: what waits where."""

from datetime import datetime

from shared.app.operations.kinds import ADMINS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments
from shared.app.operations.view import View
from shared.ports.operation import Answer, OperationRequest
from shared.ports.system_condition import SystemCondition


class SystemHealth(View):
    """What waits where, at one moment."""

    read_at: datetime
    """When it was looked at, in UTC."""
    condition: SystemCondition
    """Everything that waits."""


def _health(queries: QueryServices, request: OperationRequest) -> Answer:
    condition = queries.conditions.condition(request.caller.tenant_id)
    return Answer(content=SystemHealth(read_at=queries.clock.now(), condition=condition))


CONDITION_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetSystemHealth",
        service="SystemService",
        path="/v1/system/health",
        roles=ADMINS,
        request=NoArguments,
        response=SystemHealth,
        summary="What waits where: the relay, read models, workflows, documents without vectors, what was put aside",
        answer=_health,
    ),
)
