"""A real Prometheus counts a service that fails: its budget burns, an incident opens, and recovery resolves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.processes import MemoryProcessStore
from shared.adapters.postgres.projections.slo_burndown.burning import PostgresBurnReadings
from shared.app.run_process import RunProcess
from shared.app.slo_checks.evaluate import EvaluateBurning
from shared.domain.alert.intents import IngestAlert
from shared.domain.slo.facts import SLOCreated
from shared.domain.slo.values import BurnCondition, CountsIndicator, RollingWindow, SLODefinition
from shared.kernel.ids import SloId, TenantId
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.ports.wake import NoWaker
from shared.processes.slo_burn.facts import SLO_BURN_FACTS
from shared.processes.slo_burn.react import slo_burn
from shared.projections.service_catalog.projection import service_catalog
from shared.projections.slo_burndown.projection import slo_burndown
from tests.support.correlation_world import CorrelationWorld
from tests.support.counting_api import CountingApi
from tests.support.facts import TENANT
from tests.support.fake_api import FakeApi
from tests.support.given import ANA
from tests.support.history_slos import measured
from tests.support.measuring_world import T0, MeasuringWorld, measuring_world
from tests.support.projected import Projected, projected
from tests.support.real_prometheus import real_prometheus

pytestmark = [pytest.mark.prometheus, pytest.mark.postgres, pytest.mark.timeout(300)]

MINUTE = timedelta(minutes=1)
SCRAPE_S = 5
BEGINS = T0 - timedelta(minutes=30)
#: Of thirty minutes: everything fails in three, and nobody scraped it in two later ones.
FAILING, UNSCRAPED = range(15, 18), range(22, 24)
CODEC = Codec((IngestAlert, *SLO_BURN_FACTS))
OBJECTIVE = SLODefinition(
    name="Checkout answers",
    target=99,
    window=RollingWindow(days=7),
    indicator=CountsIndicator(
        good_query='sum(increase(http_requests_total{code!~"5.."}[$window]))',
        total_query="sum(increase(http_requests_total[$window]))",
    ),
    measured_every_s=60,
    burn_policy=(BurnCondition(long_s=600, short_s=60, rate=15),),
)


def history() -> list[str]:
    """Two requests a scrape, scraped in the middle between two ends of windows."""
    lines, counted = ["# TYPE http_requests counter"], {"200": 0, "500": 0}
    samples: dict[str, list[str]] = {"200": [], "500": []}
    for number in range(30 * 60 // SCRAPE_S):
        minute = number * SCRAPE_S // 60
        counted["500" if minute in FAILING else "200"] += 2
        at = BEGINS.timestamp() + number * SCRAPE_S + SCRAPE_S / 2
        if minute not in UNSCRAPED:
            for code, count in counted.items():
                samples[code].append(f'http_requests_total{{code="{code}"}} {count} {at:.1f}')
    return lines + samples["200"] + samples["500"]


@dataclass
class World:
    measuring: MeasuringWorld
    projected: Projected
    evaluation: EvaluateBurning
    watched: MemoryProcessStore
    correlation: CorrelationWorld
    slo_id: SloId
    sent: int = 0

    def at(self, minute: int) -> list[tuple[IncidentStatus, Severity]]:
        """The clock is a little after this minute's end: it is measured, judged, alerted, and correlated."""
        now = BEGINS + MINUTE * (minute + 1) + timedelta(seconds=40)
        self.measuring.clock.at = self.correlation.now = now
        while self.measuring.turn().objectives:
            pass
        for start, good, total in self.measuring.windows():
            self.projected.happened(measured(good, total, start=start, length_s=60, slo_id=self.slo_id))
        self.evaluation.tick()
        self._carried()
        self.correlation.process.tick()
        self.correlation.settle()
        return [(each.status, each.severity) for each in self.correlation.aggregates("incident")]

    def _carried(self) -> None:
        for event in self.watched.asked[self.sent :]:
            envelope = CODEC.decode(event)
            if isinstance(envelope.data, IngestAlert):
                self.correlation.ask(envelope.data, envelope.actor)
        self.sent = len(self.watched.asked)
        self.correlation.settle()


class _OnlyOne:
    def with_objectives(self) -> list[TenantId]:
        return [TENANT]


@contextmanager
def burning_world(database_url: str, url: str) -> Iterator[World]:
    with (
        measuring_world(database_url, CountingApi(FakeApi(url=url))) as measuring,
        projected(database_url, slo_burndown, service_catalog) as projected_,
    ):
        slo_id = measuring.promise("checkout", OBJECTIVE)
        created = SLOCreated(slo_id=slo_id, slug="checkout", revision=1, definition=OBJECTIVE, created_by=ANA)
        projected_.happened(created)
        correlation = CorrelationWorld()
        watched = MemoryProcessStore(measuring.clock.now)
        run = RunProcess(process=slo_burn, store=watched, encode=CODEC.encode, waker=NoWaker(), clock=measuring.clock)
        readings = PostgresBurnReadings(projected_.reading)
        evaluation = EvaluateBurning(tenants=_OnlyOne(), readings=readings, run=run, clock=measuring.clock)
        yield World(measuring, projected_, evaluation, watched, correlation, slo_id)


def test_a_burn_opens_an_incident_recovery_resolves_it_and_a_gap_does_neither(
    database_url: str, quick_path: Path
) -> None:
    with real_prometheus(quick_path) as prometheus:
        prometheus.put(history())
        prometheus.start()
        with burning_world(database_url, prometheus.url) as world:
            assert world.at(14) == []
            assert world.at(15) == [], "ten times what may be, in ten minutes"
            assert world.at(16) == [(IncidentStatus.OPEN, Severity.CRITICAL)], "twenty times"
            assert world.at(17) == [(IncidentStatus.OPEN, Severity.CRITICAL)]
            world.at(18)
            assert [event.status for event in world.correlation.aggregates("alert")][:1] == ["resolved"]
            assert [status for status, _ in world.at(24)] == [IncidentStatus.RESOLVED], "and the gap opened none"
            assert [status for status, _ in world.at(29)] == [IncidentStatus.RESOLVED]
