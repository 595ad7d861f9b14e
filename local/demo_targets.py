"""Where the bundled world will answer, said before it does: who looks into incidents reads it when it starts."""

import json
import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from local.listening import bind_stream, port_of
from local.world.access import token_in

#: As the invented company calls it, and the environment that it is.
CLUSTER, ENVIRONMENT = "north-1", "production"
#: Its APIs, in the order in which their sockets are handed over.
APIS: Final = ("cluster", "argocd", "forge", "metrics")
#: What its last commit may have broken, the usual one first.
FAULTS: Final = ("crash-loop", "image-pull", "out-of-memory")
#: Those that ask who comes.
KEYED: Final = ("cluster", "argocd", "forge")
#: The repository as its forge calls it.
PROJECT: Final = "tidewater/fleet"
_HOST = "127.0.0.1"


class WorldTokens(NamedTuple):
    """Files with the tokens of one API; whoever reads may change nothing."""

    reader: Path
    writer: Path


@dataclass(frozen=True, slots=True)
class WorldPlaces:
    """Where the repository, the tokens and the files that name everything are, below one directory."""

    directory: Path

    @property
    def evidence(self) -> Path:
        """The file for ``SRE_EVIDENCE_TARGETS``: where to look, with tokens that only read."""
        return self.directory / "demo-cluster.json"

    @property
    def writing(self) -> Path:
        """The file that says where plans are carried out, with tokens that write."""
        return self.directory / "demo-write-targets.json"

    @property
    def counting(self) -> Path:
        """The file for ``SRE_SLI_SOURCES``: where objectives are counted."""
        return self.directory / "demo-sli-sources.json"

    @property
    def world(self) -> Path:
        return self.directory / "demo-world"

    @property
    def repository(self) -> Path:
        return self.world / "fleet.git"

    def tokens(self, api: str) -> WorldTokens:
        return WorldTokens(self.world / "tokens" / f"{api}-reader", self.world / "tokens" / f"{api}-writer")


class DemoCluster:
    """Bound sockets, and the files that name them to whoever reads and to whoever writes."""

    def __init__(self, directory: Path, chosen: Sequence[str] = ()) -> None:
        """``chosen`` are the options by which this world differs from the usual one."""
        self._chosen = chosen
        self.places = WorldPlaces(directory)
        self.listeners = {api: bind_stream(_HOST, 0) for api in APIS}
        #: A world is made anew for each of these, and found again by whoever is started for the same one.
        self.run = secrets.token_hex(8)
        write_targets(self.places, {api: url_of(bound) for api, bound in self.listeners.items()})

    @property
    def arguments(self) -> tuple[str, ...]:
        """Of the process that serves it."""
        return "--directory", str(self.places.directory), "--run", self.run, *self._chosen

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SRE_EVIDENCE_TARGETS": str(self.places.evidence),
            "SRE_SLI_SOURCES": str(self.places.counting),
            "SRE_CODER_TARGETS": str(self.places.writing),
            "SRE_CODER_CACHE": str(self.places.world / "repositories"),
        }


def world_options(fault: str, *, stubborn: bool) -> list[str]:
    """Gives the options by which a world is made other than usual."""
    return ["--fault", fault, *(["--stubborn"] if stubborn else [])]


def url_of(bound: socket.socket) -> str:
    return f"http://{_HOST}:{port_of(bound)}"


def write_targets(places: WorldPlaces, urls: Mapping[str, str]) -> None:
    """Writes the files; the tokens that they name are made where there are none."""
    for api in KEYED:
        for file in places.tokens(api):
            token_in(file)
    _write(places.evidence, reading_targets(places, urls))
    _write(places.writing, writing_targets(places, urls))
    _write(places.counting, {"prometheus": [{"name": "prometheus", "url": urls["metrics"]}]})


def reading_targets(places: WorldPlaces, urls: Mapping[str, str]) -> dict[str, Any]:
    """Says where to look for evidence."""
    return {
        "clusters": [{**_CLUSTER, "server": urls["cluster"], "token_file": str(places.tokens("cluster").reader)}],
        "argocd": [{**_ARGOCD, "url": urls["argocd"], "token_file": str(places.tokens("argocd").reader)}],
        "prometheus": [{"name": CLUSTER, "url": urls["metrics"], "clusters": [CLUSTER]}],
    }


def writing_targets(places: WorldPlaces, urls: Mapping[str, str]) -> dict[str, Any]:
    """Says where plans are carried out, and what may be done there."""
    repository = f"file://{places.repository}"
    kept = {"address": repository, "base": "main", "forge": "github", "api": urls["forge"], "project": PROJECT}
    return {
        "clusters": [{**_CLUSTER, "server": urls["cluster"], "token_file": str(places.tokens("cluster").writer)}],
        "argocd": [{**_ARGOCD, "url": urls["argocd"], "token_file": str(places.tokens("argocd").writer)}],
        "repositories": [{**kept, "token_file": str(places.tokens("forge").writer), "merge": True}],
        "allow": {**_ALLOWED, "repositories": [repository]},
    }


_CLUSTER: Final = {"name": CLUSTER, "aliases": [ENVIRONMENT], "default": True}
_ARGOCD: Final = {"name": CLUSTER, "clusters": [CLUSTER]}
#: What may be done in the invented company, once somebody has approved it.
_ALLOWED: Final[Mapping[str, Any]] = {
    "verbs": ["git.*", "argocd.*", "kubernetes.*", "backlog.note", "runbook.amend"],
    "clusters": [CLUSTER],
    "namespaces": ["*"],
    "kinds": ["Deployment", "Pod", "Node"],
    "applications": ["*"],
    "paths": ["*"],
}


def _write(path: Path, targets: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(targets, indent=2) + "\n", "utf-8")
