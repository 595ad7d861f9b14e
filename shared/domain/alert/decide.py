"""What follows when something is asked of an alert."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, assert_never

from shared.domain.alert.comparing import news_in
from shared.domain.alert.episodes import (
    Verdict,
    believed_end,
    believed_start,
    is_overtaken,
    judge,
    latest_claim,
    start_news,
    start_within,
)
from shared.domain.alert.facts import (
    AlertAcknowledged,
    AlertIngested,
    AlertSightingIgnored,
    AlertUncorrelated,
    AlertWentStale,
    Change,
)
from shared.domain.alert.intents import AcknowledgeAlert, IngestAlert, MarkAlertStale, UncorrelateAlert
from shared.domain.alert.state import Alert, AnyAlertFact, evolve
from shared.domain.alert.values import Difference
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.vocabulary import AlertSource, AlertStatus

AnyAlertIntent = IngestAlert | AcknowledgeAlert | MarkAlertStale | UncorrelateAlert
Decision = Sequence[AnyAlertFact] | Ignored

#: Of the sights of one episode that are not believed, so many are told as facts: a sender that repeats an old body for
#: ever grows no history without bound. Those beyond it have their outcome (ignored) and nothing else.
MOST_IGNORED_TOLD: Final = 100


def decide(intent: AnyAlertIntent, state: Alert | None, context: Context) -> Decision:
    if isinstance(intent, IngestAlert):
        return _ingest(intent, state, context)
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


def _ingest(intent: IngestAlert, state: Alert | None, context: Context) -> Decision:
    if _reports_health(intent) and (state is None or (state.status is AlertStatus.RESOLVED and not state.unwatched)):
        return Ignored("not_firing")
    if state is None:
        return (_begun(intent, Change.NEW, 1),)
    if (state.source_name, state.fingerprint) != (intent.source_name, intent.fingerprint):
        raise Rejected("alert.identity_mismatch", "this id belongs to another source or fingerprint")
    intent = _since_when_we_know(intent, state)
    match judge(intent, state, _last_seen(state, context)):
        case Verdict.NEXT:
            change = Change.REFIRED if intent.status == "firing" else Change.RESOLVED
            return (_begun(intent, change, state.episode + 1),)
        case Verdict.CURRENT:
            return _resolved_again(intent, state) if intent.status == "resolved" else _firing_again(intent, state)
        case Verdict.LATE_RETRY:
            return _not_believed(intent, state, "late_retry")
        case Verdict.EARLIER_EPISODE:
            return _not_believed(intent, state, "earlier_episode")
        case unknown:
            assert_never(unknown)


def _reports_health(intent: IngestAlert) -> bool:
    """Argo CD says of every application that it is well, also of those that never were otherwise; so does CloudWatch
    of every metric whose data come again, and does not know since when then."""
    knows_no_better = intent.source is AlertSource.CLOUDWATCH and intent.start_unknown
    return intent.status == "resolved" and (intent.source is AlertSource.ARGOCD or knows_no_better)


def _since_when_we_know(intent: IngestAlert, state: Alert) -> IngestAlert:
    """A sender that does not say since when speaks of the episode that is under way, if one is."""
    if intent.start_unknown and (state.status is not AlertStatus.RESOLVED or intent.status == "resolved"):
        return intent.model_copy(update={"starts_at": state.starts_at})
    return intent


def _last_seen(state: Alert, context: Context) -> datetime:
    return max(state.received_at, context.sighted_at or state.received_at)


def _resolved_again(intent: IngestAlert, state: Alert) -> Decision:
    """An end is news once; but who had stopped watching and sees now that it is over says something new."""
    if state.status is AlertStatus.RESOLVED and (intent.unwatched or not state.unwatched):
        return ()
    return (_continued(intent, Change.RESOLVED, state),)


def _firing_again(intent: IngestAlert, state: Alert) -> Decision:
    if state.status is AlertStatus.STALE:
        return (_continued(intent, Change.HEALED, state),)
    if is_overtaken(intent, state):
        return ()
    differences = (*news_in(intent, state), *start_news(intent, state))
    return (_continued(intent, Change.CHANGED, state, differences),) if differences else ()


def _not_believed(intent: IngestAlert, state: Alert, reason: Literal["late_retry", "earlier_episode"]) -> Ignored:
    if state.ignored_sightings >= MOST_IGNORED_TOLD:
        return Ignored("stale")
    fact = AlertSightingIgnored(
        alert_id=state.alert_id,
        episode=state.episode,
        status=intent.status,
        starts_at=intent.starts_at,
        ends_at=intent.ends_at if intent.status == "resolved" else None,
        received_at=intent.received_at,
        reason=reason,
    )
    return Ignored("stale", (fact,))


def _begun(intent: IngestAlert, change: Change, episode: int) -> AlertIngested:
    return _ingested(intent, change, episode, starts_at=believed_start(intent), claimed=intent.starts_at)


def _continued(
    intent: IngestAlert, change: Change, state: Alert, differences: tuple[Difference, ...] = ()
) -> AlertIngested:
    starts_at = start_within(intent, state)
    fact = _ingested(intent, change, state.episode, starts_at=starts_at, claimed=latest_claim(state))
    return fact.model_copy(update={"differences": differences})


def _ingested(
    intent: IngestAlert, change: Change, episode: int, *, starts_at: datetime, claimed: datetime
) -> AlertIngested:
    ends_at = believed_end(intent, starts_at)
    newest = max(claimed, intent.starts_at)
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
        starts_at=starts_at,
        ends_at=ends_at,
        received_at=intent.received_at,
        generator_url=intent.generator_url,
        environment_id=intent.environment_id,
        group_key=intent.group_key,
        marks=intent.marks,
        end_reason=intent.end_reason,
        unwatched=intent.unwatched,
        claimed_starts_at=newest if newest > starts_at else None,
        claimed_ends_at=intent.ends_at if ends_at != intent.ends_at and intent.status == "resolved" else None,
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
    if _last_seen(state, context) > intent.last_seen_at:
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
