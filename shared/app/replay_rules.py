"""What incidents other rules would have made: the alerts of a period go through the workflow again, beside what was.

Facts are read page by page; nothing is written. Only rules are at work in it: what people did to incidents is not done
again, and the catalog is the one of now.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from shared.app.recorded_incidents import RecordedIncidents
from shared.domain.alert.facts import AlertIngested, AlertWentStale
from shared.domain.incident.values import AlertRef
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.wire import wire_type
from shared.ports.past import PastFacts
from shared.processes.alert_correlation.comparison import Compared, GroupedAlerts, Regrouping, compare
from shared.processes.alert_correlation.rehearsal import Rehearsal, RehearsedIncident
from shared.processes.alert_correlation.rules import RuleBook
from shared.processes.alert_correlation.service_graph import ServiceGraph

#: So many facts of alerts are replayed, for so long; what is beyond them is not, and the report says so.
MOST_REPLAYED: Final = 20_000
LONGEST_S: Final = 20.0
_PAGE: Final = 2_000
_MOST_SHOWN: Final = 200
_OF_ALERTS: Final = (AlertIngested, AlertWentStale)
_TYPES: Final = tuple(map(wire_type, (*_OF_ALERTS, *RecordedIncidents.handles)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRequest:
    tenant_id: TenantId
    rules: RuleBook
    services: ServiceGraph
    since: datetime
    until: datetime
    """The end of the period; for one that goes on until now, what now is."""
    goes_on: bool = False
    """The period is until now: whatever is recorded is in it, by whose clock it may be."""

    def holds(self, moment: datetime) -> bool:
        """Says whether what happened then belongs to the period."""
        return self.since <= moment and (self.goes_on or moment <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayProgress:
    """The replay is under way."""

    until: datetime
    """Everything that had been recorded by then has gone through."""
    share: float
    """How much of the period that is, 0 to 1."""
    alerts: int
    """How many facts of alerts have gone through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedIncident:
    """It is an incident that was, or one that the rules would have made."""

    number: int | None
    """The incident's number. Null: it would have been made, or it was opened before the period."""
    title: str
    """Its title, as it was opened."""
    severity: str
    """The worst that it was within the period."""
    declared_at: datetime
    """When it was opened; for one that was open before, when its first alert of the period joined it."""
    alerts: int
    """How many alert episodes of the period it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedChange:
    """Incidents of both sides that hold the same alerts."""

    kind: Regrouping
    """What becomes of them."""
    before: tuple[ReplayedIncident, ...]
    """Those that were, at most 200."""
    after: tuple[ReplayedIncident, ...]
    """Those that the rules would have made, at most 200."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayReport:
    """The replay is over."""

    since: datetime
    """The beginning of the period."""
    until: datetime
    """Its end, or how far the replay came."""
    complete: bool
    """False: there were more alerts than are replayed at once, and ``until`` says how far it came."""
    alerts: int
    """How many facts of alerts have gone through."""
    incidents_before: int
    """How many incidents held these alerts."""
    incidents_after: int
    """How many the rules would have made."""
    pages_before: int
    """How often somebody was called: incidents that were opened or reopened while high or critical."""
    pages_after: int
    """How often somebody would have been called."""
    counts: dict[Regrouping, int]
    """How many changes of each kind there are, those that are the same among them."""
    changes: tuple[ReplayedChange, ...]
    """What differs, in the order of time, at most 200; ``counts`` counts all."""


@dataclass(slots=True)
class ReplayRules:
    """One replay, told as it goes on; the report comes last."""

    past: PastFacts
    monotonic: Callable[[], float] = time.monotonic

    def __call__(self, request: ReplayRequest) -> Iterator[ReplayProgress | ReplayReport]:
        ends_at = self.monotonic() + LONGEST_S
        replay = _Replay(Rehearsal(request.tenant_id, (request.rules, request.services)))
        place, reached = self.past.place_at(request.tenant_id, request.since), request.since
        while reached < request.until or request.goes_on:
            page = self.past.page(request.tenant_id, _TYPES, place, _PAGE)
            if not page.passed:
                reached = request.until
                break
            place, reached = page.place, min(page.reached, request.until)
            replay.go_through(fact for fact in page.facts if request.holds(fact.occurred_at))
            yield ReplayProgress(until=reached, share=_share(request, reached), alerts=replay.alerts)
            if replay.alerts >= MOST_REPLAYED or self.monotonic() > ends_at:
                break
        yield _report(request, reached, replay.alerts, replay.compared())


@dataclass(slots=True)
class _Replay:
    rehearsal: Rehearsal
    recorded: RecordedIncidents = field(default_factory=RecordedIncidents)
    fired: set[AlertRef] = field(default_factory=set)
    alerts: int = 0

    def go_through(self, facts: Iterable[Envelope[Any]]) -> None:
        for fact in facts:
            if not isinstance(fact.data, _OF_ALERTS):
                self.recorded.add(fact)
                continue
            self.rehearsal.handle(fact)
            self.fired.add(AlertRef(alert_id=fact.data.alert_id, episode=fact.data.episode))
            self.alerts += 1

    def compared(self) -> Sequence[Compared]:
        return compare(self.recorded.grouped(self.fired), map(_grouped, self.rehearsal.incidents.values()))


def _share(request: ReplayRequest, reached: datetime) -> float:
    whole = (request.until - request.since).total_seconds()
    return min(1.0, max(0.0, (reached - request.since).total_seconds() / whole)) if whole else 1.0


def _grouped(incident: RehearsedIncident) -> GroupedAlerts:
    return GroupedAlerts(
        number=None,
        title=incident.title,
        severity=incident.severity,
        opened_at=incident.opened_at,
        alerts=frozenset(incident.alerts),
        reopened=incident.reopened,
    )


def _report(request: ReplayRequest, reached: datetime, alerts: int, compared: Sequence[Compared]) -> ReplayReport:
    kinds = [each.kind for each in compared]
    before = [group for each in compared for group in each.before]
    after = [group for each in compared for group in each.after]
    differing = [each for each in compared if each.kind is not Regrouping.SAME]
    return ReplayReport(
        since=request.since,
        until=reached,
        complete=reached >= request.until,
        alerts=alerts,
        incidents_before=len(before),
        incidents_after=len(after),
        pages_before=sum(group.pages for group in before),
        pages_after=sum(group.pages for group in after),
        counts={kind: kinds.count(kind) for kind in Regrouping},
        changes=tuple(map(_change, differing[:_MOST_SHOWN])),
    )


def _change(compared: Compared) -> ReplayedChange:
    return ReplayedChange(
        kind=compared.kind,
        before=tuple(map(_shown, compared.before[:_MOST_SHOWN])),
        after=tuple(map(_shown, compared.after[:_MOST_SHOWN])),
    )


def _shown(group: GroupedAlerts) -> ReplayedIncident:
    return ReplayedIncident(
        number=group.number,
        title=group.title,
        severity=group.severity.value,
        declared_at=group.opened_at,
        alerts=len(group.alerts),
    )
