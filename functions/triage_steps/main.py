"""Facts in, requests and process facts out: an entry point per workflow or step, and the clock that wakes them."""

import flask
import functions_framework
from cloudevents.http import CloudEvent
from flask.typing import ResponseReturnValue

from shared.adapters.cloudevents.binding import events_of, is_structured
from shared.adapters.cloudevents.codec import Unreadable
from shared.adapters.http.problem import unavailable
from shared.adapters.observe import observed
from shared.bootstrap.push_guard import protect
from shared.bootstrap.triage import build_triage
from shared.ports.store import StoreUnavailable
from shared.ports.wake import WOKEN
from shared.settings import TriageSettings

_STAY_S = TriageSettings().triage_stay_s

protect(
    flask.current_app,
    passing={StoreUnavailable: unavailable("triage.unavailable", "The database does not answer, or others go first")},
)


@functions_framework.cloud_event
def alert_correlation(event: CloudEvent) -> None:
    """Alerts become incidents."""
    _deliver("alert_correlation", event)


@functions_framework.cloud_event
def service_links(event: CloudEvent) -> None:
    """Incidents name the services of the catalog that their alerts and resources are of."""
    _deliver("service_links", event)


@functions_framework.cloud_event
def incident_triage(event: CloudEvent) -> None:
    """Incidents are looked into."""
    _deliver("incident_triage", event)


@functions_framework.cloud_event
def pattern_lookup(event: CloudEvent) -> None:
    """A triage that began learns whether this was seen before."""
    _deliver("pattern_lookup", event)


@functions_framework.cloud_event
def investigate(event: CloudEvent) -> None:
    """A triage that knows what was seen before learns what is live, what is broken, and what could be done."""
    _deliver("investigate", event)


@functions_framework.cloud_event
def dry_run(event: CloudEvent) -> None:
    """A plan learns what it would do, before anybody is asked for a yes."""
    _deliver("dry_run", event)


@functions_framework.cloud_event
def remediate(event: CloudEvent) -> None:
    """A plan that was approved is carried out."""
    _deliver("remediate", event)


@functions_framework.cloud_event
def verify(event: CloudEvent) -> None:
    """A plan that was carried out learns whether it has worked."""
    _deliver("verify", event)


@functions_framework.cloud_event
def document(event: CloudEvent) -> None:
    """What happened in an incident whose plan has worked is written down."""
    _deliver("document", event)


@functions_framework.cloud_event
def runbook_execution(event: CloudEvent) -> None:
    """Runbooks are carried out."""
    _deliver("runbook_execution", event)


@functions_framework.cloud_event
def runbook_steps(event: CloudEvent) -> None:
    """An execution's steps are filled in, tried dry, done, and looked after."""
    _deliver("runbook_steps", event)


@functions_framework.cloud_event
def call_off(event: CloudEvent) -> None:
    """A plan that is no longer meant is carried out no further."""
    _deliver("call_off", event)


@functions_framework.cloud_event
def change_verification(event: CloudEvent) -> None:
    """Changes that were deployed prove themselves."""
    _deliver("change_verification", event)


@functions_framework.cloud_event
def read_change(event: CloudEvent) -> None:
    """A verification that has heard enough learns what Argo CD itself says."""
    _deliver("read_change", event)


@functions_framework.cloud_event
def on_call_handoff(event: CloudEvent) -> None:
    """What is handed over with being on call is told in its incidents, which are whoever's takes over."""
    _deliver("on_call_handoff", event)


def _deliver(name: str, event: CloudEvent) -> None:
    """Unreadable facts are kept and acknowledged; anything else that fails comes again."""
    receive = build_triage().receive[name]
    attributes = event.get_attributes()
    try:
        events = events_of(attributes, event.get_data(), structured=is_structured(flask.request.content_type))
    except Unreadable as unreadable:
        receive.keep_unreadable(dict(attributes) | {"data": event.get_data()}, str(unreadable))
        return
    trace = events[0].get("traceparent") if events else None
    with observed(name, traceparent=trace, tenant=attributes.get("tenantid"), events=len(events)) as seen:
        ran = receive(events)
        seen.add(handled=ran.handled, repeated=ran.repeated, asked=ran.asked)


@functions_framework.http
def tick(request: flask.Request) -> ResponseReturnValue:
    """Scheduled, and woken for what falls due before the clock calls again: workflows whose time has come go on."""
    with observed("triage_tick") as seen:
        fired = build_triage().tick(_STAY_S if WOKEN in request.headers else 0.0)
        seen.add(**fired)
    return {"fired": fired}
