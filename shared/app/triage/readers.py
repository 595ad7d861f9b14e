"""What each phase of a triage reads."""

from dataclasses import dataclass, field

from shared.app.triage.believe_pattern import pattern_check
from shared.app.triage.incident_under_triage import incident_under_triage
from shared.app.triage.kept_evidence import kept_evidence
from shared.app.triage.look_up_patterns import LookUpPatterns
from shared.app.triage.step import Brought
from shared.kernel.envelope import Envelope
from shared.ports.clock import Clock, SystemClock
from shared.ports.current_state import CurrentState
from shared.ports.investigator import Investigator
from shared.processes.incident_triage.facts import IncidentTriageStarted, PatternLookupCompleted
from shared.processes.incident_triage.investigation import Investigation, reference_to
from shared.processes.incident_triage.state import TriageRun


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPatterns:
    state: CurrentState
    look_up: LookUpPatterns

    def __call__(self, started: Envelope[IncidentTriageStarted], _run: TriageRun) -> Brought:
        incident = incident_under_triage(self.state, started.tenant_id, started.data.incident_id)
        return Brought(self.look_up(incident, started.occurred_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWorld:
    """``within_s``: what the investigator may take, somewhat less than what the step waits for."""

    state: CurrentState
    investigator: Investigator
    within_s: float
    clock: Clock = field(default_factory=SystemClock)

    def __call__(self, completed: Envelope[PatternLookupCompleted], _run: TriageRun) -> Brought:
        incident = incident_under_triage(self.state, completed.tenant_id, completed.data.incident_id)
        lookup = completed.data.lookup
        found = self.investigator.investigate(incident, lookup, at=self.clock.now(), within_s=self.within_s)
        kept = tuple(kept_evidence(found.evidence))
        result = Investigation(
            evidence=tuple(map(reference_to, kept)),
            diagnosis=found.diagnosis,
            proposal=found.proposal,
            annotation=found.annotation,
            pattern=pattern_check(incident, lookup, found),
            in_hand_of=incident.in_hand_of,
        )
        return Brought(result, kept)
