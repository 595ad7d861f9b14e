"""IncidentService and AlertService: what people link an incident with: alerts, other incidents, services."""

from collections.abc import Iterable

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID, OTHER_ID
from shared.app.operations.kinds import RESPONDERS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import Arguments, ServiceNamed, body_model, field_values
from shared.domain.incident.intents import (
    CorrelateAlertsToIncident,
    LinkIncidents,
    LinkServicesToIncident,
    MergeIncidents,
)
from shared.domain.incident.values import AlertRef, Correlation, ServiceLink
from shared.kernel.ids import IncidentId, RuleId, derive
from shared.ports.current_state import Reference

#: Stands where a rule would when a person puts alerts and an incident together.
BY_HAND = RuleId(derive("rule", "by-hand"))

_SERVICE = "IncidentService"
_ONE = "/v1/incidents/{incident_id}"
_ID = {"incident_id": EXAMPLE_ID}


class AlertRefsBody(Arguments):
    """Alerts are named for an incident."""

    alerts: tuple[AlertRef, ...] = Field(min_length=1, max_length=500)
    """The alerts, each with the episode that is meant."""


class ServicesBody(Arguments):
    """Services are named by id, slug or name."""

    service_ids: tuple[ServiceNamed, ...] = Field(min_length=1, max_length=50)
    """Services by id, slug or name."""
    reason: str = Field(default="named by hand", min_length=1, max_length=500)
    """Why the incident is about them; shown with the link."""


def _correlate(context: CommandContext) -> CorrelateAlertsToIncident:
    incident_id = context.ids["incident_id"]
    return CorrelateAlertsToIncident(
        incident_id=IncidentId(incident_id),
        alerts=field_values(context.arguments)["alerts"],
        correlation=Correlation(
            rule_id=BY_HAND,
            rule_version=1,
            correlation_key=f"by-hand/{incident_id}",
            matched={"by": context.caller.actor},
        ),
    )


def _link_services(context: CommandContext) -> LinkServicesToIncident:
    values = field_values(context.arguments)
    services = tuple(ServiceLink(service_id=each, because=values["reason"]) for each in values["service_ids"])
    return LinkServicesToIncident(incident_id=IncidentId(context.ids["incident_id"]), services=services)


def _named(intent: LinkServicesToIncident) -> Iterable[Reference]:
    return [Reference("service", link.service_id) for link in intent.services]


def _correlated(intent: CorrelateAlertsToIncident) -> Iterable[Reference]:
    return [Reference("alert", alert.alert_id) for alert in intent.alerts]


def _merged(intent: MergeIncidents) -> Iterable[Reference]:
    return [Reference("incident", merged_id) for merged_id in intent.merged_ids]


def _linked(intent: LinkIncidents) -> Iterable[Reference]:
    return (Reference("incident", intent.linked_id),)


INCIDENT_LINK_COMMANDS: tuple[Command, ...] = (
    Command(
        name="CorrelateToIncident",
        service="AlertService",
        path=f"{_ONE}/alerts",
        roles=RESPONDERS,
        request=AlertRefsBody,
        summary="Put alerts to this incident by hand",
        example=_ID | {"alerts": [{"alert_id": OTHER_ID, "episode": 1}]},
        intent=_correlate,
        references=_correlated,
    ),
    Command(
        name="MergeIncidents",
        service=_SERVICE,
        path=f"{_ONE}/merge",
        roles=RESPONDERS,
        request=body_model(MergeIncidents),
        summary="Take over what other incidents hold",
        example=_ID | {"merged_ids": [OTHER_ID], "reason": "The same deployment"},
        intent=intent_from_body(MergeIncidents),
        references=_merged,
    ),
    Command(
        name="LinkIncidents",
        service=_SERVICE,
        path=f"{_ONE}/links",
        roles=RESPONDERS,
        request=body_model(LinkIncidents),
        summary="Say how it relates to another incident",
        example=_ID | {"linked_id": OTHER_ID, "kind": "caused_by"},
        intent=intent_from_body(LinkIncidents),
        references=_linked,
    ),
    Command(
        name="LinkServicesToIncident",
        service=_SERVICE,
        path=f"{_ONE}/services",
        roles=RESPONDERS,
        request=ServicesBody,
        summary="Say which services of the catalog it is about; alerts name theirs by themselves",
        example=_ID | {"service_ids": [OTHER_ID]},
        intent=_link_services,
        references=_named,
    ),
)
