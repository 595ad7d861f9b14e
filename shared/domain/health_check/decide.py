"""What follows when a platform says how a resource is: transitions are facts, samples are not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.health_check.intents import RecordHealthCheck
from shared.domain.health_check.state import HealthCheck, evolve
from shared.domain.health_check.values import Condition
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.moment import believed, is_impossible
from shared.kernel.vocabulary import HealthStatus

Decision = Sequence[HealthCheckRecorded] | Ignored


def decide(intent: RecordHealthCheck, state: HealthCheck | None, context: Context) -> Decision:
    if state is not None:
        if intent.resource != state.resource:
            raise Rejected("health_check.identity_mismatch", "this id is another resource's")
        known = (state.checked_at, context.sighted_at or state.checked_at)
        if any(_checked(intent) < moment for moment in known if not is_impossible(moment, intent.received_at)):
            return Ignored("stale")
    progressing_since = _progressing_since(intent, state)
    status = _status(intent, state, progressing_since)
    if state is not None and _says_nothing_new(intent, state, status):
        return ()
    fact = HealthCheckRecorded(
        health_check_id=intent.health_check_id,
        resource=intent.resource,
        previous=None if state is None else state.status,
        status=status,
        since=state.since if state is not None and state.status is status else _checked(intent),
        progressing_since=progressing_since,
        conditions=intent.conditions,
        deployment=intent.deployment,
        message=intent.message,
        source_name=intent.source_name,
        checked_at=_checked(intent),
    )
    return (fact,)


def _checked(intent: RecordHealthCheck) -> datetime:
    return believed(intent.checked_at, intent.received_at)


def _progressing_since(intent: RecordHealthCheck, state: HealthCheck | None) -> datetime | None:
    if not intent.progressing:
        return None
    return _checked(intent) if state is None or state.progressing_since is None else state.progressing_since


def _status(intent: RecordHealthCheck, state: HealthCheck | None, progressing_since: datetime | None) -> HealthStatus:
    """On its way it is what it was; on its way for too long it is degraded."""
    if progressing_since is None:
        return intent.status
    if _checked(intent) - progressing_since > timedelta(seconds=intent.progress_deadline_s):
        return HealthStatus.DEGRADED
    return HealthStatus.UNKNOWN if state is None else state.status


def _says_nothing_new(intent: RecordHealthCheck, state: HealthCheck, status: HealthStatus) -> bool:
    return (
        status is state.status
        and intent.progressing == (state.progressing_since is not None)
        and intent.deployment == state.deployment
        and _named(intent.conditions) == _named(state.conditions)
    )


def _named(conditions: Sequence[Condition]) -> set[tuple[str, str, str]]:
    """Neither order nor wording nor the time of the last look makes a transition."""
    return {(condition.type, condition.status, condition.reason) for condition in conditions}


health_check: Decider[RecordHealthCheck, HealthCheck | None, HealthCheckRecorded] = Decider(
    initial=None, decide=decide, evolve=evolve
)
