"""Asks the sources for what has ended since, and tells the writer what was counted.

A turn takes objectives of all tenants in turn, asks each source for all of them together, and publishes before it
remembers: a crash in between publishes the same requests again.
"""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from shared.app.slo_checks.maintenance import of_objective, touches
from shared.app.slo_checks.measure_alerts import absence, silence_of_sources
from shared.app.slo_checks.measure_intents import MeasuredIntent, PublishMeasured, windows_told
from shared.app.slo_checks.measure_plan import MeasuringPlan, learn, plan, with_told
from shared.domain.slo.values import Maintenance
from shared.domain.slo.windows import CORRECTION_HORIZON
from shared.kernel.batches import grouped
from shared.kernel.envelope import Envelope
from shared.kernel.ids import SloId, TenantId
from shared.ports.clock import Clock
from shared.ports.measuring import Measured, MeasuringStore, Objective, PlannedMaintenance, ToldWindow
from shared.ports.sli_counts import CountsAnswer, CountsQuestion, CountsReader, WindowCounts

#: Objectives, and windows, of one turn.
MOST_OBJECTIVES: Final = 2_000
MOST_WINDOWS: Final = 30_000
#: What no registered source is asked for is looked at so often.
_UNREGISTERED: Final = timedelta(minutes=10)


class MeasuredTurn(NamedTuple):
    """What one turn did."""

    objectives: int
    windows: int
    """Windows that were told, for the first time or anew."""
    unknown: int
    """Windows of which nothing is known."""


class CountingSource(NamedTuple):
    reader: CountsReader
    tenants: frozenset[TenantId]
    """Whose objectives may ask it; empty: all tenants'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureObjectives:
    store: MeasuringStore
    sources: Sequence[CountingSource]
    publish: PublishMeasured
    clock: Clock
    settle: timedelta
    """How long after a window's end its last scrapes may come."""
    deadline_s: float = 20.0
    """What asking may take in one turn."""
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8, "sli-source"), init=False)

    def __call__(self) -> MeasuredTurn:
        """Takes one turn. Raises StoreUnavailable and TransportUnavailable: what was asked is asked again."""
        now = self.clock.now()
        due = self.store.due(now, MOST_OBJECTIVES)
        plans = _bounded(
            [
                plan(objective, now, self.settle)
                for tenant_id, slo_ids in due.items()
                for objective in self.store.objectives(tenant_id, slo_ids)
            ]
        )
        answers = self._asked([each for each in plans if self._source_of(each.objective) is not None])
        told = [
            self._told(tenant_id, of_tenant, answers, now)
            for tenant_id, of_tenant in grouped(plans, lambda each: each.objective.tenant_id)
        ]
        unknown = sum(len(answer.unknown) for of_one in answers.values() for answer in of_one)
        return MeasuredTurn(len(plans), sum(told), unknown)

    def close(self) -> None:
        """Ends the workers, and gives connections back."""
        self._pool.shutdown()
        for source in self.sources:
            source.reader.close()

    def _source_of(self, objective: Objective) -> CountsReader | None:
        named = objective.definition.indicator.source
        for reader, tenants in self.sources:
            if reader.source == named and (not tenants or objective.tenant_id in tenants):
                return reader
        return None

    def _asked(self, plans: Sequence[MeasuringPlan]) -> dict[SloId, list[CountsAnswer]]:
        """All sources at once: one that is slow holds up nobody who asks another."""
        until = time.monotonic() + self.deadline_s
        by_source: dict[str, list[CountsQuestion]] = {}
        for each in plans:
            by_source.setdefault(each.objective.definition.indicator.source, []).extend(each.questions)
        running = [
            self._pool.submit(_read, source.reader, by_source[source.reader.source], until)
            for source in self.sources
            if by_source.get(source.reader.source)
        ]
        read = [answer for each in running for answer in each.result()]
        return _in_order(plans, read)

    def _told(
        self,
        tenant_id: TenantId,
        plans: Sequence[MeasuringPlan],
        answers: Mapping[SloId, list[CountsAnswer]],
        now: datetime,
    ) -> int:
        """Publishes and remembers what was learnt of one tenant's objectives; gives how many windows were told."""
        planned = self._maintenance(tenant_id, plans, now)
        envelopes: list[Envelope[MeasuredIntent]] = []
        measured: dict[SloId, Measured] = {}
        for each in plans:
            slo_id = each.objective.slo_id
            if (found := answers.get(slo_id)) is None:
                measured[slo_id] = _unregistered(each.before, now)
                continue
            windows = _windows(each.objective, [window for answer in found for window in answer.windows], planned)
            envelopes += windows_told(each.objective, each.before, windows, now)
            measured[slo_id] = with_told(learn(each, found, now, self.settle), windows)
        told = len(envelopes)
        asked = [each.objective for each in plans if answers.get(each.objective.slo_id)]
        silences, words = silence_of_sources(tenant_id, asked, answers, self.store.silences(tenant_id), now)
        envelopes += words
        for objective in asked:
            if silences[objective.definition.indicator.source] is None:
                measured[objective.slo_id], words = absence(objective, measured[objective.slo_id], now)
                envelopes += words
        self.publish(tenant_id, envelopes)
        self.store.settle(tenant_id, measured, silences)
        return told

    def _maintenance(
        self, tenant_id: TenantId, plans: Sequence[MeasuringPlan], now: datetime
    ) -> Sequence[PlannedMaintenance]:
        if all(each.objective.definition.maintenance is Maintenance.COUNTS for each in plans):
            return ()
        return self.store.maintenance(tenant_id, now - CORRECTION_HORIZON)


