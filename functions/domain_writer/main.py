"""Intents in, facts out: the single writer, asked by message, by call, or by the clock."""

import json
from typing import Any

import flask
import functions_framework
from cloudevents.http import CloudEvent
from flask.typing import ResponseReturnValue

from shared.adapters.cloudevents.binding import events_of, is_structured
from shared.adapters.cloudevents.codec import Unreadable
from shared.adapters.http.outcome_json import outcomes_to_json
from shared.adapters.http.problem import problem_response, unavailable
from shared.adapters.observe import observed
from shared.bootstrap.push_guard import protect
from shared.bootstrap.writer import build_writer
from shared.ports.outcome import in_numbers
from shared.ports.store import StoreUnavailable

protect(
    flask.current_app,
    passing={StoreUnavailable: unavailable("writer.unavailable", "The database does not answer; try again")},
)


@functions_framework.cloud_event
def domain_writer(event: CloudEvent) -> None:
    """Deliveries of the intents topic. Refused and unreadable intents are acknowledged; anything else comes again."""
    attributes = event.get_attributes()
    try:
        events = events_of(attributes, event.get_data(), structured=is_structured(flask.request.content_type))
    except Unreadable as unreadable:
        build_writer().receive.keep_unreadable(dict(attributes) | {"data": event.get_data()}, str(unreadable))
        return
    trace = events[0].get("traceparent") if events else None
    with observed("domain_writer", traceparent=trace, tenant=attributes.get("tenantid"), events=len(events)) as seen:
        outcomes = build_writer().receive(events)
        seen.add(readable=len(outcomes), **in_numbers(outcomes))


@functions_framework.http
def domain_writer_http(request: flask.Request) -> ResponseReturnValue:
    """``{"events": [...]}`` → ``{"outcomes": [...]}`` at once, for callers that wait for the answer."""
    events = _events(request.get_data())
    if events is None:
        return problem_response(400, "request.unreadable", 'The body must be {"events": [CloudEvent, ...]}')
    trace = events[0].get("traceparent") if events else None
    with observed("domain_writer_http", traceparent=trace, events=len(events)) as seen:
        outcomes = build_writer().command(events)
        seen.add(statuses=",".join(sorted({outcome.status for outcome in outcomes})), **in_numbers(outcomes))
    return outcomes_to_json(outcomes)


@functions_framework.http
def domain_writer_tick(_request: flask.Request) -> ResponseReturnValue:
    """Scheduled: alerts whose source has been silent for too long become stale, and what is over its time goes."""
    with observed("domain_writer_tick") as seen:
        ticked = build_writer().tick()
        seen.add(**ticked._asdict())
    return ticked._asdict()


def _events(body: bytes) -> list[dict[str, Any]] | None:
    try:
        events = json.loads(body)["events"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return events if isinstance(events, list) and all(isinstance(event, dict) for event in events) else None
