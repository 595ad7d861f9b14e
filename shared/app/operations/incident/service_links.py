"""IncidentService: which services of the catalog an incident is about, by hand."""

from collections.abc import Iterable

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID, OTHER_ID
from shared.app.operations.kinds import RESPONDERS, Command, CommandContext
from shared.app.operations.request_models import Arguments, ServiceNamed, field_values
from shared.domain.incident.intents import LinkServicesToIncident
from shared.domain.incident.values import ServiceLink
from shared.kernel.ids import IncidentId
from shared.ports.current_state import Reference


class ServicesBody(Arguments):
    """Services by id, slug or name."""

    service_ids: tuple[ServiceNamed, ...] = Field(min_length=1, max_length=50)
    reason: str = Field(default="named by hand", min_length=1, max_length=500)


def _link(context: CommandContext) -> LinkServicesToIncident:
    values = field_values(context.arguments)
    services = tuple(ServiceLink(service_id=each, because=values["reason"]) for each in values["service_ids"])
    return LinkServicesToIncident(incident_id=IncidentId(context.ids["incident_id"]), services=services)


def _named(intent: LinkServicesToIncident) -> Iterable[Reference]:
    return [Reference("service", link.service_id) for link in intent.services]


INCIDENT_SERVICE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="LinkServicesToIncident",
        service="IncidentService",
        path="/v1/incidents/{incident_id}/services",
        roles=RESPONDERS,
        request=ServicesBody,
        summary="Say which services of the catalog it is about; alerts name theirs by themselves",
        example={
            "incident_id": EXAMPLE_ID,
            "service_ids": [OTHER_ID],
        },
        intent=_link,
        references=_named,
    ),
)
