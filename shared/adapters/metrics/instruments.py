"""What is measured of this system itself: every metric's name, kind, unit, and what it is counted by.

Names follow OpenTelemetry's semantic conventions; what they have no name for begins with ``sre.``. Every attribute
takes values of a list that code or configuration closes, so that no tenant and no sender can make new series.
"""

from dataclasses import dataclass
from enum import StrEnum

#: Upper bounds in seconds, as the conventions recommend for durations.
BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)

OPERATION, ERROR_TYPE, OUTCOME = "sre.operation", "error.type", "sre.outcome"
SUBSCRIPTION = "messaging.destination.subscription.name"
POOL = "db.client.connection.pool.name"


class InstrumentKind(StrEnum):
    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True, eq=False)
class Instrument:
    """``unit`` is UCUM's; in braces stands what is counted. Each is there once, and known by its identity."""

    name: str
    kind: InstrumentKind
    unit: str
    description: str
    attributes: tuple[str, ...] = ()

    @property
    def prometheus_name(self) -> str:
        """Gives the name by which Prometheus knows it, as OpenTelemetry's specification of compatibility makes it."""
        unit = {"s": "_seconds", "By": "_bytes"}.get(self.unit, "")
        total = "_total" if self.kind is InstrumentKind.COUNTER else ""
        return f"{self.name.replace('.', '_')}{unit}{total}"


_COUNTER, _GAUGE, _HISTOGRAM = InstrumentKind.COUNTER, InstrumentKind.GAUGE, InstrumentKind.HISTOGRAM

OPERATION_DURATION = Instrument(
    "sre.operation.duration",
    _HISTOGRAM,
    "s",
    "Time that handling one request, message or tick took",
    (OPERATION, ERROR_TYPE),
)
INTAKE_ALERTS = Instrument(
    "sre.intake.alerts",
    _COUNTER,
    "{alert}",
    "Alerts that senders delivered, by what became of them",
    ("sre.source.kind", OUTCOME),
)
WRITER_INTENTS = Instrument(
    "sre.writer.intents", _COUNTER, "{intent}", "Intents that the writer decided, by outcome", (OUTCOME,)
)
WRITER_FACTS = Instrument("sre.writer.facts", _COUNTER, "{fact}", "Facts that the writer committed")
RELAY_EVENTS = Instrument("sre.relay.events", _COUNTER, "{event}", "Events that the relay published")
CONSUMED_MESSAGES = Instrument(
    "messaging.client.consumed.messages",
    _COUNTER,
    "{message}",
    "Messages that were pushed to a subscription's function, by what became of them",
    (SUBSCRIPTION, OUTCOME),
)
TARGET_DURATION = Instrument(
    "sre.target.request.duration",
    _HISTOGRAM,
    "s",
    "Time until a cluster, an Argo CD or a Prometheus answered one question",
    ("sre.target", ERROR_TYPE),
)
POOL_CONNECTIONS = Instrument(
    "db.client.connection.count",
    _GAUGE,
    "{connection}",
    "Connections to the database, by what they do",
    (POOL, "db.client.connection.state"),
)
POOL_MOST = Instrument("db.client.connection.max", _GAUGE, "{connection}", "Connections that a pool may open", (POOL,))
POOL_PENDING = Instrument(
    "db.client.connection.pending_requests", _GAUGE, "{request}", "Work that waits for a connection now", (POOL,)
)
POOL_TIMEOUTS = Instrument(
    "db.client.connection.timeouts", _COUNTER, "{timeout}", "Work that got no connection in time", (POOL,)
)
POOL_WAITED = Instrument(
    "sre.db.client.connection.waited", _COUNTER, "s", "Time that work has waited for a connection", (POOL,)
)

#: Each process has its own of these.
OF_A_PROCESS = (
    OPERATION_DURATION,
    INTAKE_ALERTS,
    WRITER_INTENTS,
    WRITER_FACTS,
    RELAY_EVENTS,
    CONSUMED_MESSAGES,
    TARGET_DURATION,
    POOL_CONNECTIONS,
    POOL_MOST,
    POOL_PENDING,
    POOL_TIMEOUTS,
    POOL_WAITED,
)

DATABASE_ANSWERS = Instrument("sre.database.answers", _GAUGE, "{database}", "1 while the database answers, 0 otherwise")
PART_ANSWERS = Instrument(
    "sre.part.answers", _GAUGE, "{part}", "1 while this process of the system answers, 0 otherwise", ("sre.part",)
)
OUTBOX_EVENTS = Instrument(
    "sre.outbox.events", _GAUGE, "{event}", "Committed events that are not published yet", ("sre.outbox",)
)
OUTBOX_AGE = Instrument("sre.outbox.age", _GAUGE, "s", "Time that the oldest fact in the outbox has waited")
SUBSCRIPTION_MESSAGES = Instrument(
    "sre.subscription.messages", _GAUGE, "{message}", "Messages that wait for a subscription", (SUBSCRIPTION,)
)
SUBSCRIPTION_AGE = Instrument(
    "sre.subscription.age", _GAUGE, "s", "Time that a subscription's oldest message has waited", (SUBSCRIPTION,)
)
DEAD_LETTERS = Instrument(
    "sre.dead_letters",
    _GAUGE,
    "{message}",
    "Messages that were refused too often and wait for a person",
    (SUBSCRIPTION,),
)
PROJECTION_LAG = Instrument(
    "sre.projection.lag",
    _GAUGE,
    "s",
    "How old the oldest fact is that a read model does not show yet",
    ("sre.projection",),
)
ASIDE_EVENTS = Instrument(
    "sre.aside.events", _GAUGE, "{event}", "Events that were put aside and wait for a person", ("sre.reason",)
)
QUARANTINE_BODIES = Instrument(
    "sre.quarantine.bodies", _GAUGE, "{body}", "Bodies of webhooks that could not be read and wait for a person"
)
EMBEDDING_DOCUMENTS = Instrument(
    "sre.embedding.documents", _GAUGE, "{document}", "Documents that have no vectors yet", ("sre.state",)
)
EMBEDDING_OVERDUE = Instrument(
    "sre.embedding.overdue", _GAUGE, "s", "Time since the document that is due longest became due for its vectors"
)
TIMERS = Instrument("sre.timers", _GAUGE, "{timer}", "Timers of workflows that have not fired", ("sre.workflow",))
TIMER_OVERDUE = Instrument(
    "sre.timer.overdue",
    _GAUGE,
    "s",
    "Time since the workflow's timer that is due longest became due",
    ("sre.workflow",),
)
SOURCE_SILENCE = Instrument(
    "sre.objective.source.silence", _GAUGE, "s", "Time that a source of objectives has not answered", ("sre.source",)
)

#: There is one of these for all processes: read of the database when somebody asks.
OF_THE_INSTALLATION = (
    DATABASE_ANSWERS,
    PART_ANSWERS,
    OUTBOX_EVENTS,
    OUTBOX_AGE,
    SUBSCRIPTION_MESSAGES,
    SUBSCRIPTION_AGE,
    DEAD_LETTERS,
    PROJECTION_LAG,
    ASIDE_EVENTS,
    QUARANTINE_BODIES,
    EMBEDDING_DOCUMENTS,
    EMBEDDING_OVERDUE,
    TIMERS,
    TIMER_OVERDUE,
    SOURCE_SILENCE,
)

INSTRUMENTS = {each.name: each for each in (*OF_A_PROCESS, *OF_THE_INSTALLATION)}
