"""The workflow in a world of its own: what incidents would come of alerts, with nobody but the rules at work. Pure.

What it asks for is granted at once, as the writer would; timers fire when the next event is later than they are due.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentFact,
    IncidentResolved,
    IncidentStatusChanged,
)
from shared.domain.incident.intents import (
    CorrelateAlertsToIncident,
    CreateIncident,
    ReclassifyIncidentSeverity,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.domain.incident.values import AlertRef
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId, TenantId, derive_from
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.alert_correlation.state import Correlating
from shared.processes.process import Ask, Event, Timer, TimerFired
from shared.processes.process_batch import PRODUCER, ProcessBatch, at_of, cause_of

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class RehearsedIncident:
    """Grows while the rehearsal lasts."""

    incident_id: IncidentId
    title: str
    severity: Severity
    opened_at: datetime
    alerts: set[AlertRef] = field(default_factory=set)
    reopened: int = 0
    resolved_at: datetime | None = None


class Rehearsal:
    """Takes events of one tenant in the order in which they happened."""

    def __init__(self, tenant_id: TenantId, known: Iterable[Correlating] = ()) -> None:
        """``known``: rules and services that there are before the first event."""
        self.incidents: dict[IncidentId, RehearsedIncident] = {}
        self._tenant_id = tenant_id
        self._batch: ProcessBatch[Correlating] = ProcessBatch(alert_correlation, tenant_id, _BEFORE_ALL)
        self._batch.put(known)
        self._due: list[tuple[datetime, str, str]] = []
        self._happened = 0

    def handle(self, envelope: Envelope[Any]) -> None:
        """Takes in what happened, after whatever was due before it."""
        self.pass_until(envelope.occurred_at)
        self._take(envelope)

    def pass_until(self, moment: datetime) -> None:
        """Fires the timers that are due by then."""
        while self._due and self._due[0][0] <= moment:
            due_at, workflow_id, name = heapq.heappop(self._due)
            timer = self._timer(workflow_id, name)
            if timer is not None and timer.due_at == due_at:
                self._take(self._fired(workflow_id, name, timer))

    def _take(self, event: Event) -> None:
        self._batch.now = at_of(event)
        reaction = self._batch.handle(event)
        for state in reaction.states:
            for name, timer in alert_correlation.timers(state).items():
                heapq.heappush(self._due, (timer.due_at, state.workflow_id, name))
        for ask in reaction.asks:
            for fact in self._granted(ask, at_of(event)):
                self._take(self._envelope(fact, ask, event))

    def _granted(self, ask: Ask, at: datetime) -> Iterator[IncidentFact]:
        """What the writer would make of the request, as far as the workflow listens to it."""
        match ask.intent:
            case CreateIncident() as asked:
                self.incidents[asked.incident_id] = RehearsedIncident(
                    incident_id=asked.incident_id, title=asked.title, severity=asked.severity, opened_at=at
                )
            case CorrelateAlertsToIncident(incident_id=one, alerts=alerts, correlation=why):
                self.incidents[one].alerts.update(alerts)
                yield AlertsCorrelatedToIncident(incident_id=one, alerts=alerts, correlation=why)
            case ReclassifyIncidentSeverity(incident_id=one, severity=severity):
                self.incidents[one].severity = severity
            case ResolveIncident(incident_id=one, summary=summary):
                self.incidents[one].resolved_at = at
                yield IncidentResolved(
                    incident_id=one,
                    previous=IncidentStatus.OPEN,
                    summary=summary,
                    resolved_by=str(_actor(ask)),
                    resolved_at=at,
                    approval_id=None,
                )
            case TransitionIncidentStatus(incident_id=one, status=status, reason=reason):
                self.incidents[one].reopened += 1
                self.incidents[one].resolved_at = None
                yield IncidentStatusChanged(
                    incident_id=one,
                    previous=IncidentStatus.RESOLVED,
                    status=status,
                    changed_by=str(_actor(ask)),
                    changed_at=at,
                    reason=reason,
                )
            case _:
                pass  # The workflow hears of nothing else that it asks for.

    def _timer(self, workflow_id: str, name: str) -> Timer | None:
        state = self._batch.instance(workflow_id)
        return None if state is None else alert_correlation.timers(state).get(name)

    def _fired(self, workflow_id: str, name: str, timer: Timer) -> TimerFired:
        return TimerFired(
            message_id=derive_from(timer.cause.message_id, f"{workflow_id}/{name}"),
            tenant_id=self._tenant_id,
            workflow_id=workflow_id,
            name=name,
            at=timer.due_at,
            cause=timer.cause,
        )

    def _envelope(self, fact: IncidentFact, ask: Ask, event: Event) -> Envelope[Any]:
        cause = cause_of(event)
        self._happened += 1
        return Envelope(
            message_id=derive_from(cause.message_id, f"rehearsed/{self._happened}"),
            tenant_id=self._tenant_id,
            data=fact,
            occurred_at=at_of(event),
            producer=PRODUCER,
            actor=str(_actor(ask)),
            correlation_id=cause.correlation_id,
        )


def _actor(ask: Ask) -> Actor:
    return Actor(ActorKind.PROCESS, ask.workflow_id)
