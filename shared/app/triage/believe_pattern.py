"""A known pattern is believed when what it is about is there, and the same condition is true now."""

from collections.abc import Iterable, Iterator

from shared.diagnosis.evidence import Evidence, EvidenceSource
from shared.ports.investigator import IncidentUnderTriage, Investigated
from shared.processes.incident_triage.pattern import PatternCheck, PatternDecision, PatternLookup

#: Who knows whether a thing is there.
_LIVE = (EvidenceSource.KUBERNETES, EvidenceSource.ARGOCD)


def pattern_check(incident: IncidentUnderTriage, lookup: PatternLookup, found: Investigated) -> PatternCheck | None:
    """None where no pattern is known."""
    if lookup.decision is not PatternDecision.KNOWN:
        return None
    firing = [alert.name for alert in incident.alerts if alert.is_firing]
    if not firing:
        return PatternCheck(holds=False, why="None of the incident's alerts fires any more.")
    seen = next(_seen(found.evidence), None)
    if seen is None:
        return PatternCheck(holds=False, why="Nothing of it could be read from a cluster or an Argo CD.")
    if not found.diagnosis.causes:
        return PatternCheck(holds=False, why="The live state shows no fault that is known by name.")
    why = f"{firing[0]} still fires, {seen.title} was read, and it shows: {found.diagnosis.causes[0].title}"
    return PatternCheck(holds=True, why=why[:1_000])


def _seen(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    return (piece for piece in evidence if piece.source in _LIVE and piece.problem is None)
