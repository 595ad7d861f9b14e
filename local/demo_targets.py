"""Where the bundled cluster will answer, said before it does: who looks into incidents reads it when it starts."""

import json
from pathlib import Path

from local.listening import bind_stream, port_of

#: As the invented company calls it, and the environment that it is.
CLUSTER, ENVIRONMENT = "north-1", "production"
_HOST = "127.0.0.1"


class DemoCluster:
    """A bound socket, and the file that names it for ``SRE_EVIDENCE_TARGETS``."""

    def __init__(self, directory: Path) -> None:
        self.listener = bind_stream(_HOST, 0)
        self.targets = directory / "demo-cluster.json"
        write_targets(self.targets, f"http://{_HOST}:{port_of(self.listener)}")

    @property
    def environment(self) -> dict[str, str]:
        return {"SRE_EVIDENCE_TARGETS": str(self.targets)}


def write_targets(path: Path, url: str) -> None:
    """Writes the file that says where the cluster is."""
    cluster = {"name": CLUSTER, "aliases": [ENVIRONMENT], "server": url, "default": True}
    path.write_text(json.dumps({"clusters": [cluster]}) + "\n", "utf-8")
