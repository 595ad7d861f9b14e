"""What follows when somebody has looked at a cluster's applications: a difference is a fact, a snapshot is not."""

from collections import Counter
from collections.abc import Sequence

from shared.domain.fleet_state.facts import FleetStateRecorded
from shared.domain.fleet_state.health import HEALTHS, counted_as
from shared.domain.fleet_state.intents import RecordFleetState
from shared.domain.fleet_state.state import FleetState, evolve
from shared.domain.fleet_state.values import ApplicationRow
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.moment import believed, is_impossible

Decision = Sequence[FleetStateRecorded] | Ignored


def decide(intent: RecordFleetState, state: FleetState | None, context: Context) -> Decision:
    if state is not None:
        if (intent.environment, intent.cluster) != (state.environment, state.cluster):
            raise Rejected("fleet_state.identity_mismatch", "this id is another cluster's")
        if _is_older_than_known(intent, state, context):
            return Ignored("stale")
    _refuse_disagreement(intent)
    if state is not None and _says_nothing_new(intent, state):
        return ()
    fact = FleetStateRecorded(
        fleet_state_id=intent.fleet_state_id,
        environment=intent.environment,
        cluster=intent.cluster,
        reachable=intent.reachable,
        counts=intent.counts,
        applications=_sorted(intent.applications),
        observed_at=believed(intent.observed_at, context.at),
        stale_after_s=intent.stale_after_s,
    )
    return (fact,)


def _is_older_than_known(intent: RecordFleetState, state: FleetState, context: Context) -> bool:
    """A look of a time to come is nobody's: it must not make the true ones look old."""
    known = (state.observed_at, context.sighted_at or state.observed_at)
    observed_at = believed(intent.observed_at, context.at)
    return any(observed_at < moment for moment in known if not is_impossible(moment, context.at))


def _says_nothing_new(intent: RecordFleetState, state: FleetState) -> bool:
    return (
        intent.reachable == state.reachable
        and intent.counts == state.counts
        and intent.stale_after_s == state.stale_after_s
        and _sorted(intent.applications) == state.applications
    )


def _sorted(applications: Sequence[ApplicationRow]) -> tuple[ApplicationRow, ...]:
    return tuple(sorted(applications, key=lambda row: (row.namespace, row.name, row.project)))


def _refuse_disagreement(intent: RecordFleetState) -> None:
    """Counts that are not what the rows say would be believed by whoever reads only one of them."""
    counts = intent.counts
    if not intent.reachable and (intent.applications or counts.unknown != counts.total):
        raise Rejected("fleet_state.unreachable", "of a cluster that cannot be reached everything is unknown, no rows")
    if counts.out_of_sync > counts.total or sum(getattr(counts, health) for health in HEALTHS) != counts.total:
        raise Rejected("fleet_state.counts_disagree", f"{', '.join(HEALTHS)} must add up to total")
    if not intent.applications:
        return
    said = Counter(counted_as(row.health) for row in intent.applications)
    said["total"] = len(intent.applications)
    said["out_of_sync"] = sum(row.sync.lower() == "outofsync" for row in intent.applications)
    wrong = [name for name in (*HEALTHS, "total", "out_of_sync") if getattr(counts, name) != said[name]]
    if wrong:
        told = ", ".join(f"{name} is {getattr(counts, name)}, the rows say {said[name]}" for name in wrong)
        raise Rejected("fleet_state.counts_disagree", told)
    if len({(row.namespace, row.name) for row in intent.applications}) != len(intent.applications):
        raise Rejected("fleet_state.application_twice", "an application is there twice: name it with its namespace")


fleet_state: Decider[RecordFleetState, FleetState | None, FleetStateRecorded] = Decider(
    initial=None, decide=decide, evolve=evolve
)
