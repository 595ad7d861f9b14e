"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.alert.comparing import values_of
from shared.domain.alert.decide import alert
from shared.domain.alert.facts import ALERT_FACTS
from shared.domain.alert.intents import ALERT_INTENTS, IngestAlert
from shared.domain.alert.state import Alert
from shared.kernel.aggregate import Aggregate, Sighting
from shared.kernel.decider import PublicState
from shared.kernel.message import Intent
from shared.kernel.moment import waiting


def sighting_of_alert(intent: Intent) -> Sighting | None:
    if not isinstance(intent, IngestAlert):
        return None
    expected_by = intent.received_at + waiting(intent.stale_after_s) if intent.status == "firing" else None
    return Sighting(intent.received_at, expected_by, values_of(intent.annotations))


def public_state_of_alert(state: Alert) -> PublicState:
    return {
        "status": state.status.value,
        "episode": str(state.episode),
        "uncorrelated_from": " ".join(map(str, state.uncorrelated_from)),
    }


ALERT = Aggregate(
    name="alert",
    decider=alert,
    intents=ALERT_INTENTS,
    facts=ALERT_FACTS,
    state_adapter=TypeAdapter(Alert),
    sighting=sighting_of_alert,
    public_state=public_state_of_alert,
)
