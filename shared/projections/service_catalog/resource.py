"""What somebody asks about: a thing that runs somewhere, or an alert's labels. None is unknown, not any."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    kind: str | None = None
    """The resource's kind, such as `Deployment`; null when it is not known."""
    namespace: str | None = None
    """The namespace that it runs in; null when it is not known."""
    name: str | None = None
    """The name that its platform gives it; null when it is not known."""
    cluster: str | None = None
    """The cluster that it runs in; null when it is not known."""
    environment: str | None = None
    """The environment that it belongs to, such as `production`; null when it is not known."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Its labels, or those of its alert, by their names; it is empty when none are known."""
