"""Who may be asked for evidence: one file, written by whoever runs the system, with names of files for the secrets."""

from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shared.adapters.secret_places import secret_at

Name = Annotated[str, Field(min_length=1, max_length=200)]
#: Bytes of the file.
_LONGEST = 1_000_000


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    """The name under which people know it."""
    timeout_s: float = Field(default=5.0, gt=0, le=60)
    """Seconds to connect, and between two parts of an answer."""


class ClusterTarget(_Entry):
    """A cluster; reached by a kubeconfig, from inside, by server and token, or as a cluster of Amazon EKS."""

    aliases: tuple[Name, ...] = ()
    """What alerts and catalogs call it besides: the value of their label ``cluster``, an environment."""
    default: bool = False
    """Whether it is meant where a resource names no cluster. A single cluster always is."""
    kubeconfig: str = ""
    """Path of a kubeconfig; empty: it is reached otherwise."""
    context: str = ""
    """Which context of the kubeconfig; empty: its current one."""
    in_cluster: bool = False
    """Whether this process runs in that cluster and has a service account there."""
    server: str = ""
    """Address of the API server, where there is no kubeconfig."""
    token_file: str = ""
    """Path of a file with a bearer token, read anew for each request; or `aws-secret://` and the name of a secret."""
    ca_file: str = ""
    """Path of the certificate authority that the server's certificate is checked against; empty: the system's."""
    eks: str = ""
    """Name of a cluster of Amazon EKS, where it is one: AWS says where it is, and we are who we are to AWS."""
    region: str = ""
    """AWS region of that cluster; empty: the one that the environment names."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(map(bool, (self.kubeconfig, self.in_cluster, self.server, self.eks))) != 1:
            raise ValueError(f"cluster {self.name}: exactly one of kubeconfig, in_cluster, server and eks")
        return self


class HttpTarget(_Entry):
    """Something with an API over HTTP."""

    url: Annotated[str, Field(pattern=r"^https?://")]
    """Its address, without the path of its API."""
    token_file: str = ""
    """Path of a file with a bearer token, read anew for each request; or `aws-secret://` and the name of a secret."""
    ca_file: str = ""
    """Path of the certificate authority that its certificate is checked against; empty: the system's."""
    clusters: tuple[Name, ...] = ()
    """Names or aliases of the clusters that it knows of; empty: all."""


class ArgoCDTarget(HttpTarget):
    """An Argo CD."""


class PrometheusTarget(HttpTarget):
    """A Prometheus, or what speaks its query API (Thanos, Mimir, VictoriaMetrics)."""


class EvidenceTargets(BaseModel):
    """The whole file. Each list is empty where there is nobody to ask."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clusters: tuple[ClusterTarget, ...] = ()
    argocd: tuple[ArgoCDTarget, ...] = ()
    prometheus: tuple[PrometheusTarget, ...] = ()

    @model_validator(mode="after")
    def _names(self) -> Self:
        for several in (self.clusters, self.argocd, self.prometheus):
            names = [each.name for each in several]
            if len(names) != len(set(names)):
                raise ValueError(f"two of one name: {', '.join(sorted(names))}")
        return self


def read_targets(path: str) -> EvidenceTargets:
    """Reads the file, YAML or JSON; no path is no target. Raises ValueError, which names what is wrong."""
    if not path:
        return EvidenceTargets()
    try:
        with Path(path).open("rb") as file:
            read = yaml.safe_load(file.read(_LONGEST))
        return EvidenceTargets.model_validate(read or {})
    except (OSError, yaml.YAMLError, ValidationError) as wrong:
        raise ValueError(f"SRE_EVIDENCE_TARGETS, {path}: {wrong}") from wrong


def bearer_of(token_file: str) -> str:
    """Gives the token at a place; no place is no token. Raises OSError."""
    return secret_at(token_file)
