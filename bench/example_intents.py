"""For each aggregate, what a bench asks of one: given the id, intents that are all accepted, in this order."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.domain.alert.intents import IngestAlert
from shared.domain.correlation_rule.intents import PutCorrelationRule
from shared.domain.correlation_rule.values import RuleDefinition
from shared.domain.fleet_state.intents import RecordFleetState
from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.domain.health_check.intents import RecordHealthCheck
from shared.domain.incident.intents import CreateIncident
from shared.domain.knowledge_document.intents import PutKnowledgeDocument
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.domain.knowledge_feedback.values import AnswerVerdict, FoundType
from shared.domain.on_call_schedule.intents import CreateOnCallSchedule
from shared.domain.on_call_schedule.values import Layer, ScheduleDefinition
from shared.domain.postmortem.intents import CreatePostmortem
from shared.domain.postmortem.values import PostmortemContent
from shared.domain.runbook.intents import CreateRunbook
from shared.domain.runbook.values import RunbookDefinition, RunbookStep
from shared.domain.service.intents import CreateService
from shared.domain.service.values import ServiceDefinition
from shared.domain.silence.intents import CreateSilence
from shared.domain.silence.values import SilenceDefinition
from shared.domain.slo.intents import CreateSLO, RecordSLIWindow
from shared.domain.slo.values import CountsIndicator, SLODefinition
from shared.kernel.ids import (
    AlertId,
    DocumentId,
    FeedbackId,
    FleetStateId,
    HealthCheckId,
    IncidentId,
    PostmortemId,
    RuleId,
    RunbookId,
    ScheduleId,
    ServiceId,
    SilenceId,
    SloId,
)
from shared.kernel.message import Intent
from shared.kernel.vocabulary import AlertSource, HealthStatus, ResourceRef, Severity

_NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_TEXT = "Checkout answers more than 5 % of requests with an error. " * 4


def _alert(one: UUID) -> Sequence[Intent]:
    intent = IngestAlert(
        alert_id=AlertId(one),
        source=AlertSource.PROMETHEUS,
        source_name="prometheus",
        fingerprint=one.hex[:16],
        status="firing",
        name="CheckoutErrors",
        severity=Severity.CRITICAL,
        labels={"alertname": "CheckoutErrors", "service": "checkout", "namespace": "shop", "severity": "critical"},
        annotations={"summary": _TEXT},
        starts_at=_NOON,
        received_at=_NOON,
    )
    return (intent,)


def _incident(one: UUID) -> Sequence[Intent]:
    return (
        CreateIncident(incident_id=IncidentId(one), title="Checkout fails", severity=Severity.HIGH, description=_TEXT),
    )


def _rule(one: UUID) -> Sequence[Intent]:
    definition = RuleDefinition(name="by service", matchers=('team="payments"',), group_by=("service",))
    return (PutCorrelationRule(rule_id=RuleId(one), definition=definition),)


def _runbook(one: UUID) -> Sequence[Intent]:
    steps = tuple(RunbookStep(id=f"step-{number}", title="Look at the pods") for number in range(5))
    definition = RunbookDefinition(title="Checkout errors", steps=steps, markdown=_TEXT)
    return (CreateRunbook(runbook_id=RunbookId(one), slug=one.hex, definition=definition),)


def _slo(one: UUID) -> Sequence[Intent]:
    return (CreateSLO(slo_id=SloId(one), slug=one.hex, definition=_objective()),)


def _objective() -> SLODefinition:
    indicator = CountsIndicator(good_query="sum(rate(good[5m]))", total_query="sum(rate(total[5m]))")
    return SLODefinition(name="Checkout answers", target=99.9, indicator=indicator)


def _sli_windows(one: UUID) -> Sequence[Intent]:
    """A day of five-minute windows of one objective."""
    windows = (
        RecordSLIWindow(
            slo_id=SloId(one),
            window_start=_NOON - timedelta(minutes=5 * (number + 1)),
            window_end=_NOON - timedelta(minutes=5 * number),
            good=9_990,
            total=10_000,
        )
        for number in reversed(range(287))
    )
    return (*_slo(one), *windows)


def _health_check(one: UUID) -> Sequence[Intent]:
    intent = RecordHealthCheck(
        health_check_id=HealthCheckId(one),
        resource=ResourceRef(kind="Application", name=one.hex, namespace="argocd"),
        status=HealthStatus.HEALTHY,
        source_name="argocd",
        checked_at=_NOON,
        received_at=_NOON,
    )
    return (intent,)


def _fleet_state(one: UUID) -> Sequence[Intent]:
    """A cluster of a hundred applications."""
    rows = tuple(ApplicationRow(name=f"app-{number}", health="Healthy", sync="Synced") for number in range(100))
    intent = RecordFleetState(
        fleet_state_id=FleetStateId(one),
        environment="production",
        cluster=one.hex,
        counts=Counts(total=100, healthy=100),
        applications=rows,
        observed_at=_NOON,
    )
    return (intent,)


def _service(one: UUID) -> Sequence[Intent]:
    definition = ServiceDefinition(name="Checkout", description=_TEXT, owner_team="payments")
    return (CreateService(service_id=ServiceId(one), slug=one.hex, definition=definition),)


def _postmortem(one: UUID) -> Sequence[Intent]:
    content = PostmortemContent(title="Checkout failed", summary=_TEXT, authors=("ana",))
    return (CreatePostmortem(postmortem_id=PostmortemId(one), incident_id=None, content=content),)


def _silence(one: UUID) -> Sequence[Intent]:
    definition = SilenceDefinition(
        matchers=('namespace="shop"',), starts_at=_NOON, ends_at=_NOON + timedelta(hours=2), reason="upgrade"
    )
    return (CreateSilence(silence_id=SilenceId(one), definition=definition),)


def _schedule(one: UUID) -> Sequence[Intent]:
    layer = Layer(name="weekly", members=("ana", "ben"), first_handoff=datetime(2026, 3, 2, 9))  # noqa: DTZ001 - local
    definition = ScheduleDefinition(name="Payments", zone="Europe/Berlin", layers=(layer,))
    return (CreateOnCallSchedule(schedule_id=ScheduleId(one), slug=one.hex, definition=definition),)


def _document(one: UUID) -> Sequence[Intent]:
    content = KnowledgeContent(kind=DocumentKind.INCIDENT_NOTE, title="Checkout failed", symptom=_TEXT, fix=_TEXT)
    return (PutKnowledgeDocument(document_id=DocumentId(one), slug=one.hex, content=content),)


def _feedback(one: UUID) -> Sequence[Intent]:
    intent = GiveFeedback(
        feedback_id=FeedbackId(one),
        document_id=one,
        document_type=FoundType.RUNBOOK,
        question="checkout answers 502 after the deploy",
        verdict=AnswerVerdict.RIGHT,
    )
    return (intent,)


EXAMPLES: Mapping[str, Callable[[UUID], Sequence[Intent]]] = {
    "alert": _alert,
    "incident": _incident,
    "correlation_rule": _rule,
    "runbook": _runbook,
    "slo": _slo,
    "slo windows": _sli_windows,
    "health_check": _health_check,
    "fleet_state": _fleet_state,
    "knowledge_document": _document,
    "knowledge_feedback": _feedback,
    "service": _service,
    "postmortem": _postmortem,
    "silence": _silence,
    "on_call_schedule": _schedule,
}
