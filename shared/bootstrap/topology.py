"""Who listens to what: every subscription of the system, the function entry point it is pushed to, and who is woken."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.app.link_services import SERVICE_LINKS, LinkServices
from shared.app.runbooks.step import RUNBOOK_STEPS
from shared.bootstrap.step_facts import STEPS
from shared.kernel.message import Fact
from shared.kernel.wire import (
    FACTS_TOPIC,
    INTENTS_TOPIC,
    PROCESS_FACTS_TOPIC,
    TRANSFORMATION_FACTS_TOPIC,
    wake_topic,
    wire_type,
)
from shared.ports.transport import Subscription
from shared.ports.wake import EMBEDDINGS, RELAY, TIMERS
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.change_verification.react import change_verification
from shared.processes.incident_triage.react import incident_triage
from shared.processes.on_call_handoff.react import on_call_handoff
from shared.processes.runbook_execution.react import runbook_execution
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS


@dataclass(frozen=True, slots=True)
class Route:
    """``function`` is the folder below ``functions/``, ``target`` the entry point in its ``main.py``."""

    subscription: Subscription
    function: str
    target: str

    @property
    def path(self) -> str:
        """Where the entry point is mounted; the slash at the end spares the push a redirect, which is a refusal."""
        return f"/{self.function}/{self.target}/"


def _projector(projection: Projection) -> Route:
    """It is handed the facts of the aggregates that its rows follow from."""
    name = f"projector-{projection.name.replace('_', '-')}.facts"
    subscription = Subscription(name=name, topic=FACTS_TOPIC, aggregate_types=projection.aggregate_types)
    return Route(subscription, "projectors", projection.name)


def _workflow(name: str, handles: Iterable[type[Fact]]) -> Route:
    aggregate_types = frozenset(fact.aggregate_type for fact in handles)
    subscription = Subscription(
        name=f"triage-{name.replace('_', '-')}.facts", topic=FACTS_TOPIC, aggregate_types=aggregate_types
    )
    return Route(subscription, "triage_steps", name)


def _step(name: str) -> Route:
    """It is handed the process facts that it goes on from, and no others of its workflow."""
    facts: Iterable[type[Fact]] = STEPS[name]
    subscription = Subscription(
        name=f"triage-{name.replace('_', '-')}.process-facts",
        topic=PROCESS_FACTS_TOPIC,
        fact_types=frozenset(map(wire_type, facts)),
    )
    return Route(subscription, "triage_steps", name)


ROUTES = (
    Route(Subscription(name="domain-writer.intents", topic=INTENTS_TOPIC), "domain_writer", "domain_writer"),
    *map(_projector, PROJECTIONS),
    _workflow(alert_correlation.workflow_type, alert_correlation.handles),
    _workflow(SERVICE_LINKS, LinkServices.handles),
    _workflow(incident_triage.workflow_type, incident_triage.handles),
    *map(_step, ("pattern_lookup", "investigate", "dry_run", "remediate", "verify", "call_off", "document")),
    _workflow(runbook_execution.workflow_type, runbook_execution.handles),
    _step(RUNBOOK_STEPS),
    _workflow(change_verification.workflow_type, change_verification.handles),
    _step("read_change"),
    _workflow(on_call_handoff.workflow_type, on_call_handoff.handles),
    Route(
        Subscription(name="ingest-backlog.transformation-facts", topic=TRANSFORMATION_FACTS_TOPIC),
        "ingest_backlog",
        "ingest_backlog",
    ),
)

SUBSCRIPTIONS = tuple(route.subscription for route in ROUTES)


def service_name(function: str, target: str = "") -> str:
    """``triage_steps``, ``tick`` → ``triage-steps-tick``; ``api``, ``api`` → ``api``."""
    name = target if target.startswith(function) else f"{function}_{target}".rstrip("_")
    return name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Sleeper:
    """An entry point that is called when it is woken by this name, and by the clock for the case that it was not."""

    wake: str
    function: str
    target: str

    @property
    def topic(self) -> str:
        """Where its wakes are published, where the broker is another system."""
        return wake_topic(self.wake)

    @property
    def subscription(self) -> str:
        return f"{service_name(self.function, self.target)}.wakes"


SLEEPERS = (
    Sleeper(RELAY, "outbox_relay", "outbox_relay"),
    Sleeper(EMBEDDINGS, "projectors", "knowledge_embed"),
    Sleeper(TIMERS, "triage_steps", "tick"),
)
