"""Every aggregate that the writer knows, in one screen."""

from collections.abc import Mapping

from shared.domain.alert.aggregate import ALERT
from shared.domain.approval.aggregate import APPROVAL
from shared.domain.change_policy.aggregate import CHANGE_POLICY
from shared.domain.correlation_rule.aggregate import CORRELATION_RULE
from shared.domain.fleet_state.aggregate import FLEET_STATE
from shared.domain.health_check.aggregate import HEALTH_CHECK
from shared.domain.incident.aggregate import INCIDENT
from shared.domain.knowledge_document.aggregate import KNOWLEDGE_DOCUMENT
from shared.domain.knowledge_feedback.aggregate import KNOWLEDGE_FEEDBACK
from shared.domain.on_call_schedule.aggregate import ON_CALL_SCHEDULE
from shared.domain.postmortem.aggregate import POSTMORTEM
from shared.domain.runbook.aggregate import RUNBOOK
from shared.domain.service.aggregate import SERVICE
from shared.domain.silence.aggregate import SILENCE
from shared.domain.slo.aggregate import SLO
from shared.domain.triage_policy.aggregate import TRIAGE_POLICY
from shared.kernel.aggregate import Aggregate

AGGREGATES: tuple[Aggregate, ...] = (
    ALERT,
    INCIDENT,
    CORRELATION_RULE,
    ON_CALL_SCHEDULE,
    SILENCE,
    FLEET_STATE,
    HEALTH_CHECK,
    KNOWLEDGE_DOCUMENT,
    KNOWLEDGE_FEEDBACK,
    POSTMORTEM,
    RUNBOOK,
    SERVICE,
    SLO,
    APPROVAL,
    TRIAGE_POLICY,
    CHANGE_POLICY,
)

AGGREGATES_BY_TYPE: Mapping[str, Aggregate] = {aggregate.name: aggregate for aggregate in AGGREGATES}
