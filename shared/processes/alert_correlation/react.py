"""Alert correlation: from what happened to which incident is opened, joined, reopened or resolved. Pure."""

from dataclasses import replace

from pydantic import TypeAdapter

from shared.domain.alert.facts import AlertIngested, AlertUncorrelated, AlertWentStale
from shared.domain.correlation_rule.facts import CorrelationRuleDeleted, CorrelationRulePut
from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentClosed,
    IncidentResolved,
    IncidentsMerged,
    IncidentStatusChanged,
)
from shared.domain.service.facts import ServiceCreated, ServiceDeleted, ServiceUpdated
from shared.processes.alert_correlation.alerts import alert_clears, alert_fires, alert_uncorrelated, alert_went_stale
from shared.processes.alert_correlation.asking import merge, resolve
from shared.processes.alert_correlation.finding import lookups, rule_book, service_graph
from shared.processes.alert_correlation.incidents import alerts_confirmed, incident_moved, resolved_too_early
from shared.processes.alert_correlation.merging import incidents_merged
from shared.processes.alert_correlation.state import (
    RULES,
    SERVICES,
    STILL_FIRING,
    Correlating,
    Episode,
    Phase,
    associations_of,
    timers_of,
)
from shared.processes.process import ActivityResult, Event, Known, Process, Reaction, TimerFired


def react(event: Event, known: Known[Correlating]) -> Reaction[Correlating]:  # noqa: C901, PLR0911, PLR0912 - one row per fact
    if isinstance(event, TimerFired):
        return resolved_too_early(event, known) if event.name == STILL_FIRING else _hold_down_over(event, known)
    if isinstance(event, ActivityResult):
        return Reaction()
    match event.data:
        case AlertIngested(status="firing"):
            return alert_fires(event, known)
        case AlertIngested():
            return alert_clears(event, known)
        case AlertWentStale():
            return alert_went_stale(event, known)
        case AlertUncorrelated():
            return alert_uncorrelated(event, known)
        case IncidentResolved() | IncidentStatusChanged() | IncidentClosed():
            return incident_moved(event, known)
        case AlertsCorrelatedToIncident():
            return alerts_confirmed(event, known)
        case IncidentsMerged():
            return incidents_merged(event, known)
        case CorrelationRulePut() as put:
            return Reaction((rule_book(known).with_rule(put.rule_id, put.rule_version, put.definition),))
        case CorrelationRuleDeleted() as deleted:
            return Reaction((rule_book(known).without_rule(deleted.rule_id),))
        case ServiceCreated() | ServiceUpdated() | ServiceDeleted():
            graph = service_graph(known)
            after = graph.told(event.data)
            return Reaction() if after is graph else Reaction((after,))
        case _:
            return Reaction()


def _hold_down_over(event: TimerFired, known: Known[Correlating]) -> Reaction[Correlating]:
    episode = known.instance(event.workflow_id)
    if not isinstance(episode, Episode) or episode.phase is not Phase.CLEARING:
        return Reaction()
    resolved = replace(episode, phase=Phase.RESOLVED, resolved_at=event.at, clear_since=None, cleared_by=None)
    resolved = replace(resolved, in_flight="resolve", flapping_since=None)
    return Reaction((resolved,), (resolve(episode),))


alert_correlation: Process[Correlating] = Process(
    workflow_type="alert_correlation",
    handles=frozenset(
        {
            AlertIngested,
            AlertWentStale,
            AlertUncorrelated,
            IncidentResolved,
            IncidentStatusChanged,
            IncidentClosed,
            IncidentsMerged,
            AlertsCorrelatedToIncident,
            CorrelationRulePut,
            CorrelationRuleDeleted,
            ServiceCreated,
            ServiceUpdated,
            ServiceDeleted,
        }
    ),
    states=TypeAdapter(Correlating),
    lookups=lookups,
    react=react,
    associations=associations_of,
    timers=timers_of,
    merge=merge,
    rewires=frozenset({CorrelationRulePut, CorrelationRuleDeleted, ServiceCreated, ServiceUpdated, ServiceDeleted}),
    rests_on=RULES | SERVICES,
    leads_on=frozenset(
        {IncidentResolved, IncidentStatusChanged, IncidentClosed, IncidentsMerged, AlertsCorrelatedToIncident}
    ),
)
