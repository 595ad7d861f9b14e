"""Where actions are carried out, and which of them may be: one file, with names of files for the secrets."""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shared.adapters.evidence.targets import ArgoCDTarget, ClusterTarget
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.effect_policy import EffectPolicy, Pattern, same_repository

#: Bytes of the file.
_LONGEST = 1_000_000
_APIS = {"github": "https://api.github.com", "gitlab": "https://gitlab.com/api/v4"}


class RepositoryTarget(BaseModel):
    """A repository, or several whose addresses begin alike."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Pattern
    """Where it is cloned from; a star in it stands for any stretch."""
    base: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$")] = "main"
    """The branch that changes are proposed to."""
    forge: Literal["github", "gitlab"]
    """What it is kept by, and whose API is asked."""
    api: str = ""
    """Address of that API; empty: of github.com or gitlab.com."""
    project: str = ""
    """What the forge calls it, `owner/name`; empty: the path of its address."""
    token_file: str = ""
    """Path of a file with the token that may push and open pull requests, read anew for each change; or `aws-secret://`
    and the name of a secret."""
    merge: bool = False
    """Whether we merge what was approved here, where the forge's own rules allow it; otherwise a person does."""

    @property
    def api_address(self) -> str:
        return self.api or _APIS[self.forge]

    def project_of(self, address: str) -> str:
        """The forge's name of the repository at an address."""
        path = address.split(":", 1)[1] if address.startswith("git@") else urlsplit(address).path
        return self.project or path.strip("/").removesuffix(".git")


class EffectTargets(BaseModel):
    """The whole file. What is not in it is nowhere, and what `allow` does not name is not done."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clusters: tuple[ClusterTarget, ...] = ()
    argocd: tuple[ArgoCDTarget, ...] = ()
    repositories: tuple[RepositoryTarget, ...] = ()
    allow: EffectPolicy = EffectPolicy()

    @model_validator(mode="after")
    def _names(self) -> Self:
        for several in (self.clusters, self.argocd):
            names = [each.name for each in several]
            if len(names) != len(set(names)):
                raise ValueError(f"two of one name: {', '.join(sorted(names))}")
        if len(self.argocd) > 1:
            raise ValueError("more than one Argo CD: an action names an application, and not whose")
        return self

    def cluster_of(self, resource: ResourceRef) -> ClusterTarget | None:
        """The cluster that a resource is in; one that names none is in the default one, or in the only one."""
        named = resource.cluster or resource.environment
        for cluster in self.clusters:
            if named in (cluster.name, *cluster.aliases):
                return cluster
        if resource.cluster is not None:
            return None
        defaults = [each for each in self.clusters if each.default or len(self.clusters) == 1]
        return defaults[0] if len(defaults) == 1 else None

    def cluster_name_of(self, resource: ResourceRef) -> str | None:
        found = self.cluster_of(resource)
        return found.name if found else None

    def repository_at(self, address: str) -> RepositoryTarget | None:
        """The first that is meant by an address."""
        return next((each for each in self.repositories if same_repository(each.address, address)), None)


def read_effect_targets(path: str) -> EffectTargets:
    """Reads the file, YAML or JSON; no path is no target. Raises ValueError, which names what is wrong."""
    if not path:
        return EffectTargets()
    try:
        with Path(path).open("rb") as file:
            read = yaml.safe_load(file.read(_LONGEST))
        return EffectTargets.model_validate(read or {})
    except (OSError, yaml.YAMLError, ValidationError, RecursionError) as wrong:
        raise ValueError(f"SRE_CODER_TARGETS, {path}: {wrong}") from wrong
