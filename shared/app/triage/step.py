"""A step of a triage: what a phase needs is read and handed to the run that is at it."""

from dataclasses import dataclass
from typing import TypeVar

from shared.app.read_step import Brought, ReadStep
from shared.processes.incident_triage.facts import IncidentTriageFact
from shared.processes.incident_triage.investigation import GivenUp
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.state import TriageRun, Triaging

__all__ = ["Brought", "TriageStep"]

F = TypeVar("F", bound=IncidentTriageFact)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageStep(ReadStep[F, Triaging]):
    phase: TriagePhase

    def waits(self, instance: Triaging) -> bool:
        return isinstance(instance, TriageRun) and instance.is_at(self.phase)

    def given_up(self) -> GivenUp:
        return GivenUp(phase=self.phase, reason="What it has to read did not come back in time.")
