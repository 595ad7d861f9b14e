"""Which sources count for objectives: one file, by whoever runs the system, with names of files for the secrets."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Self

import httpx
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.target import Target
from shared.adapters.evidence.targets import HttpTarget
from shared.adapters.google_access import AccessToken
from shared.adapters.prometheus.counts import PrometheusCounts
from shared.adapters.secret_places import secret_at

#: Bytes of the file.
_LONGEST = 1_000_000
_HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,100}$")]


class CountsSource(HttpTarget):
    """A Prometheus, or what speaks its query API: Thanos, Mimir, VictoriaMetrics, Google's managed one."""

    timeout_s: float = Field(default=10.0, gt=0, le=60)
    """Seconds to connect, and between two parts of an answer."""
    request_s: float = Field(default=15.0, gt=0, le=120)
    """Seconds that one request may take altogether."""
    tenant_header: _HeaderName = "X-Scope-OrgID"
    """In which header the source is told whose data is meant, where ``tenant`` says whose."""
    tenant: Annotated[str, Field(max_length=200, pattern=r"^[!-~]*$")] = ""
    """Whose data is meant, in the source's own words; empty: it is not told."""
    username: str = ""
    """The name for basic authentication; empty: none."""
    password_file: str = ""
    """Path of a file with the password, read anew for each request; or `aws-secret://` and the name of a secret."""
    google: bool = False
    """Whether it is asked as the service account that this process runs as."""
    tenants: tuple[str, ...] = ()
    """Slugs of the tenants whose objectives may ask it; empty: all."""

    @model_validator(mode="after")
    def _one_credential(self) -> Self:
        if sum(map(bool, (self.token_file, self.username, self.google))) > 1:
            raise ValueError(f"source {self.name}: at most one of token_file, username and google")
        return self


class CountsSources(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prometheus: tuple[CountsSource, ...] = ()

    @model_validator(mode="after")
    def _names(self) -> Self:
        names = [each.name for each in self.prometheus]
        if len(names) != len(set(names)):
            raise ValueError(f"two of one name: {', '.join(sorted(names))}")
        return self


def read_sources(path: str) -> CountsSources:
    """Reads the file, YAML or JSON; no path is no source. Raises ValueError, which names what is wrong."""
    if not path:
        return CountsSources()
    try:
        with Path(path).open("rb") as file:
            read = yaml.safe_load(file.read(_LONGEST))
        return CountsSources.model_validate(read or {})
    except (OSError, yaml.YAMLError, ValidationError) as wrong:
        raise ValueError(f"SRE_SLI_SOURCES, {path}: {wrong}") from wrong


def reader_of(source: CountsSource, *, pause_s: float = 10.0) -> PrometheusCounts:
    """Connects at the first question; one that is silent is left alone for ``pause_s``."""
    target = Target(name=source.name, timeout_s=source.timeout_s, pause_s=pause_s)
    return PrometheusCounts(HttpConnection(source, target, headers_of(source)), source.request_s)


def headers_of(
    source: CountsSource, token: Callable[[httpx.Client], str] | None = None
) -> Callable[[], Mapping[str, str]]:
    """Says who asks, and whose data is meant."""
    meant = {source.tenant_header: source.tenant} if source.tenant else {}
    token_of = token or AccessToken()

    def headers() -> Mapping[str, str]:
        if source.username:
            told = base64.b64encode(f"{source.username}:{secret_at(source.password_file)}".encode()).decode()
            return {**meant, "Authorization": f"Basic {told}"}
        if source.google:
            with httpx.Client(timeout=source.timeout_s) as client:
                return {**meant, "Authorization": f"Bearer {token_of(client)}"}
        return meant

    return headers
