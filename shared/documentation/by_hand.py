"""What a person did, as far as it was seen: changes since the incident began, and what only they can say."""

from collections.abc import Iterator, Sequence
from typing import Final

from shared.processes.incident_triage.by_hand import ManualRecovery
from shared.processes.incident_triage.investigation import EvidenceRef
from shared.processes.incident_triage.state import Resolution
from shared.remediation.changed_since import ChangedSince
from shared.remediation.outcome import VerificationReading

_BY_A_PERSON: Final = "human:"
_MOST: Final = 50
_NAMED: Final = 3


def manual_recovery(
    resolution: Resolution,
    reading: VerificationReading,
    changed: ChangedSince,
    evidence: tuple[EvidenceRef, ...] = (),
) -> ManualRecovery | None:
    """None: nobody says that they did anything, and nothing has changed: it went as it came."""
    if not changed.changes and not resolution.resolved_by.startswith(_BY_A_PERSON):
        return None
    return ManualRecovery(
        resolved_by=resolution.resolved_by,
        said=resolution.said,
        reading=reading,
        changes=changed.changes,
        questions=tuple(_questions(reading, changed))[:_MOST],
        evidence=evidence,
    )


def _questions(reading: VerificationReading, changed: ChangedSince) -> Iterator[str]:
    if not changed.changes:
        yield "What was done? Nothing that was read has changed since it began."
    else:
        yield "Which of what has changed since it began is what helped, who did it, and why did it help?"
    if changed.by_hand:
        yield f"Is it in Git, too? Else the next synchronisation takes it back: {_some(changed.by_hand)}"
    failing = [f"{check.what.rstrip('.')}: {check.seen}" for check in reading.checks if check.holds is not True]
    if failing:
        yield f"It is resolved and not seen to be well. Is it? {_some(failing)}"
    if changed.unread:
        yield f"What could not be read may have changed, too: {_some(changed.unread)}"


def _some(found: Sequence[str]) -> str:
    more = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f"{'; '.join(found[:_NAMED])}{more}"[:900]
