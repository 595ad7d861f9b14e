"""Looks at an installation from where it is called: its database, its neighbours, its disk."""

import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from shared.adapters.evidence.targets import read_targets
from shared.adapters.postgres.checkup import Quotas, read_checkup
from shared.adapters.prometheus.counts_sources import read_sources
from shared.ports.checkup import Checkup, DiskRoom, Neighbour
from shared.ports.clock import SystemClock
from shared.settings import CoderClientSettings, EvidenceSettings, MeasuringSettings, RetentionSettings

DISTRIBUTION = "ameide-sre"
_REACH_S = 3.0
_TOGETHER = 8
_PORTS = {"http": 80, "https": 443}


def build_checkup(database_url: str, data: Path | None) -> Checkup:
    """Looks once. ``data``: the data directory, where the database lies on this machine.

    Raises what psycopg raises when the database is away, ValueError where a file of targets cannot be read.
    """
    retention = RetentionSettings()
    checkup = read_checkup(
        database_url,
        version(DISTRIBUTION),
        quotas=Quotas(retention.quarantine_source_bytes, retention.quarantine_source_entries),
        now=SystemClock().now,
    )
    return replace(checkup, disk=None if data is None else disk_room(data), neighbours=neighbours())


def disk_room(place: Path) -> DiskRoom:
    usage = shutil.disk_usage(place)
    return DiskRoom(free_bytes=usage.free, total_bytes=usage.total)


def neighbours() -> tuple[Neighbour, ...]:
    """Tries to reach everybody whose address the settings name, several at once and each for a bounded time."""
    with ThreadPoolExecutor(_TOGETHER) as pool:
        return tuple(pool.map(_reached, _named()))


def _named() -> Iterator[Neighbour]:
    targets = read_targets(EvidenceSettings().evidence_targets)
    yield from (Neighbour(f"Argo CD {each.name}", _origin(each.url)) for each in targets.argocd)
    yield from (Neighbour(f"Prometheus {each.name}", _origin(each.url)) for each in targets.prometheus)
    yield from (Neighbour(f"cluster {each.name}", _origin(each.server)) for each in targets.clusters if each.server)
    sources = read_sources(MeasuringSettings().sli_sources).prometheus
    yield from (Neighbour(f"source of objectives {each.name}", _origin(each.url)) for each in sources)
    coder = CoderClientSettings().coder_url
    if coder:
        yield Neighbour("sre_coder", _origin(coder))


def _origin(url: str) -> str:
    """Gives scheme, host and port: who has a password in an address shall not find it here."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or _PORTS.get(parts.scheme, 443)}"


def _reached(neighbour: Neighbour) -> Neighbour:
    parts = urlsplit(neighbour.address)
    try:
        socket.create_connection((str(parts.hostname), parts.port or 443), timeout=_REACH_S).close()
    except OSError as away:
        return replace(neighbour, problem=str(away) or type(away).__name__)
    return neighbour