def _unregistered(standing: Measured, now: datetime) -> Measured:
    """Nobody is asked for it: its counts come from elsewhere, or never."""
    return Measured(asks=standing.asks, since=now, next_try=now + _UNREGISTERED)


def _read(reader: CountsReader, questions: Sequence[CountsQuestion], until: float) -> list[CountsAnswer]:
    return list(reader.read(questions, until))


def _bounded(plans: Sequence[MeasuringPlan]) -> list[MeasuringPlan]:
    """As many as hold the most windows of one turn, or the first; the others stay due."""
    kept: list[MeasuringPlan] = []
    windows = 0
    for each in plans:
        windows += sum((question.to_at - question.from_at) // question.step for question in each.questions)
        if kept and windows > MOST_WINDOWS:
            break
        kept.append(each)
    return kept


def _in_order(plans: Sequence[MeasuringPlan], answers: Sequence[CountsAnswer]) -> dict[SloId, list[CountsAnswer]]:
    """Answers come in any order, and an objective's two questions begin at different moments."""
    by_objective: dict[SloId, list[CountsAnswer]] = {}
    for answer in answers:
        by_objective.setdefault(answer.slo_id, []).append(answer)
    found: dict[SloId, list[CountsAnswer]] = {}
    for each in plans:
        by_stretch = {_stretch(answer): answer for answer in by_objective.get(each.objective.slo_id, [])}
        found[each.objective.slo_id] = [by_stretch[question.from_at, question.to_at] for question in each.questions]
    return found


def _stretch(answer: CountsAnswer) -> tuple[datetime, datetime]:
    windows = [(each.start_at, each.end_at) for each in answer.windows]
    windows += [(each.start_at, each.end_at) for each in answer.unknown]
    return min(windows)[0], max(windows)[1]


def _windows(
    objective: Objective, windows: Sequence[WindowCounts], planned: Sequence[PlannedMaintenance]
) -> list[ToldWindow]:
    excluding = objective.definition.maintenance is Maintenance.EXCLUDED
    holding = of_objective(objective, planned) if excluding else []
    # Two questions may have asked for the same window.
    once = {each.start_at: each for each in windows}
    return [
        ToldWindow(*each, any(touches(maintenance, each.start_at, each.end_at) for maintenance in holding))
        for each in once.values()
    ]
