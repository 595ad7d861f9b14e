"""The published language of the domain: every intent and fact. Deciders and state are not here."""

from shared.domain.alert.facts import ALERT_FACTS
from shared.domain.alert.intents import ALERT_INTENTS
from shared.domain.correlation_rule.facts import CORRELATION_RULE_FACTS
from shared.domain.correlation_rule.intents import CORRELATION_RULE_INTENTS
from shared.domain.incident.facts import INCIDENT_FACTS
from shared.domain.incident.intents import INCIDENT_INTENTS
from shared.domain.on_call_schedule.facts import ON_CALL_SCHEDULE_FACTS
from shared.domain.on_call_schedule.intents import ON_CALL_SCHEDULE_INTENTS
from shared.domain.silence.facts import SILENCE_FACTS
from shared.domain.silence.intents import SILENCE_INTENTS
from shared.kernel.message import Fact, Intent

INTENTS: tuple[type[Intent], ...] = (
    *ALERT_INTENTS,
    *INCIDENT_INTENTS,
    *CORRELATION_RULE_INTENTS,
    *ON_CALL_SCHEDULE_INTENTS,
    *SILENCE_INTENTS,
)

FACTS: tuple[type[Fact], ...] = (
    *ALERT_FACTS,
    *INCIDENT_FACTS,
    *CORRELATION_RULE_FACTS,
    *ON_CALL_SCHEDULE_FACTS,
    *SILENCE_FACTS,
)
