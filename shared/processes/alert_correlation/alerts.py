"""What follows when an alert fires, clears, falls silent or is taken out."""

from dataclasses import replace

from shared.domain.alert.facts import AlertIngested, AlertUncorrelated, AlertWentStale
from shared.kernel.envelope import Envelope
from shared.processes.alert_correlation.connections import join_connected
from shared.processes.alert_correlation.episodes import (
    Arrival,
    admit,
    begin,
    firing_member,
    place_among,
    severe_enough,
)
from shared.processes.alert_correlation.finding import episodes_holding, rule_book, service_graph
from shared.processes.alert_correlation.flapping import changed
from shared.processes.alert_correlation.rules import Match
from shared.processes.alert_correlation.state import (
    AlertState,
    Concerned,
    Correlating,
    Episode,
    Member,
    Phase,
    key_association,
    match_of,
)
from shared.processes.alert_correlation.whereabouts import Whereabouts, whereabouts
from shared.processes.process import Known, Reaction
from shared.processes.process_batch import cause_of

_NOTHING: Reaction[Correlating] = Reaction()


def alert_fires(envelope: Envelope[AlertIngested], known: Known[Correlating]) -> Reaction[Correlating]:
    """It stays where it is until it has resolved, whatever its labels say now; else the rules decide."""
    alert, at = envelope.data, envelope.occurred_at
    alert_id = str(alert.alert_id)
    holder = next(iter(episodes_holding(known, f"alert:{alert_id}")), None)
    if holder is not None and holder.under_way:
        return admit(holder, alert, match_of(holder).correlation, at)
    if holder is not None and _is_mere_change(holder.members[alert_id], alert):
        member = replace(holder.members[alert_id], severity=alert.severity)
        return Reaction((holder.with_member(alert_id, member),))
    match = rule_book(known).match(alert)
    if match is None:
        return _NOTHING
    reaction = _by_key(envelope, match, known)
    if holder is None or not reaction.states or any(s.workflow_id == holder.workflow_id for s in reaction.states):
        return reaction
    return Reaction((*reaction.states, holder.released((alert_id,), at)), reaction.asks)


def alert_clears(envelope: Envelope[AlertIngested], known: Known[Correlating]) -> Reaction[Correlating]:
    """One that its source stopped watching may still be a problem: nobody knows, and the incident stays open."""
    alert, at = envelope.data, envelope.occurred_at
    alert_id = str(alert.alert_id)
    standing = AlertState.STALE if alert.unwatched else AlertState.RESOLVED
    resolved = replace(firing_member(alert, alert.ends_at or at), standing=standing)
    reactions = [
        changed(episode, episode.with_member(alert_id, resolved).settled(at, cause_of(envelope)), at)
        for episode in episodes_holding(known, f"alert:{alert_id}")
    ]
    return Reaction(
        [state for reaction in reactions for state in reaction.states],
        [ask for reaction in reactions for ask in reaction.asks],
    )


def alert_went_stale(envelope: Envelope[AlertWentStale], known: Known[Correlating]) -> Reaction[Correlating]:
    """Nobody knows whether it still fires: the incident stays open."""
    alert_id = str(envelope.data.alert_id)
    return Reaction(
        [
            episode.with_member(
                alert_id,
                replace(episode.members[alert_id], standing=AlertState.STALE, since=envelope.occurred_at),
            )
            for episode in episodes_holding(known, f"alert:{alert_id}")
        ]
    )


def alert_uncorrelated(envelope: Envelope[AlertUncorrelated], known: Known[Correlating]) -> Reaction[Correlating]:
    """A person says that it does not belong; that holds until the alert's next episode."""
    fact = envelope.data
    alert_id = str(fact.alert_id)
    found = {
        episode.workflow_id: episode
        for key in (f"alert:{alert_id}", f"incident:{fact.incident_id}")
        for episode in episodes_holding(known, key)
    }
    return Reaction(
        [
            replace(episode.without_member(alert_id), excluded={**episode.excluded, alert_id: fact.episode}).settled(
                envelope.occurred_at, cause_of(envelope)
            )
            for episode in found.values()
            if alert_id in episode.members and fact.incident_id in (episode.incident_id, *episode.former)
        ]
    )


def _by_key(envelope: Envelope[AlertIngested], match: Match, known: Known[Correlating]) -> Reaction[Correlating]:
    alert, at = envelope.data, envelope.occurred_at
    places = episodes_holding(known, key_association(match.key))
    place = place_among(places)
    where = whereabouts(alert, service_graph(known))
    if place is not None and place.excluded.get(str(alert.alert_id)) == alert.episode:
        return _NOTHING
    if place is not None and place.under_way and place.has_room(str(alert.alert_id), at):
        return _admit_to(place, envelope, match, where)
    if not severe_enough(alert.severity, match):
        return _NOTHING
    arrival = Arrival(tenant_id=envelope.tenant_id, alert=alert, at=at, match=match, places=places, where=where)
    joined = join_connected(arrival, known)
    if joined is not None:
        return joined
    if place is not None and _reopens(place, envelope):
        return _admit_to(place, envelope, match, where)
    return begin(arrival)


def _admit_to(
    place: Episode, envelope: Envelope[AlertIngested], match: Match, where: Whereabouts
) -> Reaction[Correlating]:
    about = place.about(where.service, Concerned(where.namespace))
    return admit(about, envelope.data, match.correlation, envelope.occurred_at)


def _reopens(place: Episode, envelope: Envelope[AlertIngested]) -> bool:
    return (
        place.phase is Phase.RESOLVED
        and place.may_reopen(envelope.occurred_at)
        and place.has_place(str(envelope.data.alert_id))
    )


def _is_mere_change(member: Member, alert: AlertIngested) -> bool:
    """Nothing new about an alert whose incident a person ended under it."""
    return member.standing is AlertState.FIRING and member.alert_episode == alert.episode
