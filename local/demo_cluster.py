"""The bundled cluster of the invented company: its services run, and one of them does not.

``python -m local.demo_cluster --port 8001 --targets FILE`` serves until it is stopped, and writes the file that
``SRE_EVIDENCE_TARGETS`` names. ``kubectl --server http://127.0.0.1:8001 get pods -A`` shows what is in it.
"""

import argparse
import json
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

from local.cluster.api import ClusterApi
from local.cluster.objects import ClusterObjects
from local.cluster.server import ClusterServer
from local.cluster.workloads import DemoDeployment, deploy, node
from local.demo.scene import CLUSTER, ENVIRONMENT
from local.demo.services import SERVICES

#: The service whose new version does not start.
CRASHING = "pricing"
_CRASH = (
    'level=info msg="starting pricing" version=2.14.0',
    'level=info msg="configuration read" keys=11',
    'level=fatal msg="required setting SURCHARGE_TABLE is not set"',
)
_NODES = ("pier-a", "pier-b", "pier-c")
_COMPONENT = "component"


def demo_cluster() -> ClusterApi:
    """Makes the cluster with all that is in it."""
    objects = ClusterObjects()
    objects.add(*map(node, _NODES))
    for deployment in _deployments():
        deploy(objects, deployment)
    return ClusterApi(objects)


def write_targets(path: Path, url: str) -> None:
    """Writes the file that says where the cluster is."""
    cluster = {"name": CLUSTER, "aliases": [ENVIRONMENT], "server": url, "default": True}
    path.write_text(json.dumps({"clusters": [cluster]}) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="demo_cluster", description=__doc__)
    parser.add_argument("--port", type=int, default=8001, help="0 takes any that is free")
    parser.add_argument("--targets", type=Path, help="where to write the file for SRE_EVIDENCE_TARGETS")
    chosen = parser.parse_args(arguments)
    server = ClusterServer(demo_cluster(), chosen.port)
    if chosen.targets:
        write_targets(chosen.targets, server.url)
    print(f"cluster {CLUSTER} at {server.url}", flush=True)
    for ending in (signal.SIGTERM, signal.SIGINT):
        # The loop that serves cannot wait for its own end.
        signal.signal(ending, lambda *_: Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()
    return 0


def _deployments() -> Iterator[DemoDeployment]:
    running = [thing for thing in SERVICES if thing.kind == _COMPONENT]
    for index, thing in enumerate(running):
        yield DemoDeployment(
            namespace=thing.team.slug,
            name=thing.slug,
            image=f"registry.tidewater.example/{thing.slug}:2.14.0",
            environment=({"name": "LOG_LEVEL", "value": "info"},),
            node=_NODES[index % len(_NODES)],
            crash=_CRASH if thing.slug == CRASHING else (),
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
