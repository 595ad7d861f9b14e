"""Applications: what is remembered of each, and the manifest that Argo CD shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from local.cluster.moments import written

CONTROL_PLANE: Final = "argocd"
PROJECT: Final = "default"
_SERVER: Final = "https://kubernetes.default.svc"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSpec:
    """``folder`` of ``repository`` at ``branch``, deployed to ``namespace``."""

    name: str
    namespace: str
    repository: str
    folder: str
    branch: str
    automated: bool = True
    self_heal: bool = True

    @property
    def source(self) -> Json:
        return {"repoURL": self.repository, "path": self.folder, "targetRevision": self.branch}

    @property
    def destination(self) -> Json:
        return {"server": _SERVER, "namespace": self.namespace}

    @property
    def manifest(self) -> Json:
        automated = {"prune": True, "selfHeal": self.self_heal}
        policy = {"syncPolicy": {"automated": automated}} if self.automated else {}
        return {"project": PROJECT, "source": self.source, "destination": self.destination, **policy}


@dataclass(slots=True)
class ApplicationState:
    """What the controller knows of an application; times are when each thing happened."""

    spec: ApplicationSpec
    revision: str = ""
    """The commit that it was last compared with."""
    sync: str = "Unknown"
    health: Mapping[str, Any] = field(default_factory=lambda: {"status": "Unknown"})
    resources: list[Json] = field(default_factory=list)
    conditions: list[Json] = field(default_factory=list)
    history: list[Json] = field(default_factory=list)
    operation: Json | None = None
    """What is asked for and has not ended."""
    operation_state: Json | None = None
    reconciled_at: datetime | None = None
    version: int = 1
    drifted_at: datetime | None = None
    """Since when the cluster differs from what was applied last; None: it does not."""

    @property
    def name(self) -> str:
        return self.spec.name

    def manifest(self) -> Json:
        """Gives the application as the API shows it."""
        status: Json = {
            "sync": {
                "status": self.sync,
                "revision": self.revision,
                "comparedTo": {"source": self.spec.source, "destination": self.spec.destination},
            },
            "health": dict(self.health),
            "history": list(self.history),
            "resources": list(self.resources),
            "sourceType": "Directory",
            "controllerNamespace": CONTROL_PLANE,
        }
        status |= {"conditions": list(self.conditions)} if self.conditions else {}
        status |= {"operationState": self.operation_state} if self.operation_state else {}
        status |= {"reconciledAt": written(self.reconciled_at)} if self.reconciled_at else {}
        found: Json = {"metadata": self._metadata(), "spec": self.spec.manifest, "status": status}
        return found | ({"operation": self.operation} if self.operation else {})

    def _metadata(self) -> Json:
        return {
            "name": self.name,
            "namespace": CONTROL_PLANE,
            "uid": str(uuid5(NAMESPACE_URL, f"{self.spec.repository}#{self.name}")),
            "resourceVersion": str(self.version),
            "generation": self.version,
        }
