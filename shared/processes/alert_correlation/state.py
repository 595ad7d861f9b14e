"""What must be remembered of a problem: one instance per episode, which is one incident and its alerts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from shared.domain.incident.values import JoinedThrough
from shared.kernel.ids import IncidentId, ServiceId, TenantId, derive
from shared.kernel.vocabulary import Severity
from shared.processes.alert_correlation.rules import Match, Rule, RuleBook
from shared.processes.alert_correlation.service_graph import ServiceGraph, service_key
from shared.processes.process import Cause, Timer

HOLD_DOWN = "hold-down"
STILL_FIRING = "still-firing"
#: By what the tenant's rules are found, and its services.
RULES = frozenset({"rules"})
SERVICES = frozenset({"services"})
#: An episode remembers so many services that it is about.
MOST_SERVICES = 50
#: Correlation keys whose short forms are remembered: more than a batch has.
_REMEMBERED = 1_000


class Phase(StrEnum):
    OPEN = "open"
    #: Every alert has cleared; the hold-down runs.
    CLEARING = "clearing"
    RESOLVED = "resolved"
    CLOSED = "closed"
    #: Its alerts are another episode's now.
    MERGED = "merged"


#: What becomes of an episode's end when it is open again.
FIRING_AGAIN: Final[Mapping[str, Any]] = {
    "phase": Phase.OPEN,
    "clear_since": None,
    "cleared_by": None,
    "resolved_at": None,
    "ended_by": None,
}


class AlertState(StrEnum):
    FIRING = "firing"
    RESOLVED = "resolved"
    STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One alert of the episode, as it last stood."""

    alert_episode: int
    standing: AlertState
    severity: Severity
    name: str
    since: datetime
    """When this firing (or this recovery) became a fact."""
    confirmed: bool = False
    """The incident has said that it holds this alert episode; until then the request may have come too late."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """A service of the catalog that alerts of the episode are of."""

    namespace: str
    """The one that was named with it first; empty where none was."""
    through: JoinedThrough | None = None
    """By what of the catalog it came; None where it came by a rule's labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """``rule`` is frozen at the start: editing a rule never changes an incident that is under way."""

    kind: Literal["episode"] = "episode"
    workflow_id: str
    key: str
    values: Mapping[str, str]
    rule: Rule
    number: int
    incident_id: IncidentId
    former: tuple[IncidentId, ...] = ()
    """Incidents that this one took over."""
    keys: tuple[str, ...]
    """Correlation keys whose alerts belong here. The next episode of a key takes it over."""
    phase: Phase = Phase.OPEN
    severity: Severity
    members: Mapping[str, Member]
    excluded: Mapping[str, int]
    """Alerts that a person took out, with the alert's episode that this holds for."""
    opened_at: datetime
    last_alert_at: datetime
    clear_since: datetime | None = None
    cleared_by: Cause | None = None
    resolved_at: datetime | None = None
    in_flight: Literal["resolve", "reopen"] | None = None
    """Asked for last and not confirmed by a fact. Facts that come before the confirmation are older than the request.
    """
    ended_by: Cause | None = None
    """What resolved it: on its account it is reopened when the rule says so and alerts still fire."""
    cluster: str = ""
    environment: str = ""
    """Where its first alert said that it is; empty where it did not say."""
    services: Mapping[ServiceId, Concerned] = field(default_factory=dict)
    """What the graph of services connects with other alerts."""
    changes: tuple[datetime, ...] = ()
    """When it cleared or fired again last, as often as its rule counts."""
    flapping_since: datetime | None = None
    """Since when it is held open for that; until it is resolved."""

    @property
    def under_way(self) -> bool:
        return self.phase in (Phase.OPEN, Phase.CLEARING)

    @property
    def hold_down_s(self) -> int | None:
        """How long it must be clear to resolve by itself; None: a person resolves it."""
        definition = self.rule.definition
        if definition.hold_down_s is None or self.flapping_since is None:
            return definition.hold_down_s
        return max(definition.hold_down_s, definition.flap_window_s)

    @property
    def all_clear(self) -> bool:
        """A stale alert is not a resolved one."""
        return bool(self.members) and all(m.standing is AlertState.RESOLVED for m in self.members.values())

    @property
    def still_firing(self) -> Mapping[str, Member]:
        """Those that fire although it is resolved, and are severe enough to open an incident of their own."""
        least = self.rule.definition.minimum_severity.rank
        return {
            alert_id: member
            for alert_id, member in self.members.items()
            if member.standing is AlertState.FIRING and member.severity.rank >= least
        }

    @property
    def reopens_at(self) -> datetime | None:
        """None: never by itself. A later episode that answers for its alerts is the one that is open."""
        after_s = self.rule.definition.reopen_when_still_firing_after_s
        is_over = self.phase is Phase.RESOLVED and self.in_flight is None and self.key in self.keys
        if after_s is None or not is_over or self.resolved_at is None or not self.still_firing:
            return None
        return self.resolved_at + timedelta(seconds=after_s)

    def has_room(self, alert_id: str, at: datetime) -> bool:
        definition = self.rule.definition
        since = self.opened_at if definition.window.kind == "fixed" else self.last_alert_at
        in_window = at - since <= timedelta(seconds=definition.window.seconds)
        return in_window and self.has_place(alert_id)

    def has_place(self, alert_id: str) -> bool:
        return alert_id in self.members or len(self.members) < self.rule.definition.max_alerts

    def may_reopen(self, at: datetime) -> bool:
        window = timedelta(seconds=self.rule.definition.reopen_window_s)
        return self.resolved_at is not None and at - self.resolved_at < window

    def unknown_at(self, moment: datetime) -> dict[str, Member]:
        """Those that fire since later than that, or that the incident has not yet taken in."""
        return {
            alert_id: member
            for alert_id, member in self.members.items()
            if member.standing is AlertState.FIRING and (member.since > moment or not member.confirmed)
        }

    def about(self, service_id: ServiceId | None, concerned: Concerned) -> "Episode":
        """One of its alerts is of this service; how it came first is kept."""
        if service_id is None or service_id in self.services or len(self.services) >= MOST_SERVICES:
            return self
        return replace(self, services={**self.services, service_id: concerned})

    def with_member(self, alert_id: str, member: Member) -> "Episode":
        return replace(self, members={**self.members, alert_id: member})

    def without_member(self, alert_id: str) -> "Episode":
        return replace(self, members={known: m for known, m in self.members.items() if known != alert_id})

    def released(self, alert_ids: Iterable[str], at: datetime) -> "Episode":
        """They fire elsewhere now: here they count as over."""
        over = {
            alert_id: replace(self.members[alert_id], standing=AlertState.RESOLVED, since=at) for alert_id in alert_ids
        }
        return replace(self, members={**self.members, **over})

    def firing_again(self) -> "Episode":
        return replace(self, **FIRING_AGAIN)

    def settled(self, at: datetime, cause: Cause) -> "Episode":
        """Start the hold-down if all is clear and the rule lets the incident end by itself."""
        if self.phase is not Phase.OPEN or not self.all_clear or self.rule.definition.hold_down_s is None:
            return self
        return replace(self, phase=Phase.CLEARING, clear_since=at, cleared_by=cause)


