"""A correlation rule as data: which alerts belong together, for how long, and when the incident ends by itself."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.vocabulary import Severity

#: One matcher in Alertmanager syntax: ``team="payments"``, ``namespace=~"prod-.*"``, ``severity!="info"``.
Matcher = Annotated[str, Field(min_length=3, max_length=2_000)]


class GroupingWindow(BaseModel):
    """Fixed: counted from the incident's first alert. Rolling: each alert extends it."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    kind: Literal["fixed", "rolling"] = "rolling"
    """Fixed is counted from the incident's first alert; rolling is extended by each alert."""
    seconds: int = Field(default=4 * 3600, ge=60, le=30 * 86_400)
    """How long alerts may join, in seconds: one minute to 30 days."""


class RuleDefinition(BaseModel):
    """Alerts that match and agree on the ``group_by`` labels within the window are one incident.

    ``group_by`` names labels; ``@environment``, ``@source`` and ``@alertname`` name the alert's own fields. A label
    that an alert lacks counts as empty. Rules are tried by ``priority``, lowest first, then by name; the first match
    decides.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    """What people call the rule; decides the order among rules of one priority."""
    priority: int = Field(default=100, ge=0, le=10_000)
    """Lower is tried first."""
    matchers: tuple[Matcher, ...] = Field(default=(), max_length=50)
    """Label matchers in Alertmanager syntax, all of which must match; none matches every alert."""
    group_by: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(min_length=1, max_length=20)
    """Labels whose values make one problem, 1 to 20. Names that begin with `@` are the alert's own: `@environment`,
    `@source`, `@alertname`, and what it is about: `@service`, `@namespace`, `@subject` (`web` for any pod of the
    Deployment web) and its `@kind`. Matchers may name the same.
    """
    window: GroupingWindow = GroupingWindow()
    """How long alerts may join an incident."""
    minimum_severity: Severity = Severity.MEDIUM
    """Alerts below this never open an incident; they may join one that is open."""
    hold_down_s: int | None = Field(default=300, ge=0, le=7 * 86_400)
    """Seconds for which all alerts must be clear until the incident resolves by itself; null leaves that to a person.
    """
    reopen_window_s: int = Field(default=1_800, ge=0, le=7 * 86_400)
    """Seconds after the resolve within which the same problem reopens the incident; later it is a new, linked one."""
    max_alerts: int = Field(default=500, ge=1, le=10_000)
    """Beyond this many alerts the next episode begins, so that a storm does not grow one incident without bound."""
    enabled: bool = True
    """False keeps the rule and lets it match nothing."""
    reopen_when_still_firing_after_s: int | None = Field(default=None, ge=60, le=7 * 86_400)
    """Seconds after which an incident that a person resolved is reopened when one of its alerts still fires; null lets
    their word stand.
    """
    flap_changes: int | None = Field(default=6, ge=2, le=100)
    """An incident whose alerts have cleared or fired again so often within ``flap_window_s`` is held open, 2 to 100;
    null resolves and reopens it each time.
    """
    flap_window_s: int = Field(default=3_600, ge=60, le=86_400)
    """Seconds in which changes are counted, and for which a held incident must be clear to resolve by itself."""
    dependency_depth: int = Field(default=0, ge=0, le=2)
    """Alerts join an open incident about a service that theirs needs, or that needs theirs, over at most so many edges
    of the service catalog, 0 to 2; 0 looks at labels alone.
    """
