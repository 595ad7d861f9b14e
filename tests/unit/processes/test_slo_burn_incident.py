"""From a burning budget to one incident and its end, through the writer and correlation as they are."""

from dataclasses import dataclass, field
from typing import Any

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.processes import MemoryProcessStore
from shared.app.run_process import RunProcess
from shared.domain.alert.intents import IngestAlert
from shared.domain.slo.judging import Sums
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.ports.wake import NoWaker
from shared.processes.process import ActivityResult, Cause
from shared.processes.slo_burn.facts import SLO_BURN_FACTS
from shared.processes.slo_burn.react import slo_burn
from shared.processes.slo_burn.reading import BurnReading
from tests.support.burn_readings import FAST, NONE, QUIET, SLOW, WATCH, burn_reading
from tests.support.correlation_world import CorrelationWorld
from tests.support.facts import TENANT, minutes, named

CODEC = Codec((IngestAlert, *SLO_BURN_FACTS))


@dataclass
class World:
    correlation: CorrelationWorld = field(default_factory=CorrelationWorld)

    def __post_init__(self) -> None:
        self.store = MemoryProcessStore(lambda: self.correlation.now)
        self.watch = RunProcess(process=slo_burn, store=self.store, encode=CODEC.encode, waker=NoWaker())
        self.sent = 0

    def read(self, version: int, held: tuple[Sums, ...], **more: Any) -> None:
        """A tick reads this; what it asks for goes all the way."""
        reading = burn_reading(version, held, **more)
        self.correlation.now = reading.at
        self.watch.take_in(TENANT, [_result(reading)])
        for event in self.store.asked[self.sent :]:
            envelope = CODEC.decode(event)
            if isinstance(envelope.data, IngestAlert):
                self.correlation.ask(envelope.data, envelope.actor)
        self.sent = len(self.store.asked)
        self.correlation.settle()

    def incidents(self) -> list[Any]:
        return self.correlation.aggregates("incident")

    def wait(self, count: float) -> None:
        self.correlation.pass_time(count)
        self.correlation.process.tick()
        self.correlation.settle()


def _result(reading: BurnReading) -> ActivityResult:
    message_id = named(f"reading {reading.version}")
    cause = Cause(message_id=message_id, correlation_id=message_id)
    return ActivityResult(
        message_id=message_id, tenant_id=TENANT, workflow_id=WATCH, at=reading.at, cause=cause, result=reading
    )


def test_a_page_opens_an_incident_and_recovery_resolves_it() -> None:
    world = World()
    world.read(1, QUIET)
    assert world.incidents() == []
    world.read(2, (FAST, NONE, NONE, NONE))
    (incident,) = world.incidents()
    assert (incident.severity, incident.status) == (Severity.CRITICAL, IncidentStatus.OPEN)
    world.read(3, QUIET)
    world.wait(10)
    (incident,) = world.incidents()
    assert incident.status is IncidentStatus.RESOLVED


def test_page_ticket_and_the_end_of_the_budget_are_one_incident() -> None:
    world = World()
    world.read(1, (FAST, FAST, FAST, FAST))
    world.read(2, (FAST, FAST, FAST, FAST), consumed=0.95)
    (incident,) = world.incidents()
    assert len(incident.alerts) == 3


def test_a_slow_burn_opens_none_until_the_budget_is_nearly_gone() -> None:
    world = World()
    world.read(1, (NONE, NONE, NONE, SLOW), consumed=0.5)
    assert world.incidents() == []
    world.read(2, (NONE, NONE, NONE, SLOW), consumed=0.9)
    (incident,) = world.incidents()
    assert incident.severity is Severity.CRITICAL


def test_without_a_service_the_alerts_of_one_objective_are_one_incident_too() -> None:
    world = World()
    world.read(1, (FAST, NONE, NONE, NONE), service="")
    world.read(2, (FAST, NONE, NONE, NONE), service="", consumed=1.0, at=minutes(10))
    assert len(world.incidents()) == 1
