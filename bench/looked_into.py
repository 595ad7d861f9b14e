"""From the webhook of a grave alert to the pattern decision and to the proposal, in the whole running system.

The tenant has 10,000 documents in its index, with vectors; the bundled cluster answers at once. What the cluster had
in hand is waiting, the rest is ours, polling and the machine's other work included.
"""

import http.client
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import numpy as np
import psycopg

from bench.demo import CRASHING, demo_cluster
from bench.filled import knowledge
from bench.load import Sender
from bench.measure import RUNS, Result, percentile, result
from bench.system import System, a_system
from local.cluster.api import ClusterApi
from local.demo_targets import CLUSTER, ENVIRONMENT
from local.world.requests import WorldAnswer, WorldRequest
from local.world.serving import serving
from shared.kernel.ids import derive

_DOCUMENTS: Final = 10_000
_EACH: Final = 10
_WARM: Final = 3
_PATIENCE_S: Final = 120.0
_MODEL, _DIMENSIONS = "all-minilm-l6-v2@1", 384
#: Each alert is an incident of its own.
_RULE: Final = {"definition": {"name": "each by itself", "priority": 1, "group_by": ["probe"]}}
_SAID: Final = """
    SELECT version, extract(epoch FROM recorded_at)::float8, event::json ->> 'type' FROM process.fact
    WHERE recorded_at > to_timestamp(%s) AND workflow_type = 'incident_triage' ORDER BY version
"""
_LAST: Final = ("remediation-proposed", "triage-escalated", "triage-cancelled")


class _Took(NamedTuple):
    """Seconds since the webhook was sent."""

    decision: float
    proposal: float
    waiting: float
    """Of these, the cluster had a request in hand."""


def run() -> Iterator[Result]:
    with TemporaryDirectory() as directory, serving(watched := _Watched(demo_cluster(Path(directory)))) as server:
        targets = Path(directory) / "targets.json"
        cluster = {"name": CLUSTER, "aliases": [ENVIRONMENT], "server": server.url, "default": True}
        targets.write_text(json.dumps({"clusters": [cluster]}), "utf-8")
        with a_system("looked-into", SRE_EVIDENCE_TARGETS=str(targets)) as system:
            _fill(system)
            _put_rule(system)
            sender = Sender(system.local["webhooks"]["alertmanager"])
            for number in range(_WARM):
                _look(system, sender, watched, f"warm-{number}")
            runs = [
                [_look(system, sender, watched, f"{run}-{number}") for number in range(_EACH)] for run in range(RUNS)
            ]
    yield from _results("alert to pattern decision", [[took.decision for took in run] for run in runs])
    yield from _results("alert to proposal", [[took.proposal for took in run] for run in runs])
    yield from _results("alert to proposal, ours", [[took.proposal - took.waiting for took in run] for run in runs])
    shares = [100 * (1 - sum(took.waiting for took in run) / sum(took.proposal for took in run)) for run in runs]
    yield result("alert to proposal, share that is ours", "%", shares)


def _results(name: str, runs: Sequence[Sequence[float]]) -> Iterator[Result]:
    for share in (0.50, 0.95):
        yield result(f"{name}, p{share * 100:.0f}", "ms", [1000 * percentile(each, share) for each in runs])


@dataclass(slots=True)
class _Watched:
    """The cluster, and when it had a request in hand."""

    cluster: ClusterApi
    spans: list[tuple[float, float]] = field(default_factory=list)

    def answer(self, request: WorldRequest) -> WorldAnswer:
        began = time.time()
        found = self.cluster.answer(request)
        self.spans.append((began, time.time()))
        return found

    def busy(self, begin: float, end: float) -> float:
        """Seconds between the two in which at least one request was in hand."""
        busy, until = 0.0, begin
        for first, last in sorted(self.spans):
            seconds = min(last, end) - max(first, until)
            if seconds > 0:
                busy, until = busy + seconds, min(last, end)
        return busy


def _look(system: System, sender: Sender, cluster: _Watched, name: str) -> _Took:
    sent = time.time()
    sender.post(_webhook(name))
    said = _said_since(system, sent)
    decided = next(at for version, at, _ in said if version == 2)
    proposed = said[-1][1]
    return _Took(decided - sent, proposed - sent, cluster.busy(sent, proposed))


def _said_since(system: System, sent: float) -> list[tuple[int, float, str]]:
    """All that the triage says, which is over when it proposes or gives up."""
    deadline = time.monotonic() + _PATIENCE_S
    with psycopg.connect(system.database.url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            said = [(int(version), float(at), str(kind)) for version, at, kind in connection.execute(_SAID, (sent,))]
            if said and any(word in said[-1][2] for word in _LAST):
                return said
            time.sleep(0.02)
    raise TimeoutError(f"no proposal after {_PATIENCE_S:.0f} s")


def _fill(system: System) -> None:
    """Documents come by SQL; their vectors point anywhere, since how long is what is asked, not how well."""
    tenant = derive("tenant", "sample")
    luck = np.random.default_rng(7)
    # At once: what stood there without a vector would be read by the system itself.
    with psycopg.connect(system.database.url) as connection:
        for statement in knowledge.STATEMENTS:
            connection.execute(statement.encode(), {"tenant": tenant, "chunks": _DOCUMENTS, "incidents": 0})
        vectors = (luck.standard_normal(_DIMENSIONS).astype(np.float32) for _ in range(_DOCUMENTS))
        knowledge.put_vectors(connection, tenant, _MODEL, vectors)
    system.database.execute("VACUUM ANALYZE")


def _put_rule(system: System) -> None:
    url = urlsplit(system.local["api_url"])
    headers = {"Authorization": f"Bearer {system.local['api_key']}", "Content-Type": "application/json"}
    with closing(http.client.HTTPConnection(url.hostname or "127.0.0.1", url.port, timeout=30)) as connection:
        connection.request("PUT", f"/v1/correlation-rules/{derive('bench')}", json.dumps(_RULE), headers)
        answer = connection.getresponse()
        if answer.status not in (200, 201):
            raise RuntimeError(f"the rule was answered with {answer.status}: {answer.read()!r}")


def _webhook(name: str) -> bytes:
    """One alert about the service that crash-loops; nobody has sent it before."""
    labels = {
        "alertname": "KubePodCrashLooping",
        "severity": "critical",
        "cluster": CLUSTER,
        "namespace": "booking",
        "deployment": CRASHING,
        "probe": name,
    }
    alert = {
        "status": "firing",
        "labels": labels,
        "annotations": {"summary": f"{CRASHING} restarts again and again, checkout answers 502 on shard 7"},
        "startsAt": "2026-03-01T12:00:00Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "",
    }
    body = {
        "version": "4",
        "groupKey": f'{{}}:{{probe="{name}"}}',
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "sre",
        "groupLabels": {},
        "commonLabels": labels,
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example:9093",
        "alerts": [alert],
    }
    return json.dumps(body).encode()
