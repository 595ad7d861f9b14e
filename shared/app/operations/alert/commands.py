"""AlertService and correlation rules: what can be asked for about them."""

from collections.abc import Iterable

from pydantic import Field

from shared.app.operations.kinds import ADMINS, RESPONDERS, SENDERS, Command, Draft, straight
from shared.app.operations.request_models import NoArguments, body_of, given
from shared.domain.alert.intents import AcknowledgeAlert, IngestAlert, UncorrelateAlert
from shared.domain.correlation_rule.intents import DeleteCorrelationRule, PutCorrelationRule
from shared.kernel.ids import alert_id_for
from shared.ports.current_state import Reference
from shared.ports.operation import Declined
from shared.ports.outcome import Problem
from shared.processes.alert_correlation.rules import DEFAULT_RULE_IDS

_ONE = "/v1/alerts/{alert_id}"
_RULE = "/v1/correlation-rules/{rule_id}"
_ALERT = {"alert_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}
_RULE_ID = {"rule_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}
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


def _ingest(draft: Draft) -> IngestAlert:
    sighting = given(draft.request)
    # A source registered for webhooks and one that speaks here by the same name are two: neither can forge the other's.
    sighting["source_name"] = f"api/{sighting['source_name']}"
    alert_id = alert_id_for(draft.caller.tenant_id, sighting["source_name"], sighting["fingerprint"])
    return IngestAlert.model_validate({**sighting, "alert_id": alert_id, "received_at": draft.at})


def _put_rule(draft: Draft) -> PutCorrelationRule:
    """Raises Declined: of a default rule nothing can be changed but whether it is on."""
    asked = PutCorrelationRule.model_validate({**given(draft.request), "rule_id": draft.ids["rule_id"]})
    if asked.rule_id in DEFAULT_RULE_IDS and asked.definition.enabled:
        title = "A default rule can be turned off (enabled: false), not changed; delete what turned it off to undo that"
        raise Declined("invalid", Problem(code="correlation_rule.default", title=title))
    return asked


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
        example=_SIGHTING,
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
        example=_ALERT | {"note": "Known, being worked on"},
        intent=straight(AcknowledgeAlert),
    ),
    Command(
        name="UncorrelateAlert",
        service="AlertService",
        path=f"{_ONE}/uncorrelate",
        roles=RESPONDERS,
        request=body_of(UncorrelateAlert),
        summary="Say that this alert does not belong to that incident",
        example=_ALERT | {"incident_id": "0b1f5b6c-7d8e-4f90-8a1b-2c3d4e5f6071", "reason": "Another cluster"},
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
        summary="Create the rule or replace its definition, or turn a default rule off (enabled: false)",
        example=_RULE_ID | {"definition": {"name": "by service", "group_by": ["@service", "@environment"]}},
        intent=_put_rule,
        creates=True,
    ),
    Command(
        name="DeleteCorrelationRule",
        service="CorrelationRuleService",
        method="DELETE",
        path=_RULE,
        roles=ADMINS,
        request=NoArguments,
        summary="Stop correlating by this rule; a default rule that was turned off is on again",
        example=_RULE_ID,
        intent=straight(DeleteCorrelationRule),
    ),
)
