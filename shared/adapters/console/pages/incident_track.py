"""How far a triage has come, as the picture of its phases."""

from typing import Any, Literal

from shared.adapters.console.pictures.phase_track import PhaseStop, phase_track
from shared.adapters.console.pictures.picture import Picture
from shared.processes.incident_triage.phase import TriagePhase

_NAMES = {
    TriagePhase.PATTERN_LOOKUP: "Pattern",
    TriagePhase.TRIAGE: "Diagnosis",
    TriagePhase.REMEDIATION: "Remediation",
    TriagePhase.VERIFICATION: "Verification",
    TriagePhase.DOCUMENTATION: "Written down",
}
_PHASES = tuple(_NAMES)
_Standing = Literal["done", "now", "waiting", "failed", "ahead"]
_HERE: dict[str, _Standing] = {
    "under_way": "now",
    "waiting": "waiting",
    "escalated": "failed",
    "cancelled": "failed",
    "completed": "done",
}
_DETAILS = {"waiting": "waits for a yes", "escalated": "a person goes on", "cancelled": "called off"}


def triage_track(triage: Any) -> Picture:
    """Draws the phases of one run."""
    at = _PHASES.index(triage.phase)
    stops = [
        PhaseStop(
            name=_NAMES[phase],
            standing="done" if index < at else "ahead" if index > at else _HERE[str(triage.standing)],
            detail=_DETAILS.get(str(triage.standing), "") if index == at else "",
        )
        for index, phase in enumerate(_PHASES)
    ]
    return phase_track("How far it is", stops)
