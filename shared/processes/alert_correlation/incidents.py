"""What follows when somebody resolves, reopens, closes or merges an incident that alerts opened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.incident.facts import IncidentClosed, IncidentFact, IncidentResolved, IncidentStatusChanged
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import IncidentStatus
from shared.processes.alert_correlation.asking import reopen
from shared.processes.alert_correlation.episodes import begin_with_members, severe_enough
from shared.processes.alert_correlation.finding import episodes_holding
from shared.processes.alert_correlation.state import (
    Correlating,
    Episode,
    Member,
    Phase,
    Standing,
    key_association,
    match_of,
)
from shared.processes.process import Ask, Known, Reaction


def incident_moved(envelope: Envelope[IncidentFact], known: Known[Correlating]) -> Reaction[Correlating]:
    """Resolved, closed, or under way again; what this process asked for itself comes back here as an echo."""
    states: list[Correlating] = []
    asks: list[Ask] = []
    for episode in episodes_holding(known, f"incident:{envelope.data.incident_id}"):
        reaction = _moved(episode, envelope, known)
        states += reaction.states
        asks += reaction.asks
    return Reaction(states, asks)


def _moved(episode: Episode, envelope: Envelope[Any], known: Known[Correlating]) -> Reaction[Correlating]:
    if episode.phase is Phase.CLOSED:
        return Reaction()
    match envelope.data:
        case IncidentResolved(resolved_at=at) | IncidentStatusChanged(status=IncidentStatus.RESOLVED, changed_at=at):
            return Reaction() if _is_echo(envelope) else _resolved(episode, at, envelope, known)
        case IncidentClosed() | IncidentStatusChanged(status=IncidentStatus.CLOSED):
            return _closed(episode, envelope, known)
        case IncidentStatusChanged():
            return Reaction((_under_way(episode, echo=_is_echo(envelope)),))
        case _:
            return Reaction()


def _is_echo(envelope: Envelope[Any]) -> bool:
    return envelope.actor.startswith("process:correlation/")


def _resolved(
    episode: Episode, at: datetime, envelope: Envelope[Any], known: Known[Correlating]
) -> Reaction[Correlating]:
    """By a person. An alert that began to fire after that, and was heard of before that, is news to the incident."""
    resolved = replace(episode, phase=Phase.RESOLVED, resolved_at=at, clear_since=None, cleared_by=None)
    late = [member for member in episode.firing_since(at).values() if _counts(episode, member)]
    if not late or not episode.under_way:
        return Reaction((resolved,))
    last = max(late, key=lambda member: (member.since, member.name))
    if resolved.may_reopen(last.since):
        reopened = replace(resolved.firing_again(), reopening=True)
        return Reaction((reopened,), (reopen(reopened, last.name),))
    return _next_or(resolved, envelope, known)


def _closed(episode: Episode, envelope: Envelope[Any], known: Known[Correlating]) -> Reaction[Correlating]:
    """For good. If a reopen was on its way it is refused, so its alerts go on in a new incident."""
    closed = replace(episode, phase=Phase.CLOSED, clear_since=None, cleared_by=None, reopening=False)
    fires = any(_counts(episode, member) for member in episode.members.values() if member.standing is Standing.FIRING)
    return _next_or(closed, envelope, known) if episode.reopening and fires else Reaction((closed,))


def _under_way(episode: Episode, *, echo: bool) -> Episode:
    """A person may reopen an incident whose alerts are all clear; it then waits for the next time they clear."""
    confirmed = replace(episode, reopening=False)
    fires = any(member.standing is not Standing.RESOLVED for member in episode.members.values())
    return confirmed.firing_again() if episode.phase is Phase.RESOLVED and (fires or not echo) else confirmed


def _next_or(ended: Episode, envelope: Envelope[Any], known: Known[Correlating]) -> Reaction[Correlating]:
    places: Sequence[Episode] = episodes_holding(known, key_association(ended.key))
    if ended.key not in ended.keys:  # a later episode answers for its alerts already
        return Reaction((ended,))
    return begin_with_members(envelope.tenant_id, ended, places, envelope.occurred_at)


def _counts(episode: Episode, member: Member) -> bool:
    return severe_enough(member.severity, match_of(episode))
