"""What the steps of a plan bring: what it would do, what became of it, and whether it has worked."""

from dataclasses import dataclass

from shared.processes.incident_triage.investigation import EvidenceRef
from shared.processes.incident_triage.remedy import RemedyStage
from shared.remediation.outcome import DryRun, RemediationOutcome, VerificationReading


@dataclass(frozen=True, slots=True)
class NobodyActs:
    """Nothing is set up that could carry a plan out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunRead:
    """``dry_run``: None where a runbook is executed, which makes its own.

    ``environments``: of all that the incident concerns; an empty name is one that is not known.
    """

    dry_run: DryRun | None
    environments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCarriedOut:
    outcome: RemediationOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookAnswered:
    """What the writer said to the request that a runbook be executed. ``refused_because`` None: it is executed."""

    refused_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryRead:
    reading: VerificationReading
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """A look at this stage brought nothing; it is looked at again."""

    stage: RemedyStage


RemedyResult = NobodyActs | DryRunRead | PlanCarriedOut | RunbookAnswered | RecoveryRead | NotYet
