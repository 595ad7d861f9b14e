"""One thing as it was: its facts up to an instant, folded as the writer folds them."""

from collections.abc import Mapping
from datetime import datetime

from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.domain.alert.fold import ALERT_FOLD
from shared.domain.incident.fold import INCIDENT_FOLD
from shared.domain.slo.fold import SLO_FOLD
from shared.kernel.fold import Fold
from shared.kernel.moment import Moment
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Declined, OperationRequest, not_found
from shared.ports.outcome import Problem
from shared.projections.page import AsOf

#: The kinds of things whose past can be asked about.
_FOLDS: Mapping[str, Fold] = {"alert": ALERT_FOLD, "incident": INCIDENT_FOLD, "slo": SLO_FOLD}


class AsOfParameters(Arguments):
    """An instant can be named to see the thing as it was."""

    as_of: Moment | None = None
    """An instant with a zone: the answer rests on what had been recorded by then, whatever was told later of that
    time. Null: now.
    """


def requested_instant(request: OperationRequest) -> datetime | None:
    """Reads ``as_of`` from the arguments. None: the question is about now."""
    return AsOfParameters.model_validate(request.arguments).as_of


def state_as_of(
    queries: QueryServices, request: OperationRequest, reference: Reference, as_of: datetime
) -> tuple[Stored, AsOf]:
    """Returns the state, and the newest fact it rests on.

    Raises Declined when nothing had been recorded by then, InvalidQuery when the instant has not come yet.
    """
    past = queries.past.stream(request.caller.tenant_id, reference, as_of)
    state = None if past is None else _FOLDS[reference.aggregate_type](fact.data for fact in past.facts)
    if past is None or state is None or past.seen.at is None:
        raise not_found()
    stored = Stored(aggregate_id=reference.aggregate_id, version=past.version, state=state, updated_at=past.seen.at)
    return stored, past.seen


def refuse_contradictory_times(request: OperationRequest) -> None:
    """Raises Declined: a question cannot be about one's own newest write and about the past."""
    arguments = request.arguments
    if getattr(arguments, "as_of", None) is not None and getattr(arguments, "min_position", None) is not None:
        title = "as_of asks about the past and min_position about the present; leave one out"
        raise Declined("contradictory", Problem(code="query.two-times", title=title))
