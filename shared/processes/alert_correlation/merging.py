"""What follows when incidents are merged: one episode carries on for all of them."""

from collections.abc import Sequence
from dataclasses import replace

from shared.domain.incident.facts import IncidentsMerged
from shared.kernel.envelope import Envelope
from shared.processes.alert_correlation.asking import correlate_members, mark_merged, raise_severity
from shared.processes.alert_correlation.episodes import is_worse
from shared.processes.alert_correlation.finding import episodes_holding
from shared.processes.alert_correlation.state import Correlating, Episode, Phase, match_of
from shared.processes.process import Ask, Known, Reaction

_NOBODY = "correlation/merges"


def incidents_merged(envelope: Envelope[IncidentsMerged], known: Known[Correlating]) -> Reaction[Correlating]:
    """The survivor's episode takes the others' alerts and keys; the merged incidents are asked to end."""
    fact = envelope.data
    own = episodes_holding(known, f"incident:{fact.incident_id}")[:1]
    absorbed = [each for merged in fact.merged_ids for each in episodes_holding(known, f"incident:{merged}")]
    absorbed = [each for each in {e.workflow_id: e for e in absorbed}.values() if each not in own]
    states, asks = _carried_on(fact, own, absorbed)
    carrier = states[0].workflow_id if states else _NOBODY
    ends = [
        mark_merged(carrier, merged, fact.incident_id, fact.reason)
        for merged in dict.fromkeys(fact.merged_ids)
        if merged != fact.incident_id
    ]
    return Reaction(states, (*asks, *ends))


def _carried_on(
    fact: IncidentsMerged, own: Sequence[Episode], absorbed: Sequence[Episode]
) -> tuple[list[Episode], list[Ask]]:
    if not absorbed:
        return [], []
    carrier = own[0] if own else _given_to_people(fact, absorbed[0])
    others = absorbed if own else absorbed[1:]
    asks: list[Ask] = []
    for episode in absorbed:
        asks += correlate_members(carrier, episode.members, match_of(episode).correlation)
    before = carrier.severity
    for episode in others:
        carrier = _taken_over(carrier, episode)
    if is_worse(carrier.severity, before):
        asks.append(raise_severity(carrier, "A merged incident"))
    emptied = [replace(each, phase=Phase.MERGED, keys=_own_key(each), members={}) for each in others]
    return [carrier, *emptied], asks


def _given_to_people(fact: IncidentsMerged, episode: Episode) -> Episode:
    """The survivor was not opened by alerts, so their silence does not end it."""
    definition = episode.rule.definition.model_copy(update={"hold_down_s": None})
    return replace(
        episode.firing_again(),
        incident_id=fact.incident_id,
        former=(*episode.former, episode.incident_id),
        rule=episode.rule.model_copy(update={"definition": definition}),
        in_flight=None,
    )


def _taken_over(carrier: Episode, episode: Episode) -> Episode:
    worse = is_worse(episode.severity, carrier.severity)
    members = {**episode.members, **carrier.members}
    keys = tuple(dict.fromkeys((*carrier.keys, *episode.keys)))
    former = (*carrier.former, episode.incident_id, *episode.former)
    severity = episode.severity if worse else carrier.severity
    merged = replace(
        carrier,
        members=members,
        keys=keys,
        former=former,
        severity=severity,
        services={**episode.services, **carrier.services},
    )
    return merged if merged.phase is not Phase.CLEARING or merged.all_clear else merged.firing_again()


def _own_key(episode: Episode) -> tuple[str, ...]:
    """Kept only to count the key's episodes on."""
    return (episode.key,) if episode.key in episode.keys else ()
