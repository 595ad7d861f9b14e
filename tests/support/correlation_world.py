"""The writer and alert correlation in one loop, in memory: what travels may be late, twice, in any cross order."""

import json
from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import Any

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.fact_store import MemoryFactStore
from shared.adapters.memory.processes import MemoryProcessStore
from shared.app.handle_intents import HandleIntents
from shared.app.run_process import RunProcess
from shared.domain.alert.intents import IngestAlert, MarkAlertStale
from shared.domain.published import FACTS, INTENTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.envelope import Envelope
from shared.kernel.ids import derive
from shared.kernel.message import Intent
from shared.kernel.vocabulary import AlertSource, Severity
from shared.ports.wake import NoWaker
from shared.processes.alert_correlation.react import alert_correlation
from tests.support.facts import T0, TENANT, named

CODEC = Codec((*INTENTS, *FACTS))


class CorrelationWorld:
    """Nothing moves by itself: the test says which fact is delivered next and when requests reach the writer."""

    def __init__(self) -> None:
        self.now = T0
        self.facts = MemoryFactStore()
        self.store = MemoryProcessStore(lambda: self.now)
        self.writer = HandleIntents(
            store=self.facts, aggregates=AGGREGATES_BY_TYPE, encode=CODEC.encode, waker=NoWaker()
        )
        self.process = RunProcess(process=alert_correlation, store=self.store, encode=CODEC.encode, waker=NoWaker())
        self.delivered: list[Envelope[Any]] = []
        self.outcomes: list[Any] = []
        self._published = 0
        self._requests = 0
        self._asked = 0
        self._waiting: dict[str, deque[Envelope[Any]]] = defaultdict(deque)
        self._folded: dict[tuple[str, str], Any] = {}
        self._at: dict[str, datetime] = {}

    def pass_time(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    def ask(self, intent: Intent, actor: str = "human:ana") -> None:
        """Straight to the writer."""
        self._asked += 1
        message_id = derive("asked", self._asked)
        envelope = Envelope(
            message_id=message_id,
            tenant_id=TENANT,
            data=intent,
            occurred_at=self.now,
            producer="/sre/api",
            actor=actor,
            correlation_id=message_id,
        )
        self.outcomes += self.writer(TENANT, [envelope])
        self._publish()

    def fire(self, alert: str, severity: Severity = Severity.HIGH) -> None:
        """A new episode if it was resolved, a resend or a change if it fires."""
        starts_at = self._at.setdefault(alert, self.now)
        self.ask(self._sighting(alert, "firing", severity, starts_at), "integration:prod")

    def clear(self, alert: str) -> None:
        starts_at = self._at.pop(alert, None)
        if starts_at is not None:
            self.ask(self._sighting(alert, "resolved", Severity.HIGH, starts_at), "integration:prod")

    def fall_silent(self, alert: str) -> None:
        if alert in self._at:
            alert_id = named(alert)
            self.ask(MarkAlertStale(alert_id=alert_id, last_seen_at=self.now, silent_for_s=1), "process:staleness")

    def deliver(self, kind: str, choice: int) -> bool:
        """The next fact of one of the aggregates of this kind, if there is any."""
        waiting = sorted(key for key, queue in self._waiting.items() if queue and key.startswith(kind))
        if not waiting:
            return False
        envelope = self._waiting[waiting[choice % len(waiting)]].popleft()
        self.delivered.append(envelope)
        self.process.handle(TENANT, [envelope])
        return True

    def deliver_all(self, kind: str) -> None:
        while self.deliver(kind, 0):
            pass

    def deliver_again(self, choice: int) -> None:
        if self.delivered:
            self.process.handle(TENANT, [self.delivered[choice % len(self.delivered)]])

    def work_off_requests(self, count: int) -> None:
        """They reach the writer in the order in which they were made."""
        waiting = self.store.asked[self._requests : self._requests + count]
        self._requests += len(waiting)
        self.outcomes += self.writer(TENANT, [CODEC.decode(event) for event in waiting])
        self._publish()

    def settle(self) -> None:
        """Everything that is under way arrives."""
        while any(self._waiting.values()) or self._requests < len(self.store.asked):
            self.deliver_all("")
            self.work_off_requests(100)

    def aggregates(self, kind: str) -> list[Any]:
        """How the writer's aggregates stand."""
        return [state for (name, _), state in self._folded.items() if name == kind]

    def _publish(self) -> None:
        for event in self.facts.events[self._published :]:
            envelope = CODEC.decode(json.loads(event))
            key = (envelope.aggregate_type, envelope.aggregate_id)
            decider = AGGREGATES_BY_TYPE[key[0]].decider
            self._folded[key] = decider.evolve(self._folded.get(key, decider.initial), envelope.data)
            self._waiting["/".join(key)].append(envelope)
            self._published += 1

    def _sighting(self, alert: str, status: Any, severity: Severity, starts_at: datetime) -> IngestAlert:
        return IngestAlert(
            alert_id=named(alert),
            source=AlertSource.PROMETHEUS,
            source_name="prod",
            fingerprint=alert,
            status=status,
            name=f"Alert-{alert}",
            severity=severity,
            labels={"service": "checkout"},
            annotations={},
            starts_at=starts_at,
            ends_at=self.now if status == "resolved" else None,
            received_at=self.now,
            retry_window_s=0,
        )
