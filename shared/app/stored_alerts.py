"""An alert as its facts told it, from how it is kept: for what is decided by its newest fact alone."""

from shared.domain.alert.facts import AlertIngested, Change
from shared.kernel.vocabulary import AlertStatus
from shared.ports.current_state import Stored


def told_again(alert: Stored) -> AlertIngested:
    """One that fell silent counts as firing: nobody has said that it is over."""
    known = {name: alert.state[name] for name in AlertIngested.model_fields if name in alert.state}
    over = alert.state["status"] == AlertStatus.RESOLVED.value
    ours = {"change": Change.CHANGED, "alert_id": alert.aggregate_id, "status": "resolved" if over else "firing"}
    return AlertIngested.model_validate(known | ours)
