"""Looking whether a plan that was carried out has worked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.diagnosis.evidence import Evidence
from shared.ports.investigator import IncidentUnderTriage
from shared.remediation.changed_since import ChangedSince
from shared.remediation.outcome import RemediationOutcome, VerificationCheck, VerificationReading
from shared.remediation.proposal import RemediationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationLook:
    """One look: what is true now, and the evidence for it, redacted, in the order of reading."""

    reading: VerificationReading
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackwardLook:
    """What is true once an incident is over, and what has changed since it began, with the evidence for it."""

    checks: Sequence[VerificationCheck]
    changed: ChangedSince
    evidence: Sequence[Evidence]


class RecoveryVerifier(Protocol):
    """What cannot be read is a check that does not hold, and no failure."""

    def verify(
        self,
        incident: IncidentUnderTriage,
        plan: RemediationPlan,
        outcome: RemediationOutcome,
        *,
        at: datetime,
        within_s: float,
        before: VerificationReading | None = None,
    ) -> VerificationLook:
        """Comes back within the time. Called from several threads.

        ``before``: the look before this one, with whose counts this one is compared; None: this is the first.
        """

    def look_back(
        self,
        incident: IncidentUnderTriage,
        plan: RemediationPlan | None,
        *,
        ours: Collection[str],
        at: datetime,
        within_s: float,
    ) -> BackwardLook:
        """Comes back within the time. Called from several threads.

        ``plan``: the last that was proposed; None: there was none. ``ours``: commits that we made.
        """
