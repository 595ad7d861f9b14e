"""Facts in, rows of a read model out: one entry point per projection."""

import flask
import functions_framework
from cloudevents.http import CloudEvent
from flask.typing import ResponseReturnValue

from shared.adapters.cloudevents.binding import is_structured
from shared.adapters.http.problem import unavailable
from shared.adapters.observe import observed
from shared.bootstrap.projectors import build_projectors
from shared.bootstrap.push_guard import protect
from shared.ports.embedding import EmbedderUnavailable
from shared.settings import DatabaseSettings

protect(
    flask.current_app,
    passing={EmbedderUnavailable: unavailable("embedder.unavailable", "The embedding model does not answer")},
)
_projectors = build_projectors(DatabaseSettings())


def _deliver(projection: str, event: CloudEvent) -> None:
    structured = is_structured(flask.request.content_type)
    _projectors.deliver[projection](event.get_attributes(), event.data, structured)


@functions_framework.cloud_event
def incident_timeline(event: CloudEvent) -> None:
    """What incidents are and everything that happened in them."""
    _deliver("incident_timeline", event)


@functions_framework.cloud_event
def alert_groups(event: CloudEvent) -> None:
    """What alerts are and which incident holds them."""
    _deliver("alert_groups", event)


@functions_framework.cloud_event
def fleet_health(event: CloudEvent) -> None:
    """How environments, clusters, applications and resources are."""
    _deliver("fleet_health", event)


@functions_framework.cloud_event
def knowledge_index(event: CloudEvent) -> None:
    """What was learned, in documents and the chunks that they are found by."""
    _deliver("knowledge_index", event)


@functions_framework.cloud_event
def postmortem_search(event: CloudEvent) -> None:
    """Postmortems as they are looked for, and what they promised."""
    _deliver("postmortem_search", event)


@functions_framework.cloud_event
def runbook_catalog(event: CloudEvent) -> None:
    """Runbooks as they are looked for, and how often they helped."""
    _deliver("runbook_catalog", event)


@functions_framework.cloud_event
def service_catalog(event: CloudEvent) -> None:
    """What services are, what they need and what is theirs."""
    _deliver("service_catalog", event)


@functions_framework.cloud_event
def slo_burndown(event: CloudEvent) -> None:
    """What was recorded of objectives, and when a budget was used up."""
    _deliver("slo_burndown", event)


@functions_framework.http
def knowledge_embed(_request: flask.Request) -> ResponseReturnValue:
    """Scheduled: texts that have no vector get one."""
    with observed("knowledge_embed") as seen:
        embedded = _projectors.embedding.tick()
        seen.add(embedded=embedded)
    return {"embedded": embedded}
