"""Looking whether a plan that was carried out has worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.diagnosis.evidence import Evidence
from shared.ports.investigator import IncidentUnderTriage
from shared.remediation.outcome import RemediationOutcome, VerificationReading
from shared.remediation.proposal import RemediationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationLook:
    """One look: what is true now, and the evidence for it, redacted, in the order of reading."""

    reading: VerificationReading
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
