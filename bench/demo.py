"""The bundled cluster as it is when its world begins, for measurements."""

from pathlib import Path
from typing import Final

from local.cluster.api import ClusterApi
from local.fleet.manifests import PRICING
from local.world.demo_world import WorldPlan, begin_world
from shared.ports.clock import SystemClock

#: The service whose new version does not start.
CRASHING: Final = PRICING.name


def demo_cluster(directory: Path) -> ClusterApi:
    plan = WorldPlan(
        directory=directory, cluster_users={}, argocd_users={}, forge_users={}, forge_url="", project="tidewater/fleet"
    )
    return begin_world(plan, SystemClock()).cluster
