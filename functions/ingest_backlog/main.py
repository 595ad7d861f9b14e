"""Another system's backlog in, intents out: what is written down there is found here."""

import flask
import functions_framework
from cloudevents.http import CloudEvent

from shared.adapters.cloudevents.binding import events_of, is_structured
from shared.adapters.cloudevents.codec import Unreadable
from shared.adapters.observe import observed
from shared.bootstrap.backlog import build_backlog
from shared.bootstrap.push_guard import protect

protect(flask.current_app)


@functions_framework.cloud_event
def ingest_backlog(event: CloudEvent) -> None:
    """Unreadable events are kept and acknowledged, other kinds are counted; anything else that fails comes again."""
    receive = build_backlog()
    attributes = event.get_attributes()
    try:
        events = events_of(attributes, event.get_data(), structured=is_structured(flask.request.content_type))
    except Unreadable as unreadable:
        receive.keep_unreadable(dict(attributes) | {"data": event.get_data()}, str(unreadable))
        return
    trace = events[0].get("traceparent") if events else None
    with observed("ingest_backlog", traceparent=trace, tenant=attributes.get("tenantid"), events=len(events)) as seen:
        received = receive(events)
        seen.add(asked=received.asked, unknown=received.unknown, unreadable=received.unreadable)
