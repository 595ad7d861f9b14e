"""Every aggregate that the writer knows, in one screen."""

from collections.abc import Mapping

from shared.domain.alert.aggregate import ALERT
from shared.domain.correlation_rule.aggregate import CORRELATION_RULE
from shared.domain.incident.aggregate import INCIDENT
from shared.kernel.aggregate import Aggregate

AGGREGATES: tuple[Aggregate, ...] = (
    ALERT,
    INCIDENT,
    CORRELATION_RULE,
)

AGGREGATES_BY_TYPE: Mapping[str, Aggregate] = {aggregate.name: aggregate for aggregate in AGGREGATES}
