"""An objective that a real Prometheus counts, from its windows to the incident: every step as in the running system."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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
from tests.support.measuring_world import MeasuringWorld, measuring_world
from tests.support.projected import Projected, projected

MINUTE = timedelta(minutes=1)
CODEC = Codec((IngestAlert, *SLO_BURN_FACTS))
#: By the minute; everything that fails in two minutes of ten is more than fifteen times what may.
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


@dataclass
class BurningWorld:
    begins: datetime
    measuring: MeasuringWorld
    projected: Projected
    evaluation: EvaluateBurning
    watched: MemoryProcessStore
    correlation: CorrelationWorld
    slo_id: SloId
    told: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Good and total of every minute that was told, by its number."""
    sent: int = 0

    def at(self, minute: int) -> list[tuple[IncidentStatus, Severity]]:
        """The clock is a little after this minute's end: it is measured, judged, alerted, and correlated."""
        now = self.begins + MINUTE * (minute + 1) + timedelta(seconds=40)
        self.measuring.clock.at = self.correlation.now = now
        while self.measuring.turn().objectives:
            pass
        for start, good, total in self.measuring.windows():
            self.told[(start - self.begins) // MINUTE] = (good, total)
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
def burning_world(
    database_url: str, url: str, begins: datetime, objective: SLODefinition = OBJECTIVE
) -> Iterator[BurningWorld]:
    with (
        measuring_world(database_url, CountingApi(FakeApi(url=url))) as measuring,
        projected(database_url, slo_burndown, service_catalog) as projected_,
    ):
        slo_id = measuring.promise("checkout", objective)
        created = SLOCreated(slo_id=slo_id, slug="checkout", revision=1, definition=objective, created_by=ANA)
        projected_.happened(created)
        correlation = CorrelationWorld()
        watched = MemoryProcessStore(measuring.clock.now)
        run = RunProcess(process=slo_burn, store=watched, encode=CODEC.encode, waker=NoWaker(), clock=measuring.clock)
        readings = PostgresBurnReadings(projected_.reading)
        evaluation = EvaluateBurning(tenants=_OnlyOne(), readings=readings, run=run, clock=measuring.clock)
        yield BurningWorld(begins, measuring, projected_, evaluation, watched, correlation, slo_id)