Correlating = Annotated[Episode | RuleBook | ServiceGraph, Field(discriminator="kind")]


def workflow_id_for(tenant_id: TenantId, key: str, number: int) -> str:
    return f"correlation/{derive(tenant_id, 'alert_correlation', key)}/{number}"


def match_of(episode: Episode) -> Match:
    """The match that opened it."""
    return Match(rule=episode.rule, key=episode.key, values=episode.values)


@lru_cache(_REMEMBERED)
def key_association(key: str) -> str:
    """Short, whatever the labels hold: it is an index entry."""
    return f"key:{derive(key)}"


def associations_of(state: Episode | RuleBook | ServiceGraph) -> frozenset[str]:
    if isinstance(state, RuleBook):
        return RULES
    if isinstance(state, ServiceGraph):
        return SERVICES
    keys = {key_association(key) for key in state.keys}
    if state.phase is Phase.MERGED:
        return frozenset(keys)
    live = {f"alert:{alert_id}" for alert_id, m in state.members.items() if m.standing is not AlertState.RESOLVED}
    about = map(service_key, state.services) if state.under_way else ()
    return frozenset(keys | live | {f"incident:{state.incident_id}"}).union(about)


def timers_of(state: Episode | RuleBook | ServiceGraph) -> Mapping[str, Timer]:
    if not isinstance(state, Episode):
        return {}
    reopens_at = state.reopens_at
    if reopens_at is not None and state.ended_by is not None:
        return {STILL_FIRING: Timer(due_at=reopens_at, cause=state.ended_by)}
    if state.phase is not Phase.CLEARING:
        return {}
    hold_down = state.hold_down_s
    if hold_down is None or state.clear_since is None or state.cleared_by is None:
        return {}
    return {HOLD_DOWN: Timer(due_at=state.clear_since + timedelta(seconds=hold_down), cause=state.cleared_by)}
