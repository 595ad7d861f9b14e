"""AlertService and correlation rules: what can be asked for about them."""

from collections.abc import Iterable

from pydantic import Field

from shared.app.operations.derived import NoArguments, body_of, given
from shared.app.operations.rows import ADMINS, RESPONDERS, SENDERS, Command, Draft, straight
from shared.domain.alert.intents import AcknowledgeAlert, IngestAlert, UncorrelateAlert
from shared.domain.correlation_rule.intents import DeleteCorrelationRule, PutCorrelationRule
from shared.kernel.ids import alert_id_for
from shared.ports.current_state import Reference

_ONE = "/v1/alerts/{alert_id}"
_RULE = "/v1/correlation-rules/{rule_id}"
#: When we were told is ours to say, and how far a source is believed is its registration's.
_OURS = frozenset({"received_at", "stale_after_s", "retry_window_s"})


def _ingest(draft: Draft) -> IngestAlert:
    sighting = given(draft.request)
    # A source registered for webhooks and one that speaks here by the same name are two: neither can forge the other's.
    sighting["source_name"] = f"api/{sighting['source_name']}"
    alert_id = alert_id_for(draft.caller.tenant_id, sighting["source_name"], sighting["fingerprint"])
    return IngestAlert.model_validate({**sighting, "alert_id": alert_id, "received_at": draft.at})


def _uncorrelated(intent: UncorrelateAlert) -> Iterable[Reference]:
    return (Reference("incident", intent.incident_id),)


ALERT_COMMANDS: tuple[Command, ...] = (
    Command(
        name="IngestAlert",
        service="AlertService",
        path="/v1/alerts",
        roles=SENDERS,
        request=body_of(IngestAlert, without=_OURS, source_name=(str, Field(min_length=1, max_length=90))),
        summary="Say how one alert stands",
        intent=_ingest,
        creates=True,
    ),
    Command(
        name="Acknowledge",
        service="AlertService",
        path=f"{_ONE}/acknowledge",
        roles=RESPONDERS,
        request=body_of(AcknowledgeAlert),
        summary="Say that somebody has seen this alert's episode",
        intent=straight(AcknowledgeAlert),
    ),
    Command(
        name="UncorrelateAlert",
        service="AlertService",
        path=f"{_ONE}/uncorrelate",
        roles=RESPONDERS,
        request=body_of(UncorrelateAlert),
        summary="Say that this alert does not belong to that incident",
        intent=straight(UncorrelateAlert),
        refers=_uncorrelated,
    ),
)

RULE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="PutCorrelationRule",
        service="CorrelationRuleService",
        method="PUT",
        path=_RULE,
        roles=ADMINS,
        request=body_of(PutCorrelationRule),
        summary="Create the rule or replace its definition",
        intent=straight(PutCorrelationRule),
        creates=True,
    ),
    Command(
        name="DeleteCorrelationRule",
        service="CorrelationRuleService",
        method="DELETE",
        path=_RULE,
        roles=ADMINS,
        request=NoArguments,
        summary="Stop correlating by this rule",
        intent=straight(DeleteCorrelationRule),
    ),
)
