"""SLOBurnAlert: EVALUATE, ALERT_IF_NEEDED, ESCALATE_IF_NEEDED, each time an objective was read. Pure.

An alert goes the way of every alert, so that correlation makes one incident of all that is wrong with a service
(docs/adr/0030).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from pydantic import TypeAdapter

from shared.domain.slo.burning import exact_rate, name_of
from shared.domain.slo.judging import BurnPhase, BurnStanding, judge
from shared.kernel.ids import TenantId
from shared.kernel.message import ProcessFact
from shared.kernel.vocabulary import Severity
from shared.processes.process import ActivityResult, Ask, Event, Known, Process, Reaction
from shared.processes.slo_burn.facts import SLOBurnEscalated
from shared.processes.slo_burn.reading import BurnReading
from shared.processes.slo_burn.saying import said_of, subject_of_fact
from shared.processes.slo_burn.state import (
    AlertKind,
    Raised,
    SLOBurnAlert,
    Watched,
    associations_of,
    burn_workflow_id,
)
from shared.processes.slo_burn.telling import alert_of

_TOLD_AGAIN_AFTER: Final = timedelta(hours=1)
#: Of a kind: when its fastest condition fires, and when only a slower one does.
_SEVERITIES: Final = {
    AlertKind.PAGE: (Severity.CRITICAL, Severity.HIGH),
    AlertKind.TICKET: (Severity.MEDIUM, Severity.LOW),
}


def lookups(_event: Event, _known: Known[SLOBurnAlert]) -> Iterator[str]:
    """A reading names its instance."""
    yield from ()


def react(event: Event, known: Known[SLOBurnAlert]) -> Reaction[SLOBurnAlert]:
    """What was judged already comes to nothing: a reading may be made, and handed in, any number of times."""
    if not isinstance(event, ActivityResult) or not isinstance(event.result, BurnReading):
        return Reaction()
    reading = event.result
    workflow_id = burn_workflow_id(reading.slo_id)
    before = known.instance(workflow_id) or SLOBurnAlert(workflow_id=workflow_id, slo_id=reading.slo_id)
    if reading.version <= before.version:
        return Reaction()
    watched = _evaluated(before.watched, reading)
    raised = _wanted(before, watched, reading, event.at)
    asks = tuple(_alerts(event.tenant_id, reading, before.raised, raised, event.at, workflow_id))
    facts = _facts(event.tenant_id, before, watched, raised, reading)
    after = SLOBurnAlert(
        workflow_id=workflow_id,
        slo_id=reading.slo_id,
        version=reading.version,
        watched=watched,
        raised=raised,
        facts=before.facts + len(facts),
    )
    return Reaction((after,), asks, facts)


def _evaluated(before: Mapping[str, Watched], reading: BurnReading) -> dict[str, Watched]:
    """EVALUATE: each condition of the definition as it is now; what is idle is not kept."""
    found: dict[str, Watched] = {}
    for condition, look in reading.looks:
        name = name_of(condition)
        known = before[name].standing if name in before else BurnStanding()
        standing = judge(known, condition, reading.alerting, look, reading.at)
        if not reading.is_fresh and standing.phase is not BurnPhase.IDLE:
            standing = known  # What was bad long ago wakes nobody now.
        if standing.phase is not BurnPhase.IDLE:
            found[name] = Watched(condition=condition, standing=standing)
    return found


def _wanted(
    before: SLOBurnAlert, watched: Mapping[str, Watched], reading: BurnReading, now: datetime
) -> dict[AlertKind, Raised]:
    """ALERT_IF_NEEDED and ESCALATE_IF_NEEDED: what shall be raised from now on."""
    wanted: dict[AlertKind, Raised] = {}
    for kind in (AlertKind.PAGE, AlertKind.TICKET):
        firing = [each for each in watched.values() if each.fires and each.condition.severity == kind.value]
        if firing:
            wanted[kind] = _raised(before, kind, _severity(kind, firing, reading), firing, reading, now)
    firing = [each for each in watched.values() if each.fires]
    if firing and reading.consumed >= Fraction(Decimal(str(reading.alerting.escalate_share))):
        wanted[AlertKind.BUDGET] = _raised(before, AlertKind.BUDGET, Severity.CRITICAL, firing, reading, now)
    return wanted


def _severity(kind: AlertKind, firing: Sequence[Watched], reading: BurnReading) -> Severity:
    of_kind = [look.condition for look in reading.looks if look.condition.severity == kind.value]
    fastest = max(map(exact_rate, of_kind), default=Decimal(0))
    return _SEVERITIES[kind][0 if any(exact_rate(each.condition) >= fastest for each in firing) else 1]


def _raised(
    before: SLOBurnAlert,
    kind: AlertKind,
    severity: Severity,
    firing: Sequence[Watched],
    reading: BurnReading,
    now: datetime,
) -> Raised:
    """Speaks of the fastest condition that fires. One that stands is told again when it has changed, or each hour."""
    fastest = max(firing, key=lambda each: exact_rate(each.condition))
    known = before.raised.get(kind)
    wanted = Raised(
        severity=severity,
        condition=name_of(fastest.condition),
        starts_at=known.starts_at if known else fastest.standing.since or reading.at,
        told_at=now,
    )
    if known is None or now - known.told_at >= _TOLD_AGAIN_AFTER:
        return wanted
    return known if replace(wanted, told_at=known.told_at) == known else wanted


def _alerts(
    tenant_id: TenantId,
    reading: BurnReading,
    before: Mapping[AlertKind, Raised],
    after: Mapping[AlertKind, Raised],
    now: datetime,
    workflow_id: str,
) -> Iterator[Ask]:
    for kind in AlertKind:
        known, wanted = before.get(kind), after.get(kind)
        if wanted is not None and wanted != known:
            yield Ask(workflow_id, alert_of(tenant_id, reading, kind, wanted, now, is_over=False))
        elif wanted is None and known is not None:
            yield Ask(workflow_id, alert_of(tenant_id, reading, kind, known, now, is_over=True))


def _facts(
    tenant_id: TenantId,
    before: SLOBurnAlert,
    watched: Mapping[str, Watched],
    raised: Mapping[AlertKind, Raised],
    reading: BurnReading,
) -> tuple[ProcessFact, ...]:
    facts: list[ProcessFact] = list(said_of(tenant_id, before.watched, watched, reading))
    if AlertKind.BUDGET in raised and AlertKind.BUDGET not in before.raised:
        facts.append(
            SLOBurnEscalated(
                **subject_of_fact(tenant_id, reading, AlertKind.BUDGET),
                consumed=float(reading.consumed),
                escalate_share=reading.alerting.escalate_share,
            )
        )
    return tuple(facts)


def _facts_said(state: SLOBurnAlert) -> int:
    return state.facts


slo_burn: Process[SLOBurnAlert] = Process(
    workflow_type="slo_burn",
    handles=frozenset(),
    states=TypeAdapter(SLOBurnAlert),
    lookups=lookups,
    react=react,
    associations=associations_of,
    timers=lambda _state: {},
    leads_on=frozenset(),
    facts_said=_facts_said,
)
