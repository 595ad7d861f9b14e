"""Every projection, in one screen, and the facts that none of them shows."""

from shared.domain.approval.facts import APPROVAL_FACTS
from shared.domain.change_policy.facts import ChangePolicyPut
from shared.domain.correlation_rule.facts import CorrelationRuleDeleted, CorrelationRulePut
from shared.domain.on_call_schedule.facts import ON_CALL_SCHEDULE_FACTS
from shared.domain.runbook.facts import RunbookStepReported
from shared.domain.silence.facts import SILENCE_FACTS
from shared.domain.triage_policy.facts import TRIAGE_POLICY_FACTS
from shared.kernel.message import Fact
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.fleet_health.projection import fleet_health
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.knowledge_index.projection import knowledge_index
from shared.projections.postmortem_search.projection import postmortem_search
from shared.projections.projection import Projection
from shared.projections.runbook_catalog.projection import runbook_catalog
from shared.projections.service_catalog.projection import service_catalog
from shared.projections.slo_burndown.projection import slo_burndown

PROJECTIONS: tuple[Projection, ...] = (
    alert_groups,
    fleet_health,
    incident_timeline,
    knowledge_index,
    postmortem_search,
    runbook_catalog,
    service_catalog,
    slo_burndown,
)

#: Facts without a projection, each with the reason.
IGNORED: dict[type[Fact], str] = {
    CorrelationRulePut: "rules are read by id from the current state; what a rule did is on the incident's facts",
    CorrelationRuleDeleted: "as CorrelationRulePut",
    RunbookStepReported: "what a person says of a step is told by the execution's process facts",
    ChangePolicyPut: "a tenant has one, which is read from the current state",
    **dict.fromkeys(APPROVAL_FACTS, "an approval is read by id, and what waits for an answer is few"),
    **dict.fromkeys(TRIAGE_POLICY_FACTS, "a tenant has one, which is read from the current state"),
    **dict.fromkeys(SILENCE_FACTS, "silences are few and read from the current state, as of the moment of asking"),
    **dict.fromkeys(ON_CALL_SCHEDULE_FACTS, "who is on call is computed from the current state when asked"),
}


def projection_named(name: str) -> Projection:
    """Raises KeyError."""
    return {projection.name: projection for projection in PROJECTIONS}[name]
