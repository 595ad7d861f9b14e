"""Who listens to what: every subscription of the system, and the function entry point it is pushed to."""

from dataclasses import dataclass

from shared.app.link_services import LinkServices
from shared.kernel.wire import (
    FACTS_TOPIC,
    INTENTS_TOPIC,
    PROCESS_FACTS_TOPIC,
    TRANSFORMATION_FACTS_TOPIC,
    wire_type,
)
from shared.ports.transport import Subscription


@dataclass(frozen=True, slots=True)
class Route:
    """``function`` is the folder below ``functions/``, ``target`` the entry point in its ``main.py``."""

    subscription: Subscription
    function: str
    target: str

    @property
    def path(self) -> str:
        """Where the entry point is mounted; the slash at the end spares the push a redirect, which is a refusal."""
        return f"/{self.function}/{self.target}/"


ROUTES = (
    Route(Subscription(name="domain-writer.intents", topic=INTENTS_TOPIC), "domain_writer", "domain_writer"),
    Route(Subscription(name="projector-incident-timeline.facts", topic=FACTS_TOPIC), "projectors", "incident_timeline"),
    Route(
        Subscription(name="projector-incident-timeline.process-facts", topic=PROCESS_FACTS_TOPIC),
        "projectors",
        "incident_timeline",
    ),
    Route(Subscription(name="projector-alert-groups.facts", topic=FACTS_TOPIC), "projectors", "alert_groups"),
    Route(Subscription(name="projector-fleet-health.facts", topic=FACTS_TOPIC), "projectors", "fleet_health"),
    Route(Subscription(name="projector-knowledge-index.facts", topic=FACTS_TOPIC), "projectors", "knowledge_index"),
    Route(Subscription(name="projector-postmortem-search.facts", topic=FACTS_TOPIC), "projectors", "postmortem_search"),
    Route(Subscription(name="projector-runbook-catalog.facts", topic=FACTS_TOPIC), "projectors", "runbook_catalog"),
    Route(Subscription(name="projector-service-catalog.facts", topic=FACTS_TOPIC), "projectors", "service_catalog"),
    Route(Subscription(name="projector-slo-burndown.facts", topic=FACTS_TOPIC), "projectors", "slo_burndown"),
    Route(Subscription(name="triage-alert-correlation.facts", topic=FACTS_TOPIC), "triage_steps", "alert_correlation"),
    Route(
        Subscription(
            name="triage-service-links.facts",
            topic=FACTS_TOPIC,
            # Of a storm of alerts it wants only what joins an incident.
            event_types=frozenset(map(wire_type, LinkServices.handles)),
        ),
        "triage_steps",
        "service_links",
    ),
    Route(
        Subscription(name="ingest-backlog.transformation-facts", topic=TRANSFORMATION_FACTS_TOPIC),
        "ingest_backlog",
        "ingest_backlog",
    ),
)

SUBSCRIPTIONS = tuple(route.subscription for route in ROUTES)
