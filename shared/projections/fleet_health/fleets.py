"""One row per fleet: a cluster of an environment, with its applications as they were last seen, each since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.domain.fleet_state.facts import FleetStateRecorded
from shared.domain.fleet_state.health import health_of, worst_of
from shared.domain.fleet_state.values import Counts
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import HealthStatus
from shared.projections.fleet_health.ranks import RANKS
from shared.projections.fleet_health.stored import name, place
from shared.projections.projection import Key, ProjectionPart, ProjectionView, version_of

_UNKNOWN = "Unknown"
#: What is kept of an application: the fields of its part, but the fleet, as JSON.
Application = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRow:
    fleet_state_id: UUID
    environment: str
    cluster: str
    reachable: bool
    status: str
    """Of the picture; whether it is still believed is seen when it is asked for."""
    since: datetime
    """Since when it has had this status."""
    total: int
    healthy: int
    degraded: int
    unhealthy: int
    unknown: int
    progressing: int
    """Among the healthy."""
    out_of_sync: int
    applications: list[Application]
    last_seen_at: datetime
    stale_after_s: int
    version: int


@dataclass(frozen=True, slots=True)
class FleetApplicationRow:
    fleet_state_id: UUID
    namespace: str
    name: str
    project: str
    status: str
    rank: int
    since: datetime
    health: str
    sync: str
    operation_phase: str
    revision: str


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.fleet_state_id,),)


def _evolve(_key: Key, row: FleetRow | None, envelope: Envelope[Any]) -> FleetRow:
    fact: FleetStateRecorded = envelope.data
    before = row.applications if row is not None else []
    applications = _seen(fact, before) if fact.reachable else _out_of_sight(fact, before)
    status = worst_of(fact.counts) if fact.reachable else HealthStatus.UNKNOWN
    same = row is not None and row.status == status.value
    return FleetRow(
        fleet_state_id=fact.fleet_state_id,
        environment=place(fact.environment),
        cluster=place(fact.cluster),
        reachable=fact.reachable,
        status=status.value,
        since=row.since if row is not None and same else fact.observed_at,
        **_counted(fact, len(applications)),
        applications=applications,
        last_seen_at=fact.observed_at,
        stale_after_s=fact.stale_after_s,
        version=version_of(envelope),
    )


def _counted(fact: FleetStateRecorded, kept: int) -> Mapping[str, int]:
    """Whoever cannot reach a cluster may not know how much there is in it."""
    counts: Counts = fact.counts
    if not fact.reachable:
        total = max(counts.total, kept)
        return {
            "total": total,
            "unknown": total,
            **dict.fromkeys(("healthy", "degraded", "unhealthy", "progressing", "out_of_sync"), 0),
        }
    return {
        "total": counts.total,
        "healthy": counts.healthy + counts.progressing,
        "degraded": counts.suspended,
        "unhealthy": counts.degraded + counts.missing,
        "unknown": counts.unknown,
        "progressing": counts.progressing,
        "out_of_sync": counts.out_of_sync,
    }


def _seen(fact: FleetStateRecorded, before: Sequence[Application]) -> list[Application]:
    known = {(each["namespace"], each["name"]): each for each in before}
    at = _text_of(fact.observed_at)
    seen: dict[tuple[str, str], Application] = {}
    for told in fact.applications:
        key = (name(told.namespace), name(told.name))
        status = health_of(told.health).value
        earlier = known.get(key)
        seen[key] = {
            "namespace": key[0],
            "name": key[1],
            "project": told.project,
            "status": status,
            "since": earlier["since"] if earlier is not None and earlier["status"] == status else at,
            "health": told.health,
            "sync": told.sync,
            "operation_phase": told.operation_phase,
            "revision": told.revision,
        }
    return list(seen.values())


def _out_of_sight(fact: FleetStateRecorded, before: Sequence[Application]) -> list[Application]:
    """What was there may still be there: it is unknown, not gone."""
    unknown = HealthStatus.UNKNOWN.value
    now_unknown = {"status": unknown, "health": _UNKNOWN, "sync": _UNKNOWN, "operation_phase": ""}
    at = _text_of(fact.observed_at)
    return [each | now_unknown | {"since": each["since"] if each["status"] == unknown else at} for each in before]


def _text_of(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _applications(row: FleetRow) -> Sequence[FleetApplicationRow]:
    return [
        FleetApplicationRow(
            fleet_state_id=row.fleet_state_id,
            rank=RANKS[HealthStatus(each["status"])],
            **each | {"since": datetime.fromisoformat(each["since"])},
        )
        for each in row.applications
    ]


fleets = ProjectionView(
    table="fleet",
    row=FleetRow,
    key_columns=1,
    handles=frozenset({FleetStateRecorded}),
    keys=_keys,
    evolve=_evolve,
    parts=(ProjectionPart(table="application", row=FleetApplicationRow, key_columns=3, of=_applications),),
)
