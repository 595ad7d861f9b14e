"""One run of a triage from its beginning to its end, as far as it came: what every text about it is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from shared.diagnosis.hypothesis import Diagnosis, Hypothesis
from shared.documentation.execution_told import ToldExecution
from shared.domain.incident.values import EntryKind
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import ResourceRef, Severity
from shared.processes.incident_triage.pattern import PatternCandidate, PatternCheck, PatternDecision, PatternLookup
from shared.remediation.outcome import RemediationOutcome, VerificationReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEntry:
    """An entry of the incident's timeline."""

    entry_id: UUID
    kind: EntryKind
    occurred_at: datetime
    text: str


class Chapter(StrEnum):
    """The entries of the timeline that a text may rest on, by what they tell."""

    LOOKUP = "lookup"
    EVIDENCE = "evidence"
    DIAGNOSIS = "diagnosis"
    PROPOSAL = "proposal"
    APPROVAL = "approval"
    REMEDIATION = "remediation"
    VERIFICATION = "verification"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentInBrief:
    incident_id: IncidentId
    number: int
    title: str
    description: str
    severity: Severity
    detected_at: datetime
    resolved_at: datetime | None = None
    environments: Sequence[str] = ()
    services: Sequence[str] = ()
    """Slugs of the catalog."""
    service_ids: Sequence[UUID] = ()
    resources: Sequence[ResourceRef] = ()
    alerts: Sequence[str] = ()
    """Names of its alerts, each once."""

    @property
    def called(self) -> str:
        return f"INC-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageStory:
    incident: IncidentInBrief
    workflow_id: str
    lookup: PatternLookup | None = None
    pattern: PatternCheck | None = None
    diagnosis: Diagnosis | None = None
    outcome: RemediationOutcome | None = None
    reading: VerificationReading | None = None
    """The last look at whether it worked."""
    verified: bool | None = None
    """None: nobody looked."""
    held_for_s: int = 0
    entries: Sequence[ToldEntry] = ()
    """The incident's timeline in the order of its moments."""
    chapters: Mapping[Chapter, UUID] = field(default_factory=dict)
    """Which entry tells what."""
    executions: Sequence[ToldExecution] = ()
    """Executions of runbooks for the incident, in the order of their beginnings."""

    @property
    def cause(self) -> Hypothesis | None:
        """What was found first."""
        return self.diagnosis.causes[0] if self.diagnosis and self.diagnosis.causes else None

    @property
    def known_pattern(self) -> PatternCandidate | None:
        """What was taken for known before anything was looked at."""
        lookup = self.lookup
        if lookup is None or lookup.decision is not PatternDecision.KNOWN or not lookup.candidates:
            return None
        return lookup.candidates[0]

    def lesson(self) -> Literal["right", "wrong"] | None:
        """Whether what was taken for known helped. None: nothing was, or it was never put to the test."""
        if self.known_pattern is None or self.pattern is None:
            return None
        if not self.pattern.holds:
            return "wrong"
        return None if self.verified is None else "right" if self.verified else "wrong"
