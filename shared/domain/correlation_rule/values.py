"""A correlation rule as data: which alerts belong together, for how long, and when the incident ends by itself."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.vocabulary import Severity

#: One matcher in Alertmanager syntax: ``team="payments"``, ``namespace=~"prod-.*"``, ``severity!="info"``.
Matcher = Annotated[str, Field(min_length=3, max_length=2_000)]


class Window(BaseModel):
    """Fixed: counted from the incident's first alert. Rolling: each alert extends it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["fixed", "rolling"] = "rolling"
    seconds: int = Field(default=4 * 3600, ge=60, le=30 * 86_400)


class RuleDefinition(BaseModel):
    """Alerts that match and agree on the ``group_by`` labels within the window are one incident.

    ``group_by`` names labels; ``@environment``, ``@source`` and ``@alertname`` name the alert's own fields. A label
    that an alert lacks counts as empty. Rules are tried by ``priority``, lowest first, then by name; the first match
    decides.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    priority: int = Field(default=100, ge=0, le=10_000)
    matchers: tuple[Matcher, ...] = Field(default=(), max_length=50)
    #: Beside labels and the alert's own fields, what the alert is about where a label may be an exporter's:
    #: ``@service``, ``@namespace``, ``@subject`` (``web`` for any pod of the Deployment web, ``worker-3``, a rule of
    #: Grafana without data) and its ``@kind``. Matchers may name the same.
    group_by: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(min_length=1, max_length=20)
    window: Window = Window()
    #: Alerts below this never open an incident; they may join one that is open.
    minimum_severity: Severity = Severity.MEDIUM
    #: All alerts clear for this long → the incident resolves by itself. None: only a person resolves it.
    hold_down_s: int | None = Field(default=300, ge=0, le=7 * 86_400)
    #: The same problem back within this long after the resolve reopens the incident; later it is a new, linked one.
    reopen_window_s: int = Field(default=1_800, ge=0, le=7 * 86_400)
    #: A storm does not grow one incident without bound: beyond this the next episode begins.
    max_alerts: int = Field(default=500, ge=1, le=10_000)
    enabled: bool = True
    #: An incident that a person resolved while its alerts fire is reopened when one still fires after this long. None:
    #: their word stands, and lists say that it still fires.
    reopen_when_still_firing_after_s: int | None = Field(default=None, ge=60, le=7 * 86_400)
