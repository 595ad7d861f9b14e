"""A cluster for tests: the bundled one, with a shop in it and the faults that a test asks for."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from local.cluster import answers
from local.cluster.api import ClusterApi, Rule
from local.cluster.asking import Asked
from local.cluster.nodes import node
from local.cluster.objects import ClusterObjects
from local.world.requests import WorldAnswer
from local.world.serving import WorldServer, serving
from shared.adapters.evidence.target import Target
from shared.adapters.evidence.targets import ClusterTarget
from shared.adapters.kubernetes.connection import ClusterConnection
from shared.adapters.kubernetes.reader import KubernetesReader
from shared.kernel.vocabulary import ResourceRef
from shared.ports.clock import SystemClock
from shared.ports.evidence import Collected, Inquiry
from tests.support.standing_workloads import StandingDeployment, deploy

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
CRASHING = StandingDeployment(
    namespace="shop",
    name="web",
    image="registry.example/web:1.8.0",
    environment=({"name": "DB_PASSWORD", "value": "hunter2hunter2"}, {"name": "LOG_LEVEL", "value": "info"}),
    crash=("starting web 1.8.0", "fatal: DB_URL is not set"),
)


@dataclass(frozen=True)
class FakeCluster:
    server: WorldServer[ClusterApi]
    reader: KubernetesReader

    @property
    def api(self) -> ClusterApi:
        return self.server.api

    @property
    def objects(self) -> ClusterObjects:
        return self.server.api.objects

    def read(self, *resources: ResourceRef, seconds: float = 60.0) -> Collected:
        return self.reader.read(inquiry_about(*resources), time.monotonic() + seconds)


@contextmanager
def fake_cluster(*, token_file: str = "", timeout_s: float = 30.0, name: str = "demo") -> Iterator[FakeCluster]:
    with serving(ClusterApi(ClusterObjects())) as server:
        cluster = ClusterTarget(name=name, server=server.url, token_file=token_file)
        connection = ClusterConnection(cluster, Target(name=name, timeout_s=timeout_s))
        with closing(KubernetesReader(connection, SystemClock(), is_default=True)) as reader:
            yield FakeCluster(server, reader)


def with_shop(cluster: FakeCluster, deployment: StandingDeployment = CRASHING) -> FakeCluster:
    cluster.objects.add(node(deployment.node))
    deploy(cluster.objects, deployment)
    return cluster


def inquiry_about(*resources: ResourceRef) -> Inquiry:
    return Inquiry(resources=resources, from_at=NOW - timedelta(hours=1), to_at=NOW)


def ref(kind: str, name: str, namespace: str | None = "shop", cluster: str | None = None) -> ResourceRef:
    return ResourceRef(kind=kind, name=name, namespace=namespace, cluster=cluster)


def forbids(plural: str, verb: str) -> Rule:
    def rule(asked: Asked) -> WorldAnswer | None:
        if (asked.plural, asked.verb) != (plural, verb) or asked.subresource:
            return None
        return answers.forbidden("sre", verb, asked.group, plural, asked.namespace).answer

    return rule


def answers_with(plural: str, answer: WorldAnswer, times: int = 10**6) -> Rule:
    left = [times]

    def rule(asked: Asked) -> WorldAnswer | None:
        if asked.plural != plural or left[0] <= 0:
            return None
        left[0] -= 1
        return answer

    return rule


def waits_for(released: Event, plural: str = "") -> Rule:
    """Answers nothing until it is released."""

    def rule(asked: Asked) -> WorldAnswer | None:
        if plural in ("", asked.plural):
            released.wait()
        return None

    return rule
