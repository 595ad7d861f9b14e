"""One thing as it was: its facts up to an instant, folded as the writer folds them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.domain.alert.state import Alert
from shared.domain.alert.state import evolve as evolve_alert
from shared.domain.incident.evolve import evolve as evolve_incident
from shared.domain.incident.state import Incident
from shared.domain.slo.state import SLO
from shared.domain.slo.state import evolve as evolve_slo
from shared.kernel.moment import Moment
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Declined, OperationRequest, not_found
from shared.ports.outcome import Problem
from shared.projections.page import AsOf

#: How a state follows from facts, and how it is kept.
_FOLDS: Mapping[str, tuple[Callable[[Any, Any], Any], TypeAdapter[Any]]] = {
    "alert": (evolve_alert, TypeAdapter(Alert)),
    "incident": (evolve_incident, TypeAdapter(Incident)),
    "slo": (evolve_slo, TypeAdapter(SLO)),
}


class AsOfParameters(Arguments):
    #: As it was at this instant: what had been recorded by then, and nothing that was told later of that time.
    as_of: Moment | None = None


def requested_instant(request: OperationRequest) -> datetime | None:
    return AsOfParameters.model_validate(request.arguments).as_of


def state_as_of(
    queries: QueryServices, request: OperationRequest, reference: Reference, as_of: datetime
) -> tuple[Stored, AsOf]:
    """Raises Declined: nothing had been recorded of it; InvalidQuery: that has not come yet."""
    past = queries.past.stream(request.caller.tenant_id, reference, as_of)
    evolve, adapter = _FOLDS[reference.aggregate_type]
    state: Any = None
    for fact in past.facts if past else ():
        state = evolve(state, fact.data)
    if past is None or state is None or past.seen.at is None:
        raise not_found()
    stored = Stored(
        aggregate_id=reference.aggregate_id,
        version=past.version,
        state=adapter.dump_python(state, mode="json"),
        updated_at=past.seen.at,
    )
    return stored, past.seen


def refuse_contradictory_times(request: OperationRequest) -> None:
    """One's own newest write, and a view as it was: a question cannot be about both."""
    arguments = request.arguments
    if getattr(arguments, "as_of", None) is not None and getattr(arguments, "min_position", None) is not None:
        title = "as_of asks about the past and min_position about the present; leave one out"
        raise Declined("contradictory", Problem(code="query.two-times", title=title))
