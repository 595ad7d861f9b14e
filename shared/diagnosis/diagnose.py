"""From what is known to what is broken: every rule is asked, and causes are told from their consequences."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from shared.diagnosis.alert_signs import signs
from shared.diagnosis.causes import causes_of
from shared.diagnosis.faults.table import FAULTS
from shared.diagnosis.grouping import RANKS, HypothesisDraft, grouped
from shared.diagnosis.hypothesis import Diagnosis
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Snapshot
from shared.diagnosis.symptoms import missing, unexplained

MOST_HYPOTHESES = 500
LATEST = datetime.max.replace(tzinfo=UTC)


def diagnose(snapshot: Snapshot) -> Diagnosis:
    """Names the faults that the snapshot shows. The same snapshot, in whatever order, gives the same diagnosis."""
    seen = Seen(snapshot)
    drafts = grouped(finding for fault in FAULTS for finding in fault.find(seen))
    drafts += _only_signs(seen, drafts)
    causes = causes_of(drafts)
    ranked = _ranked(drafts, causes)
    explained = frozenset(key for draft in drafts for key in draft.bears)
    return Diagnosis(
        hypotheses=tuple(draft.hypothesis(causes.get(draft.hypothesis_id)) for draft in ranked[:MOST_HYPOTHESES]),
        missing=missing(snapshot),
        unexplained=unexplained(seen, explained),
    )


def _only_signs(seen: Seen, drafts: Sequence[HypothesisDraft]) -> list[HypothesisDraft]:
    """Gives what only alerts tell of, leaving out what a rule has found on other grounds."""
    found = {(draft.fault, key) for draft in drafts for key in draft.bears}
    return grouped(sign for sign in signs(seen) if (sign.fault, sign.subject) not in found)


def _ranked(drafts: Sequence[HypothesisDraft], causes: Mapping[str, str]) -> list[HypothesisDraft]:
    """Orders causes above consequences, then by confidence, by how much suffers, and by what began first."""
    reach = _reach(drafts, causes)
    return sorted(
        drafts,
        key=lambda draft: (
            _depth(draft.hypothesis_id, causes),
            RANKS[draft.lead.confidence],
            -len(reach[draft.hypothesis_id]),
            draft.lead.since or LATEST,
            draft.fault,
            draft.hypothesis_id,
        ),
    )


def _depth(hypothesis_id: str, causes: Mapping[str, str]) -> int:
    """Counts the causes above it."""
    depth, at = 0, hypothesis_id
    while at in causes:
        depth, at = depth + 1, causes[at]
    return depth


def _reach(drafts: Sequence[HypothesisDraft], causes: Mapping[str, str]) -> dict[str, set[ObjectKey]]:
    """Gives everything that suffers from each draft, also by way of its consequences."""
    reach: dict[str, set[ObjectKey]] = defaultdict(set)
    for draft in drafts:
        at: str | None = draft.hypothesis_id
        while at:
            reach[at] |= draft.shows
            at = causes.get(at)
    return reach
