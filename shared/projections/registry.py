"""Every projection, in one screen, and the facts that none of them shows."""

from shared.domain.correlation_rule.facts import CorrelationRuleDeleted, CorrelationRulePut
from shared.kernel.message import Fact
from shared.projections.alert_correlation.projection import alert_correlation
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.projection import Projection

PROJECTIONS: tuple[Projection, ...] = (alert_correlation, incident_timeline)

#: Facts without a projection, each with the reason.
IGNORED: dict[type[Fact], str] = {
    CorrelationRulePut: "rules are read by id from the current state; what a rule did is on the incident's facts",
    CorrelationRuleDeleted: "as CorrelationRulePut",
}


def projection_named(name: str) -> Projection:
    """Raises KeyError."""
    return {projection.name: projection for projection in PROJECTIONS}[name]
