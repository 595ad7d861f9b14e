"""The world of the invented company: a repository, a cluster, an Argo CD between them, and the time that passes in it.

What was committed before the world began has happened when it begins: each commit was deployed shortly after.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from local.argocd.api import ArgoApi
from local.argocd.applications import ApplicationSpec, ApplicationState
from local.argocd.cluster_client import ApplyingClient
from local.argocd.controller import SELF_HEAL_S, ArgoController
from local.cluster.api import ClusterApi
from local.cluster.controllers import Controllers
from local.cluster.nodes import node
from local.cluster.objects import ClusterObjects
from local.fleet.history import fleet_history
from local.fleet.manifests import FleetService, fleet
from local.fleet.repository import BRANCH, CommitSaid, FleetRepository
from local.forge.api import ForgeApi
from local.forge.merges import Merges
from local.forge.pull_requests import PullRequestFile
from local.forge.pulls import Pulls
from local.metrics.api import MetricsApi
from local.metrics.samples import SampleStore
from local.metrics.scraping import EVERY_S, Scraper
from local.world.access import LOOKING, WorldAccess, WorldUser
from local.world.audit import AuditLog
from local.world.clock import WorldClock
from local.world.programs import software
from local.world.serving import WorldApi
from shared.ports.clock import Clock

NODES: Final = ("pier-a", "pier-b", "pier-c")
#: Their teams press the button themselves.
RELEASED_BY_HAND: Final = frozenset({"payments", "ticketing"})
#: Seconds from a commit to its deployment, and until what it changed has settled, in the world's past.
_DEPLOYED_S: Final = 20
_SETTLED_S: Final = 16
_STEP_S: Final = 2
#: How long before the world begins metrics reach back.
_REMEMBERED: Final = timedelta(hours=1)
_ARGOCD: Final = WorldUser("system:serviceaccount:argocd:argocd-application-controller", may_write=True)
_ARGOCD_TOKEN: Final = "argocd-application-controller"  # noqa: S105 - of nobody outside this process


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldPlan:
    """What makes one world differ from another."""

    directory: Path
    """Where the repository and the record of changes are kept."""
    fault: str = "crash-loop"
    """Which commit broke pricing, by its name in ``BREAKAGES``."""
    stubborn: bool = False
    """Whether pricing does not start whatever is committed."""
    services: Mapping[str, FleetService] = field(default_factory=fleet)
    """What runs there, by their names; pricing is among them."""
    self_heal_s: float = SELF_HEAL_S
    cluster_users: Mapping[str, WorldUser]
    """Who may use the cluster, by their tokens."""
    argocd_users: Mapping[str, WorldUser]
    forge_users: Mapping[str, WorldUser]
    forge_url: str
    """Where the forge answers: the pages of pull requests are below it."""
    project: str
    """The repository as its forge calls it, ``owner/name``."""


@dataclass(frozen=True, slots=True)
class DemoWorld:
    clock: WorldClock
    repository: FleetRepository
    cluster: ClusterApi
    controllers: Controllers
    argocd: ArgoApi
    forge: ForgeApi
    metrics: MetricsApi
    scraper: Scraper

    @property
    def apis(self) -> Mapping[str, WorldApi]:
        """Its APIs, by the names under which they are served."""
        return {"cluster": self.cluster, "argocd": self.argocd, "forge": self.forge, "metrics": self.metrics}

    def step(self) -> None:
        """Does what is due by now; to be called about once a second."""
        now = self.clock.now()
        self.argocd.controller.step(now)
        self.controllers.step(now)
        self.scraper.scrape(now)


def begin_world(plan: WorldPlan, clock: Clock) -> DemoWorld:
    """Makes the world with its past; of a repository that is there already, that past is kept."""
    world_clock = WorldClock(clock)
    repository = FleetRepository(plan.directory / "fleet.git")
    if not repository.path.exists():
        repository.create(fleet_history(clock.now(), plan.fault, plan.services))
    world = _world(plan, world_clock, repository)
    settled = world_clock.now() - _REMEMBERED
    for commit in repository.history():
        deployed = min(commit.at + timedelta(seconds=_DEPLOYED_S), world_clock.now())
        _remembered(world, settled, deployed)
        _happened(world, commit, deployed)
        settled = deployed + timedelta(seconds=_SETTLED_S)
    _remembered(world, settled, world_clock.now())
    world.step()
    audit = AuditLog.to(plan.directory / "audit.jsonl", world_clock)
    world.cluster.audit = world.argocd.audit = world.forge.audit = audit
    return world


def _world(plan: WorldPlan, clock: WorldClock, repository: FleetRepository) -> DemoWorld:
    objects = ClusterObjects()
    objects.add(*map(node, NODES))
    cluster = ClusterApi(objects, WorldAccess({**plan.cluster_users, _ARGOCD_TOKEN: _ARGOCD}, LOOKING), clock)
    applications = {spec.name: ApplicationState(spec) for spec in _applications(plan, repository)}
    client = ApplyingClient(cluster, _ARGOCD_TOKEN)
    samples = SampleStore()
    controller = ArgoController(repository, client, applications, self_heal_s=plan.self_heal_s)
    return DemoWorld(
        clock=clock,
        repository=repository,
        cluster=cluster,
        controllers=Controllers(objects, software(stubborn=plan.stubborn)),
        argocd=ArgoApi(controller, WorldAccess(plan.argocd_users), clock),
        metrics=MetricsApi(samples, clock),
        scraper=Scraper(objects, samples),
        forge=ForgeApi(_pulls(plan, clock, repository), WorldAccess(plan.forge_users)),
    )


def _pulls(plan: WorldPlan, clock: Clock, repository: FleetRepository) -> Pulls:
    kept = PullRequestFile(plan.directory / "pulls.json")
    return Pulls(Merges(repository), kept, clock, plan.forge_url, plan.project)


def _applications(plan: WorldPlan, repository: FleetRepository) -> Iterator[ApplicationSpec]:
    for service in plan.services.values():
        by_hand = service.name in RELEASED_BY_HAND
        yield ApplicationSpec(
            name=service.name,
            namespace=service.team,
            repository=repository.url,
            folder=service.folder,
            branch=BRANCH,
            automated=not by_hand,
            self_heal=not by_hand,
        )


def _happened(world: DemoWorld, commit: CommitSaid, deployed: datetime) -> None:
    """Deploys a commit of the past, at its time."""
    touched = world.repository.touched(commit.sha)
    with world.clock.at(deployed):
        for app in world.argocd.controller.applications.values():
            if any(path.startswith(f"{app.spec.folder}/") for path in touched):
                by = {"automated": True} if app.spec.automated else {"username": commit.author.split(" ")[0].lower()}
                world.argocd.controller.deploy(app, commit.sha, by, world.clock.now())
    _pass(world, deployed)


def _remembered(world: DemoWorld, since: datetime, until: datetime) -> None:
    """Lets time pass between two commits; what of it lies within the last hour, metrics tell of."""
    moment = max(since, world.clock.now() - _REMEMBERED)
    while moment < until:
        with world.clock.at(moment):
            world.controllers.step(moment)
            world.scraper.scrape(moment)
        moment += timedelta(seconds=EVERY_S)


def _pass(world: DemoWorld, since: datetime) -> None:
    for second in range(_STEP_S, _SETTLED_S + 1, _STEP_S):
        with world.clock.at(min(since + timedelta(seconds=second), world.clock.now())):
            world.controllers.step(world.clock.now())
