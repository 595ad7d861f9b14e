"""What somebody asks about: a thing that runs somewhere, or an alert's labels. None is unknown, not any."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    kind: str | None = None
    namespace: str | None = None
    name: str | None = None
    cluster: str | None = None
    environment: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
