"""What changed, by our own facts: deployments as they were reported, runs of runbooks, edits of the catalog."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from shared.diagnosis.evidence import EvidenceProblem, EvidenceSource, evidence_of
from shared.diagnosis.redaction import redact
from shared.diagnosis.snapshot import EvidenceGap, ObservedChange, Snapshot
from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.health_check.values import Deployment
from shared.domain.runbook.facts import RunbookExecutionCompleted, RunbookExecutionRequested
from shared.domain.service.facts import ServiceUpdated
from shared.kernel.ids import TenantId
from shared.kernel.wire import wire_type
from shared.ports.clock import Clock
from shared.ports.evidence import Collected, Inquiry
from shared.ports.past import PastFacts
from shared.ports.projections import FactEnvelope

_TYPES: Final = tuple(
    map(wire_type, (HealthCheckRecorded, RunbookExecutionRequested, RunbookExecutionCompleted, ServiceUpdated))
)
_TARGET: Final = "facts"
_PAGE: Final = 1_000
#: Facts of any type that are gone through, and changes that are told.
MOST_FACTS: Final = 20_000
MOST_CHANGES: Final = 100
#: So long before the window a deployment is looked for that the first one in it is compared with.
_BEFORE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RecordedChanges:
    """A reader of evidence over the log of facts."""

    past: PastFacts
    clock: Clock

    @property
    def source(self) -> EvidenceSource:
        return EvidenceSource.CHANGES

    @property
    def target(self) -> str:
        return _TARGET

    def concerns(self, inquiry: Inquiry) -> bool:
        return inquiry.tenant_id is not None and bool(_names(inquiry))

    def read(self, inquiry: Inquiry, until: float) -> Collected:
        if inquiry.tenant_id is None:
            return Collected((), Snapshot(at=self.clock.now()))
        found = _Found(_names(inquiry))
        whole = self._go_through(inquiry.tenant_id, inquiry, found, until)
        told = [change for change in found.changes if inquiry.from_at <= change.at <= inquiry.to_at][-MOST_CHANGES:]
        return self._collected(inquiry, told, whole=whole)

    def close(self) -> None:
        """The pool of the database is not its own."""

    def _go_through(self, tenant_id: TenantId, inquiry: Inquiry, found: "_Found", until: float) -> bool:
        """Says whether the end of the window was reached."""
        place, passed = self.past.place_at(tenant_id, inquiry.from_at - _BEFORE), 0
        while passed < MOST_FACTS and time.monotonic() < until:
            page = self.past.page(tenant_id, _TYPES, place, _PAGE)
            found.add(page.facts)
            if not page.passed or page.reached > inquiry.to_at:
                return True
            place, passed = page.place, passed + page.passed
        return False

    def _collected(self, inquiry: Inquiry, told: list[ObservedChange], *, whole: bool) -> Collected:
        at = self.clock.now()
        evidence = evidence_of(
            self.source,
            self.target,
            f"changes of {', '.join(sorted(_names(inquiry)))}",
            title="What changed, by our own facts",
            read_at=at,
            text="\n".join(f"{each.at.isoformat()} {each.kind} {each.subject}: {each.summary}" for each in told),
            from_at=inquiry.from_at,
            to_at=inquiry.to_at,
            problem=None if whole else EvidenceProblem.TRUNCATED,
            detail="" if whole else "the window was not gone through to its end",
        )
        changes = tuple(
            ObservedChange(
                at=each.at,
                kind=each.kind,
                subject=each.subject,
                summary=each.summary,
                evidence_id=evidence.evidence_id,
            )
            for each in told
        )
        gap = EvidenceGap(wanted="changes", problem=EvidenceProblem.TRUNCATED, evidence_id=evidence.evidence_id)
        return Collected((evidence,), Snapshot(at=at, changes=changes, gaps=() if whole else (gap,)))


def _names(inquiry: Inquiry) -> frozenset[str]:
    return frozenset(inquiry.services) | {resource.name for resource in inquiry.resources}


@dataclass(slots=True)
class _Found:
    """Changes among facts, which come in their order; a deployment is one only beside the one before it."""

    names: frozenset[str]
    changes: list[ObservedChange] = field(default_factory=list)
    _deployed: dict[UUID, Deployment] = field(default_factory=dict)
    _runs: dict[UUID, str] = field(default_factory=dict)

    def add(self, facts: Iterable[FactEnvelope]) -> None:
        for fact in facts:
            for kind, subject, summary in self._told(fact):
                self.changes.append(
                    ObservedChange(
                        at=fact.occurred_at, kind=kind, subject=subject, summary=redact(summary), evidence_id=""
                    )
                )

    def _told(self, fact: FactEnvelope) -> Iterator[tuple[str, str, str]]:
        match fact.data:
            case HealthCheckRecorded() as health if health.deployment is not None:
                yield from self._deployment(health, health.deployment)
            case RunbookExecutionRequested(target=target) as asked if target is not None and target.name in self.names:
                self._runs[asked.execution_id] = f"{target.kind} {target.name}"
                yield "runbook", f"{target.kind} {target.name}", f"a runbook was run by {asked.requested_by}"
            case RunbookExecutionCompleted() as ended if ended.execution_id in self._runs:
                yield "runbook", self._runs[ended.execution_id], f"the run of a runbook ended: {ended.outcome}"
            case ServiceUpdated() as updated if updated.definition.name in self.names:
                yield "catalog", updated.definition.name, f"its catalog entry was changed by {updated.updated_by}"
            case _:
                pass

    def _deployment(self, health: HealthCheckRecorded, now: Deployment) -> Iterator[tuple[str, str, str]]:
        if not {health.resource.name, now.application} & self.names:
            return
        before = self._deployed.get(health.health_check_id)
        self._deployed[health.health_check_id] = now
        if before is None or (before.revision, before.operation_phase) == (now.revision, now.operation_phase):
            return
        was = f" (was {before.revision[:12]})" if before.revision != now.revision else ""
        summary = f"{now.operation_phase or 'reported'} at {now.revision[:12]}{was}"
        yield "deploy", f"{health.resource.kind} {now.application or health.resource.name}", summary
