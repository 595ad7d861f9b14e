"""One row per resource whose health somebody tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.health_check.values import Deployment
from shared.kernel.envelope import Envelope
from shared.projections.fleet_health.ranks import RANKS
from shared.projections.fleet_health.stored import name, place
from shared.projections.projection import Key, ProjectionView, version_of

_APPLICATION = "application"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRow:
    health_check_id: UUID
    kind: str
    name: str
    namespace: str
    cluster: str
    environment: str
    """Empty: the resource names none."""
    application: str
    """What it is deployed with; an application is its own. Empty: nobody said."""
    status: str
    rank: int
    since: datetime
    progressing_since: datetime | None
    sync: str
    operation_phase: str
    revision: str
    message: str
    source_name: str
    last_seen_at: datetime
    version: int


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.health_check_id,),)


def _evolve(_key: Key, _row: ResourceRow | None, envelope: Envelope[Any]) -> ResourceRow:
    fact: HealthCheckRecorded = envelope.data
    resource, deployment = fact.resource, fact.deployment or Deployment()
    itself = resource.name if resource.kind.lower() == _APPLICATION else ""
    return ResourceRow(
        health_check_id=fact.health_check_id,
        kind=resource.kind,
        name=resource.name,
        namespace=resource.namespace or "",
        cluster=resource.cluster or "",
        environment=place(resource.environment),
        application=name(deployment.application or itself),
        status=fact.status.value,
        rank=RANKS[fact.status],
        since=fact.since,
        progressing_since=fact.progressing_since,
        sync=deployment.sync,
        operation_phase=deployment.operation_phase,
        revision=deployment.revision,
        message=fact.message,
        source_name=fact.source_name,
        last_seen_at=fact.checked_at,
        version=version_of(envelope),
    )


resources = ProjectionView(
    table="resource",
    row=ResourceRow,
    key_columns=1,
    handles=frozenset({HealthCheckRecorded}),
    keys=_keys,
    evolve=_evolve,
)
