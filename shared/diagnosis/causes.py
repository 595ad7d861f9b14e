"""Which fault is the consequence of which, by what the table of faults allows and by what they share or lean on."""

from collections.abc import Mapping, Sequence

from shared.diagnosis.faults.table import FAULTS
from shared.diagnosis.grouping import RANKS, HypothesisDraft
from shared.diagnosis.hypothesis import FaultKind
from shared.diagnosis.snapshot import ObjectKey

Bearers = Mapping[tuple[ObjectKey, FaultKind], HypothesisDraft]
ROWS = {row.kind: row for row in FAULTS}


def causes_of(drafts: Sequence[HypothesisDraft]) -> dict[str, str]:
    """Gives the cause of each draft that has one, by their ids; following them never leads in a circle."""
    bearers = _bearers(drafts)
    causes: dict[str, str] = {}
    for draft in sorted(drafts, key=lambda each: (each.fault, each.hypothesis_id)):
        cause = next((each for each in _candidates(draft, bearers) if not _leads_to(causes, each, draft)), None)
        if cause:
            causes[draft.hypothesis_id] = cause.hypothesis_id
    return causes


def _bearers(drafts: Sequence[HypothesisDraft]) -> Bearers:
    """Finds the strongest draft of each fault for each object that has it."""
    best: dict[tuple[ObjectKey, FaultKind], HypothesisDraft] = {}
    for draft in sorted(drafts, key=lambda each: (RANKS[each.lead.confidence], -len(each.shows), each.hypothesis_id)):
        for key in draft.bears:
            best.setdefault((key, draft.fault), draft)
    return best


def _candidates(draft: HypothesisDraft, bearers: Bearers) -> list[HypothesisDraft]:
    """Gives what may be the cause, the closest kind of fault first."""
    row = ROWS[draft.fault]
    found = [*_those(row.symptom_of, draft.shows, bearers), *_those(row.needs, draft.leans_on, bearers)]
    order = {kind: number for number, kind in enumerate(dict.fromkeys((*row.symptom_of, *row.needs)))}
    found.sort(key=lambda each: (order[each.fault], RANKS[each.lead.confidence], each.hypothesis_id))
    return found


def _those(kinds: tuple[FaultKind, ...], keys: frozenset[ObjectKey], bearers: Bearers) -> list[HypothesisDraft]:
    return [bearers[key, kind] for kind in kinds for key in keys if (key, kind) in bearers]


def _leads_to(causes: Mapping[str, str], start: HypothesisDraft, end: HypothesisDraft) -> bool:
    at: str | None = start.hypothesis_id
    while at:
        if at == end.hypothesis_id:
            return True
        at = causes.get(at)
    return False
