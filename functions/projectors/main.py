"""Facts in, rows of a read model out: one entry point per projection."""

import flask
import functions_framework
from cloudevents.http import CloudEvent

from shared.adapters.cloudevents.binding import is_structured
from shared.bootstrap.projectors import build_projectors
from shared.bootstrap.push_guard import protect
from shared.settings import DatabaseSettings

protect(flask.current_app)
_projectors = build_projectors(DatabaseSettings())


@functions_framework.cloud_event
def incident_timeline(event: CloudEvent) -> None:
    """What incidents are and everything that happened in them."""
    _projectors["incident_timeline"](event.get_attributes(), event.data, is_structured(flask.request.content_type))


@functions_framework.cloud_event
def alert_correlation(event: CloudEvent) -> None:
    """What alerts are and which incident holds them."""
    _projectors["alert_correlation"](event.get_attributes(), event.data, is_structured(flask.request.content_type))


@functions_framework.cloud_event
def service_catalog(event: CloudEvent) -> None:
    """What services are, what they need and what is theirs."""
    _projectors["service_catalog"](event.get_attributes(), event.data, is_structured(flask.request.content_type))
