"""The bundled world with a clock that a test moves, and its APIs on sockets while a test asks them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from local.cluster.api import ClusterApi
from local.cluster.objects import Manifest
from local.demo_targets import APIS, PROJECT, WorldPlaces, write_targets
from local.fleet.manifests import fleet
from local.world.access import WorldUser, token_in
from local.world.demo_world import DemoWorld, WorldPlan, begin_world
from local.world.requests import WorldAnswer, WorldRequest
from local.world.serving import WorldApi, serving

LOOKS, ACTS = WorldUser("sre-reader", may_write=False), WorldUser("sre-coder", may_write=True)
READER, WRITER = "reads-only", "writes-too"
_USERS = {READER: LOOKS, WRITER: ACTS}


@dataclass
class MovedClock:
    at: datetime = field(default_factory=lambda: datetime(2026, 12, 1, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class WorldUnderTest:
    world: DemoWorld
    clock: MovedClock
    places: WorldPlaces

    def passes(self, seconds: int) -> None:
        """Lets so much time pass, a second at a time."""
        for _ in range(seconds):
            self.clock.at += timedelta(seconds=1)
            self.world.step()

    def pods(self, service: str = "pricing", namespace: str = "booking") -> list[Manifest]:
        found = self.world.cluster.objects.every("", "pods", namespace)
        return [pod for pod in found if pod["metadata"]["labels"]["app.kubernetes.io/name"] == service]

    def ready(self, service: str = "pricing", namespace: str = "booking") -> list[bool]:
        return [pod["status"]["containerStatuses"][0]["ready"] for pod in self.pods(service, namespace)]

    def last_lines(self, service: str = "pricing") -> set[str]:
        """The last line of each log of its pods."""
        logs = self.world.cluster.objects.logs.items()
        return {b"".join(pieces).decode().splitlines()[-1] for of, pieces in logs if of.pod.startswith(f"{service}-")}

    def application(self, name: str = "pricing") -> dict[str, Any]:
        return self.world.argocd.controller.applications[name].manifest()

    def audited(self) -> list[dict[str, Any]]:
        file = self.places.world / "audit.jsonl"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []

    def did(self) -> list[tuple[str, str, str, int]]:
        """Who did what to what, and the status code, of all but Argo CD's own controller."""
        return [
            (each["user"], each["verb"], each["resource"], each["code"])
            for each in self.audited()
            if not each["user"].startswith("system:serviceaccount:argocd")
        ]


def a_world(
    directory: Path, *, at: datetime | None = None, services: Iterable[str] = (), **changed: Any
) -> WorldUnderTest:
    """Makes a world, of a few services where the others are of no interest."""
    if services:
        changed["services"] = {name: fleet()[name] for name in services}
    clock, places = MovedClock(at) if at else MovedClock(), WorldPlaces(directory)
    places.world.mkdir(parents=True, exist_ok=True)
    users: Mapping[str, Any] = _users_of(places)
    plan = WorldPlan(directory=places.world, forge_url="http://forge.example", project=PROJECT, **{**users, **changed})
    return WorldUnderTest(begin_world(plan, clock), clock, places)


@contextmanager
def served(under_test: WorldUnderTest) -> Iterator[Mapping[str, str]]:
    """Gives the addresses of its APIs, and writes the files that name them."""
    places = under_test.places
    with ExitStack() as stack:
        urls = {api: stack.enter_context(serving(under_test.world.apis[api])).url for api in APIS}
        write_targets(places, urls)
        yield urls


@contextmanager
def time_passes(under_test: WorldUnderTest) -> Iterator[None]:
    """A second of the world for every twentieth of ours."""
    ended = Event()

    def passes() -> None:
        while not ended.wait(0.05):
            under_test.passes(1)

    passing = Thread(target=passes, daemon=True)
    passing.start()
    try:
        yield
    finally:
        ended.set()
        passing.join()


def _users_of(places: WorldPlaces) -> dict[str, dict[str, WorldUser]]:
    """The users of each API, by the tokens in the files that the targets name and by those of tests."""
    found = {}
    for api in ("cluster", "argocd", "forge"):
        files = places.tokens(api)
        found[f"{api}_users"] = {**_USERS, token_in(files.reader): LOOKS, token_in(files.writer): ACTS}
    return found


def ask(
    api: WorldApi | ClusterApi, method: str, target: str, body: Any = None, *, bearer: str = WRITER, kind: str = ""
) -> tuple[int, Any]:
    """Asks an API without a socket; gives the status and what the JSON says."""
    content = b"" if body is None else json.dumps(body).encode()
    answer: WorldAnswer = api.answer(WorldRequest(method, target, bearer, content, kind or "application/json"))
    return answer.status, json.loads(answer.body) if answer.kind == "application/json" and answer.body else None
