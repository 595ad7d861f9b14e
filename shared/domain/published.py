"""The published language of the domain: every intent and fact. Deciders and state are not here."""

from shared.domain.alert.facts import ALERT_FACTS
from shared.domain.alert.intents import ALERT_INTENTS
from shared.domain.approval.facts import APPROVAL_FACTS
from shared.domain.approval.intents import APPROVAL_INTENTS
from shared.domain.change_policy.facts import CHANGE_POLICY_FACTS
from shared.domain.change_policy.intents import CHANGE_POLICY_INTENTS
from shared.domain.correlation_rule.facts import CORRELATION_RULE_FACTS
from shared.domain.correlation_rule.intents import CORRELATION_RULE_INTENTS
from shared.domain.fleet_state.facts import FLEET_STATE_FACTS
from shared.domain.fleet_state.intents import FLEET_STATE_INTENTS
from shared.domain.health_check.facts import HEALTH_CHECK_FACTS
from shared.domain.health_check.intents import HEALTH_CHECK_INTENTS
from shared.domain.incident.facts import INCIDENT_FACTS
from shared.domain.incident.intents import INCIDENT_INTENTS
from shared.domain.knowledge_document.facts import KNOWLEDGE_DOCUMENT_FACTS
from shared.domain.knowledge_document.intents import KNOWLEDGE_DOCUMENT_INTENTS
from shared.domain.knowledge_feedback.facts import KNOWLEDGE_FEEDBACK_FACTS
from shared.domain.knowledge_feedback.intents import KNOWLEDGE_FEEDBACK_INTENTS
from shared.domain.on_call_schedule.facts import ON_CALL_SCHEDULE_FACTS
from shared.domain.on_call_schedule.intents import ON_CALL_SCHEDULE_INTENTS
from shared.domain.postmortem.facts import POSTMORTEM_FACTS
from shared.domain.postmortem.intents import POSTMORTEM_INTENTS
from shared.domain.runbook.facts import RUNBOOK_FACTS
from shared.domain.runbook.intents import RUNBOOK_INTENTS
from shared.domain.service.facts import SERVICE_FACTS
from shared.domain.service.intents import SERVICE_INTENTS
from shared.domain.silence.facts import SILENCE_FACTS
from shared.domain.silence.intents import SILENCE_INTENTS
from shared.domain.slo.facts import SLO_FACTS
from shared.domain.slo.intents import SLO_INTENTS
from shared.domain.triage_policy.facts import TRIAGE_POLICY_FACTS
from shared.domain.triage_policy.intents import TRIAGE_POLICY_INTENTS
from shared.kernel.message import Fact, Intent

INTENTS: tuple[type[Intent], ...] = (
    *ALERT_INTENTS,
    *INCIDENT_INTENTS,
    *CORRELATION_RULE_INTENTS,
    *ON_CALL_SCHEDULE_INTENTS,
    *SILENCE_INTENTS,
    *FLEET_STATE_INTENTS,
    *HEALTH_CHECK_INTENTS,
    *KNOWLEDGE_DOCUMENT_INTENTS,
    *KNOWLEDGE_FEEDBACK_INTENTS,
    *POSTMORTEM_INTENTS,
    *RUNBOOK_INTENTS,
    *SERVICE_INTENTS,
    *SLO_INTENTS,
    *APPROVAL_INTENTS,
    *TRIAGE_POLICY_INTENTS,
    *CHANGE_POLICY_INTENTS,
)

FACTS: tuple[type[Fact], ...] = (
    *ALERT_FACTS,
    *INCIDENT_FACTS,
    *CORRELATION_RULE_FACTS,
    *ON_CALL_SCHEDULE_FACTS,
    *SILENCE_FACTS,
    *FLEET_STATE_FACTS,
    *HEALTH_CHECK_FACTS,
    *KNOWLEDGE_DOCUMENT_FACTS,
    *KNOWLEDGE_FEEDBACK_FACTS,
    *POSTMORTEM_FACTS,
    *RUNBOOK_FACTS,
    *SERVICE_FACTS,
    *SLO_FACTS,
    *APPROVAL_FACTS,
    *TRIAGE_POLICY_FACTS,
    *CHANGE_POLICY_FACTS,
)
