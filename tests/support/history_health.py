"""Fleets and resources for tests of the read side."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.domain.fleet_state.facts import FleetStateRecorded
from shared.domain.fleet_state.health import counted_as
from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.health_check.values import Deployment
from shared.kernel.ids import FleetStateId, HealthCheckId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from tests.support.facts import T0, minutes, named

_WORDS = ("Healthy", "Degraded", "Progressing", "Missing", "Suspended", "Odd \x00")


def fleet_id(cluster: str) -> FleetStateId:
    return FleetStateId(named(f"fleet {cluster}"))


def check_id(name: str) -> HealthCheckId:
    return HealthCheckId(named(f"check {name}"))


def picture(
    cluster: str = "eu", *, at: datetime = T0, environment: str = "production", stale_after_s: int = 300, **health: str
) -> FleetStateRecorded:
    """``health``: the controller's word for each application, by name."""
    return pictured(
        cluster,
        at=at,
        environment=environment,
        stale_after_s=stale_after_s,
        applications=[ApplicationRow(name=name, namespace="shop", health=word) for name, word in health.items()],
    )


def pictured(cluster: str, *, applications: Sequence[ApplicationRow], at: datetime, **more: Any) -> FleetStateRecorded:
    counted = Counter(counted_as(each.health) for each in applications)
    counts = {
        **counted,
        "total": len(applications),
        "out_of_sync": sum(each.sync == "OutOfSync" for each in applications),
    }
    return FleetStateRecorded.model_validate(
        {
            "fleet_state_id": fleet_id(cluster),
            "cluster": cluster,
            "reachable": True,
            "counts": counts,
            "applications": applications,
            "observed_at": at,
            **more,
        }
    )


def out_of_reach(cluster: str = "eu", *, at: datetime, known: int = 0, **more: Any) -> FleetStateRecorded:
    return FleetStateRecorded.model_validate(
        {
            "fleet_state_id": fleet_id(cluster),
            "environment": "production",
            "cluster": cluster,
            "reachable": False,
            "counts": Counts(total=known, unknown=known),
            "applications": (),
            "observed_at": at,
            "stale_after_s": 300,
            **more,
        }
    )


def checked(name: str = "api", status: str = "healthy", **more: Any) -> HealthCheckRecorded:
    """``kind``, ``namespace``, ``cluster`` and ``environment`` are of the resource."""
    place = {"kind": "Deployment", "namespace": "shop", "cluster": "eu", "environment": "production"}
    place |= {key: more.pop(key) for key in list(more) if key in place}
    return HealthCheckRecorded.model_validate(
        {
            "health_check_id": check_id(name),
            "resource": ResourceRef(name=name, **place),
            "previous": None,
            "status": status,
            "since": T0,
            "progressing_since": None,
            "conditions": (),
            "deployment": None,
            "message": "",
            "source_name": "argo",
            "checked_at": T0,
            **more,
        }
    )


def health_born() -> Sequence[Fact]:
    return [picture("eu", shop="Healthy"), picture("us", environment="staging"), checked("api"), checked("db")]


def health_grows(chance: random.Random, step: int) -> Fact:
    at, cluster = minutes(step), chance.choice(("eu", "us"))
    if chance.random() < 0.5:
        return checked(
            chance.choice(("api", "db")),
            chance.choice(list(HealthStatus)),
            kind=chance.choice(("Deployment", "Application")),
            environment=chance.choice(("production", "odd \x00\\", None)),
            since=at,
            checked_at=at,
            deployment=chance.choice((None, Deployment(application="shop\x00", sync="OutOfSync"))),
            message="nul\x00 \\u0000",
        )
    if chance.random() < 0.3:
        return out_of_reach(cluster, at=at, known=chance.randint(0, 3))
    said: Mapping[str, str] = {
        name: chance.choice(_WORDS) for name in chance.sample(("shop", "mail", "odd \x00"), chance.randint(0, 3))
    }
    return picture(cluster, at=at, stale_after_s=chance.randint(30, 600), **said)
