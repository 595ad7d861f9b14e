"""The process facts that each step of a workflow goes on from: what it handles, and so what it is handed."""

from collections.abc import Mapping
from typing import Any, Final

from shared.app.runbooks.step import ASKING, RUNBOOK_STEPS
from shared.app.triage.stop_carrying_out import ENDED
from shared.processes.change_verification.facts import ChangeReadRequested
from shared.processes.incident_triage.facts import (
    IncidentTriageStarted,
    PatternLookupCompleted,
    RemediationProposed,
)
from shared.processes.incident_triage.remedy_facts import (
    ApprovalReceived,
    DocumentationRequested,
    TriagePhaseResumed,
    VerificationStarted,
)

#: By entry point.
STEPS: Final[Mapping[str, tuple[type[Any], ...]]] = {
    "pattern_lookup": (IncidentTriageStarted,),
    "investigate": (PatternLookupCompleted,),
    "dry_run": (RemediationProposed, TriagePhaseResumed),
    "remediate": (ApprovalReceived, TriagePhaseResumed),
    "verify": (VerificationStarted, TriagePhaseResumed),
    "call_off": ENDED,
    "document": (DocumentationRequested, TriagePhaseResumed),
    RUNBOOK_STEPS: ASKING,
    "read_change": (ChangeReadRequested,),
}
