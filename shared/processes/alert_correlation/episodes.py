"""How an episode takes alerts in, and how the next one begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.alert.facts import AlertIngested
from shared.domain.incident.values import Correlation
from shared.kernel.ids import IncidentId, ServiceId, TenantId, incident_id_for
from shared.kernel.vocabulary import Severity
from shared.processes.alert_correlation.asking import (
    correlate,
    correlate_members,
    create_for,
    create_for_members,
    raise_severity,
    reopen,
)
from shared.processes.alert_correlation.flapping import changed
from shared.processes.alert_correlation.rules import Match
from shared.processes.alert_correlation.state import (
    FIRING_AGAIN,
    AlertState,
    Concerned,
    Correlating,
    Episode,
    Member,
    Phase,
    match_of,
    workflow_id_for,
)
from shared.processes.alert_correlation.whereabouts import Whereabouts
from shared.processes.process import Ask, Reaction


def is_worse(one: Severity, other: Severity) -> bool:
    return one.rank > other.rank


def severe_enough(severity: Severity, match: Match) -> bool:
    """To open or reopen an incident; any alert may join one that is open."""
    return not is_worse(match.rule.definition.minimum_severity, severity)


def firing_member(alert: AlertIngested, at: datetime) -> Member:
    name = alert.name.replace("\x00", "\N{REPLACEMENT CHARACTER}")  # Postgres stores no NUL
    return Member(alert_episode=alert.episode, standing=AlertState.FIRING, severity=alert.severity, name=name, since=at)


def admit(episode: Episode, alert: AlertIngested, correlation: Correlation, at: datetime) -> Reaction[Correlating]:
    """A firing alert joins (or stays); one that clears is open again, one that is resolved is asked to reopen."""
    alert_id = str(alert.alert_id)
    before = episode.members.get(alert_id)
    is_new = before is None or before.alert_episode != alert.episode
    reopens = episode.phase is Phase.RESOLVED
    member = firing_member(alert, at)
    if before is not None and not is_new:
        since = before.since if before.standing is AlertState.FIRING else at
        member = replace(member, since=since, confirmed=before.confirmed)
    worse = is_worse(alert.severity, episode.severity)
    after = replace(
        episode,
        **FIRING_AGAIN,
        members={**episode.members, alert_id: member},
        last_alert_at=max(episode.last_alert_at, at) if is_new or reopens else episode.last_alert_at,
        severity=alert.severity if worse else episode.severity,
        in_flight="reopen" if reopens else episode.in_flight,
    )
    asks: list[Ask] = []
    if reopens:
        asks.append(reopen(after, alert.name))
    if is_new:
        asks.append(correlate(after, alert.alert_id, alert.episode, correlation))
    if worse:
        asks.append(raise_severity(after, alert.name))
    held = changed(episode, after, at)
    return Reaction(held.states, (*asks, *held.asks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An alert that fires now, under the key of the rule that takes it, and who has answered for that key."""

    tenant_id: TenantId
    alert: AlertIngested
    at: datetime
    match: Match
    places: Sequence[Episode]
    where: Whereabouts


def begin(arrival: Arrival) -> Reaction[Correlating]:
    """The first episode of a key, or the next one, linked to the one before."""
    alert, match, where = arrival.alert, arrival.match, arrival.where
    alert_id = str(alert.alert_id)
    start = _Start(
        members={alert_id: firing_member(alert, arrival.at)},
        severity=alert.severity,
        at=arrival.at,
        cluster=where.cluster,
        environment=where.environment,
        services={} if where.service is None else {where.service: Concerned(where.namespace)},
    )
    begun = _begun(arrival.tenant_id, match, arrival.places, start)
    asks = [
        create_for(begun, alert, follows=_followed(arrival.places)),
        correlate(begun, alert.alert_id, alert.episode, match.correlation),
    ]
    return Reaction((begun, *_superseded(arrival.places, match.key, {alert_id}, arrival.at)), asks)


def begin_with_members(
    tenant_id: TenantId, episode: Episode, places: Sequence[Episode], at: datetime
) -> Reaction[Correlating]:
    """``episode`` ended for good while alerts fire that its end did not know of: they go on in the next one."""
    match = match_of(episode)
    members = {
        key: replace(member, confirmed=False)
        for key, member in episode.members.items()
        if member.standing is AlertState.FIRING
    }
    severity = max((member.severity for member in members.values()), key=lambda severity: severity.rank)
    others = [place for place in places if place.workflow_id != episode.workflow_id]
    start = _Start(
        members=members,
        severity=severity,
        at=at,
        cluster=episode.cluster,
        environment=episode.environment,
        services=episode.services,
    )
    begun = _begun(tenant_id, match, (episode, *others), start)
    asks = [
        create_for_members(begun, follows=episode.incident_id, at=at),
        *correlate_members(begun, members, match.correlation),
    ]
    return Reaction((begun, *_superseded((episode, *others), match.key, set(members), at)), asks)


def place_among(places: Sequence[Episode]) -> Episode | None:
    """Where the alerts of a key belong now; at most one episode answers for it."""
    return next((place for place in places if place.phase is not Phase.MERGED), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    members: Mapping[str, Member]
    severity: Severity
    at: datetime
    cluster: str
    environment: str
    services: Mapping[ServiceId, Concerned]


def _begun(tenant_id: TenantId, match: Match, places: Sequence[Episode], start: _Start) -> Episode:
    number = 1 + max((place.number for place in places if place.key == match.key), default=0)
    return Episode(
        workflow_id=workflow_id_for(tenant_id, match.key, number),
        key=match.key,
        keys=(match.key,),
        values=dict(match.values),
        rule=match.rule,
        number=number,
        incident_id=incident_id_for(tenant_id, match.key, number),
        severity=start.severity,
        members=start.members,
        excluded={},
        opened_at=start.at,
        last_alert_at=start.at,
        cluster=start.cluster,
        environment=start.environment,
        services=start.services,
    )


def _followed(places: Sequence[Episode]) -> IncidentId | None:
    place = place_among(places)
    return place.incident_id if place is not None else None


def _superseded(places: Sequence[Episode], key: str, taken: set[str], at: datetime) -> list[Episode]:
    return [
        replace(place, keys=tuple(kept for kept in place.keys if kept != key)).released(
            taken & set(place.members) if place.phase is not Phase.MERGED else (), at
        )
        for place in places
    ]
