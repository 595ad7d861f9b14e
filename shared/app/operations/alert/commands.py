"""AlertService: what can be asked for about an alert."""

from collections.abc import Iterable

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID, OTHER_ID
from shared.app.operations.kinds import RESPONDERS, SENDERS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import body_model, field_values
from shared.domain.alert.intents import AcknowledgeAlert, IngestAlert, UncorrelateAlert
from shared.kernel.ids import alert_id_for
from shared.ports.current_state import Reference

_ONE = "/v1/alerts/{alert_id}"
_ALERT = {"alert_id": EXAMPLE_ID}
_SIGHTING = {
    "source": "custom",
    "source_name": "probe",
    "fingerprint": "checkout-5xx",
    "status": "firing",
    "name": "CheckoutErrors",
    "severity": "high",
    "labels": {"service": "checkout"},
    "annotations": {},
    "starts_at": "2026-03-01T12:00:00Z",
}
#: When we were told is ours to say, and how far a source is believed is its registration's.
_OURS = frozenset({"received_at", "stale_after_s", "retry_window_s"})


def _ingest(context: CommandContext) -> IngestAlert:
    sighting = field_values(context.arguments)
    # A source registered for webhooks and one that speaks here by the same name are two: neither can forge the other's.
    sighting["source_name"] = f"api/{sighting['source_name']}"
    alert_id = alert_id_for(context.caller.tenant_id, sighting["source_name"], sighting["fingerprint"])
    return IngestAlert.model_validate({**sighting, "alert_id": alert_id, "received_at": context.at})


def _uncorrelated(intent: UncorrelateAlert) -> Iterable[Reference]:
    return (Reference("incident", intent.incident_id),)


ALERT_COMMANDS: tuple[Command, ...] = (
    Command(
        name="IngestAlert",
        service="AlertService",
        path="/v1/alerts",
        roles=SENDERS,
        request=body_model(IngestAlert, without=_OURS, source_name=(str, Field(min_length=1, max_length=90))),
        summary="Say how one alert stands",
        example=_SIGHTING,
        intent=_ingest,
        creates=True,
    ),
    Command(
        name="Acknowledge",
        service="AlertService",
        path=f"{_ONE}/acknowledge",
        roles=RESPONDERS,
        request=body_model(AcknowledgeAlert),
        summary="Say that somebody has seen this alert's episode",
        example=_ALERT | {"note": "Known, being worked on"},
        intent=intent_from_body(AcknowledgeAlert),
    ),
    Command(
        name="UncorrelateAlert",
        service="AlertService",
        path=f"{_ONE}/uncorrelate",
        roles=RESPONDERS,
        request=body_model(UncorrelateAlert),
        summary="Say that this alert does not belong to that incident",
        example=_ALERT | {"incident_id": OTHER_ID, "reason": "Another cluster"},
        intent=intent_from_body(UncorrelateAlert),
        references=_uncorrelated,
    ),
)
