"""What follows when something is asked of an alert."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from shared.domain.alert.comparing import news_in
from shared.domain.alert.facts import AlertAcknowledged, AlertIngested, AlertUncorrelated, AlertWentStale, Change
from shared.domain.alert.intents import AcknowledgeAlert, IngestAlert, MarkAlertStale, UncorrelateAlert
from shared.domain.alert.state import Alert, AnyAlertFact, evolve
from shared.domain.alert.values import Difference
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.vocabulary import AlertSource, AlertStatus

AnyAlertIntent = IngestAlert | AcknowledgeAlert | MarkAlertStale | UncorrelateAlert
Decision = Sequence[AnyAlertFact] | Ignored


def decide(intent: AnyAlertIntent, state: Alert | None, context: Context) -> Decision:
    if isinstance(intent, IngestAlert):
        return _ingest(intent, state)
    if state is None:
        raise Rejected("alert.not_found", "no source has ever reported this alert")
    match intent:
        case AcknowledgeAlert():
            return _acknowledge(intent, state, context)
        case MarkAlertStale():
            return _mark_stale(intent, state, context)
        case UncorrelateAlert():
            return _uncorrelate(intent, state, context)
        case _:
            assert_never(intent)


def _ingest(intent: IngestAlert, state: Alert | None) -> Decision:
    if _reports_health(intent) and (state is None or state.status is AlertStatus.RESOLVED):
        return Ignored("not_firing")
    if state is None:
        return (_ingested(intent, Change.NEW, 1),)
    if (state.source_name, state.fingerprint) != (intent.source_name, intent.fingerprint):
        raise Rejected("alert.identity_mismatch", "this id belongs to another source or fingerprint")
    intent = _since_when_we_know(intent, state)
    if intent.starts_at < state.starts_at:
        return Ignored("stale")
    if intent.starts_at > state.starts_at:
        change = Change.REFIRED if intent.status == "firing" else Change.RESOLVED
        return (_ingested(intent, change, state.episode + 1),)
    return _resolved_again(intent, state) if intent.status == "resolved" else _firing_again(intent, state)


def _reports_health(intent: IngestAlert) -> bool:
    """Argo CD says of every application that it is well, also of those that never were otherwise."""
    return intent.source is AlertSource.ARGOCD and intent.status == "resolved"


def _since_when_we_know(intent: IngestAlert, state: Alert) -> IngestAlert:
    """A sender that does not say since when speaks of the episode that is under way, if one is."""
    if intent.start_unknown and (state.status is not AlertStatus.RESOLVED or intent.status == "resolved"):
        return intent.model_copy(update={"starts_at": state.starts_at})
    return intent


def _resolved_again(intent: IngestAlert, state: Alert) -> Decision:
    if state.status is AlertStatus.RESOLVED:
        return ()
    return (_ingested(intent, Change.RESOLVED, state.episode),)


def _firing_again(intent: IngestAlert, state: Alert) -> Decision:
    """An unchanged start does not prove that it is the same episode: the sender keeps it when a re-fire overlaps."""
    if state.status is AlertStatus.STALE:
        return (_ingested(intent, Change.HEALED, state.episode),)
    if state.status is AlertStatus.RESOLVED:
        if _is_late_retry(intent, state):
            return Ignored("stale")
        return (_ingested(intent, Change.REFIRED, state.episode + 1),)
    differences = news_in(intent, state)
    return (_ingested(intent, Change.CHANGED, state.episode, differences),) if differences else ()


def _is_late_retry(intent: IngestAlert, state: Alert) -> bool:
    if state.resolve_received_at is None:
        return False
    return intent.received_at - state.resolve_received_at < timedelta(seconds=intent.retry_window_s)


def _ingested(
    intent: IngestAlert, change: Change, episode: int, differences: tuple[Difference, ...] = ()
) -> AlertIngested:
    return AlertIngested(
        alert_id=intent.alert_id,
        change=change,
        episode=episode,
        source=intent.source,
        source_name=intent.source_name,
        fingerprint=intent.fingerprint,
        status=intent.status,
        name=intent.name,
        severity=intent.severity,
        labels=intent.labels,
        annotations=intent.annotations,
        starts_at=intent.starts_at,
        ends_at=intent.ends_at if intent.status == "resolved" else None,
        received_at=intent.received_at,
        generator_url=intent.generator_url,
        environment_id=intent.environment_id,
        group_key=intent.group_key,
        marks=intent.marks,
        differences=differences,
        end_reason=intent.end_reason,
        unwatched=intent.unwatched,
    )


def _acknowledge(intent: AcknowledgeAlert, state: Alert, context: Context) -> Decision:
    if state.status is AlertStatus.RESOLVED:
        raise Rejected("alert.not_firing", f"episode {state.episode} is over")
    if context.actor in state.acknowledgers:
        return ()
    fact = AlertAcknowledged(
        alert_id=state.alert_id,
        episode=state.episode,
        acknowledged_by=context.actor,
        acknowledged_at=context.at,
        note=intent.note,
    )
    return (fact,)


def _mark_stale(intent: MarkAlertStale, state: Alert, context: Context) -> Decision:
    if state.status is AlertStatus.STALE:
        return ()
    if state.status is not AlertStatus.FIRING:
        return Ignored("not_firing")
    last_sight = max(state.received_at, context.sighted_at or state.received_at)
    if last_sight > intent.last_seen_at:
        return Ignored("seen_since")
    fact = AlertWentStale(
        alert_id=state.alert_id, episode=state.episode, last_seen_at=intent.last_seen_at, stale_at=context.at
    )
    return (fact,)


def _uncorrelate(intent: UncorrelateAlert, state: Alert, context: Context) -> Decision:
    if intent.incident_id in state.uncorrelated_from:
        return ()
    fact = AlertUncorrelated(
        alert_id=state.alert_id,
        episode=state.episode,
        incident_id=intent.incident_id,
        reason=intent.reason,
        uncorrelated_by=context.actor,
    )
    return (fact,)


alert: Decider[AnyAlertIntent, Alert | None, AnyAlertFact] = Decider(initial=None, decide=decide, evolve=evolve)
