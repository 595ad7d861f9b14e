"""A step of a triage: what a phase needs is read and handed to the run that waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from shared.app.read_step import Brought, ReadStep
from shared.processes.incident_triage.facts import IncidentTriageFact
from shared.processes.incident_triage.investigation import GivenUp
from shared.processes.incident_triage.remedy_results import NotYet
from shared.processes.incident_triage.state import TriageRun

__all__ = ["Brought", "TriageStep"]

F = TypeVar("F", bound=IncidentTriageFact)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageStep(ReadStep[F, TriageRun]):
    of: type[TriageRun] = TriageRun
    waits: Callable[[TriageRun], bool]
    when_late: GivenUp | NotYet
