"""How everything that runs was, as its platform said it: one picture per change and cluster, one word per resource."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from local.demo.asking import MONITORING, DatedIntent
from local.demo.harm import Harm, harms
from local.demo.incidents import resource_of
from local.demo.scene import DAYS, Scene
from local.demo.services import BY_SLUG, SERVICES
from local.demo.story import Story
from local.demo_targets import CLUSTER, ENVIRONMENT
from shared.domain.fleet_state.health import counted_as
from shared.domain.fleet_state.intents import RecordFleetState
from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.domain.health_check.intents import RecordHealthCheck
from shared.domain.health_check.values import Deployment
from shared.kernel.ids import fleet_state_id_for, health_check_id_for
from shared.kernel.vocabulary import HealthStatus, Severity

#: Nobody looks again after the history ends; its last picture is believed for a day.
_BELIEVED_S: Final = 86_400
_STAGING, _STAGING_CLUSTER = "staging", "south-1"
_STATUS: Final = {Severity.CRITICAL: HealthStatus.UNHEALTHY, Severity.HIGH: HealthStatus.DEGRADED}
#: What runs ahead of production in staging, or is behind what its repository says.
_IN_STAGING: Final = {"booking": ("Progressing", "Synced"), "search": ("Healthy", "OutOfSync")}


def fleets(scene: Scene, stories: Iterable[Story]) -> Iterator[DatedIntent]:
    grave = [harm for harm in harms(scene, stories) if harm.severity in _STATUS]
    yield from _resources(scene, grave)
    for at in _moments(scene, grave):
        worst = {thing.slug: _worst(grave, thing.slug, at) for thing in SERVICES}
        rows = {slug: _row(slug, "Healthy" if harm is None else "Degraded") for slug, harm in worst.items()}
        yield _picture(scene, ENVIRONMENT, CLUSTER, rows, at)
    yield _picture(scene, _STAGING, _STAGING_CLUSTER, _staging(), scene.now)


def _moments(scene: Scene, grave: Iterable[Harm]) -> list[datetime]:
    """Whenever something changes, and when the history ends."""
    changes = {at for harm in grave for at in (harm.starts_at, harm.ends_at) if at is not None}
    return sorted({scene.on(DAYS + 7, "10:00"), *(at for at in changes if at < scene.now), scene.now})


def _worst(grave: Iterable[Harm], service: str, at: datetime) -> Harm | None:
    lasting = [
        harm
        for harm in grave
        if harm.service == service and harm.starts_at <= at and (harm.ends_at is None or at < harm.ends_at)
    ]
    return max(lasting, key=lambda harm: harm.severity.rank, default=None)


def _resources(scene: Scene, grave: list[Harm]) -> Iterator[DatedIntent]:
    for thing in SERVICES:
        own = [harm for harm in grave if harm.service == thing.slug]
        for at in _moments(scene, own):
            yield _check(scene, thing.slug, _worst(own, thing.slug, at), at)


def _check(scene: Scene, service: str, harm: Harm | None, at: datetime) -> DatedIntent:
    resource = resource_of(service)
    health_check_id = health_check_id_for(
        scene.tenant_id, kind=resource.kind, name=service, namespace=resource.namespace or "", cluster=CLUSTER
    )
    intent = RecordHealthCheck(
        health_check_id=health_check_id,
        resource=resource,
        status=HealthStatus.HEALTHY if harm is None else _STATUS[harm.severity],
        deployment=Deployment(
            application=service, sync="Synced", health="Healthy" if harm is None else "Degraded", revision=_revision(at)
        ),
        message="" if harm is None else harm.title,
        source_name="argocd",
        checked_at=at,
        received_at=at,
    )
    return DatedIntent(at=at, actor=MONITORING, intent=intent)


def _revision(at: datetime) -> str:
    """Something is released every week."""
    return f"r{at.date().toordinal() // 7}"


def _row(service: str, health: str, sync: str = "Synced") -> ApplicationRow:
    return ApplicationRow(
        name=service, namespace="argocd", project=BY_SLUG[service].team.slug, health=health, sync=sync
    )


def _staging() -> Mapping[str, ApplicationRow]:
    return {
        thing.slug: _row(thing.slug, *_IN_STAGING.get(thing.slug, ("Healthy", "Synced")))
        for thing in SERVICES
        if thing.kind == "component"
    }


def _picture(
    scene: Scene, environment: str, cluster: str, rows: Mapping[str, ApplicationRow], at: datetime
) -> DatedIntent:
    healths = Counter(counted_as(row.health) for row in rows.values())
    out_of_sync = sum(row.sync == "OutOfSync" for row in rows.values())
    intent = RecordFleetState(
        fleet_state_id=fleet_state_id_for(scene.tenant_id, environment, cluster),
        environment=environment,
        cluster=cluster,
        counts=Counts(total=len(rows), out_of_sync=out_of_sync, **healths),
        applications=tuple(rows.values()),
        observed_at=at,
        stale_after_s=_BELIEVED_S,
    )
    return DatedIntent(at=at, actor=MONITORING, intent=intent)
