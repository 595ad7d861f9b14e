"""HealthService: how one resource stands, and since when that is known."""

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.health_check.view import HealthCheckView, health_check_view
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.request_models import NoArguments
from shared.app.operations.standard_methods import get_handler

_SERVICE = "HealthService"


HEALTH_CHECK_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetHealthCheck",
        service=_SERVICE,
        path="/v1/health/checks/{health_check_id}",
        roles=READERS,
        request=NoArguments,
        response=HealthCheckView,
        summary="How one resource stands, and since when",
        example={"health_check_id": EXAMPLE_ID},
        answer=get_handler("health_check", "health_check_id", health_check_view),
    ),
)
