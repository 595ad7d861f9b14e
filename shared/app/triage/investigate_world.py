"""The investigator: it asks whoever may be asked, names what is broken, and proposes. Nothing is changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.app.collect_evidence import CollectEvidence
from shared.app.sre_agent import Briefing, SREAgent
from shared.app.triage.known_beside import KnownBeside
from shared.diagnosis.diagnose import diagnose
from shared.ports.evidence import Inquiry
from shared.ports.investigator import IncidentUnderTriage, Investigated, Investigator
from shared.processes.incident_triage.pattern import PatternLookup

#: What came before the first alert is looked at, too: causes come before their consequences.
_BEFORE: Final = timedelta(hours=1)
#: A long incident is looked at from its end.
_LONGEST: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigateWorld:
    collect: CollectEvidence
    beside: KnownBeside
    agent: SREAgent

    def investigate(
        self, incident: IncidentUnderTriage, lookup: PatternLookup, *, at: datetime, within_s: float
    ) -> Investigated:
        # A model that is slow costs evidence no more than half of the time.
        reading_s = max(within_s / 2, within_s - self.agent.takes_s)
        incident = self.beside.of_services(incident)
        inquiry = self._inquiry(incident, at)
        evidence, snapshot = self.collect.collect(inquiry, within_s=reading_s)
        runbooks = self.beside.runbooks(incident.tenant_id, lookup)
        case = Briefing(
            diagnosis=diagnose(snapshot),
            snapshot=snapshot,
            evidence=evidence,
            runbooks=runbooks,
            pattern=self.beside.pattern(lookup, runbooks),
            dependents=self.beside.dependents(incident),
        )
        advice = self.agent.advise(case, at)
        return Investigated(
            evidence=evidence, diagnosis=case.diagnosis, proposal=advice.proposal, annotation=advice.annotation
        )

    def _inquiry(self, incident: IncidentUnderTriage, at: datetime) -> Inquiry:
        starts = [alert.starts_at for alert in incident.alerts if alert.starts_at is not None]
        began = min(starts, default=incident.detected_at)
        return Inquiry(
            resources=tuple(incident.resources),
            alerts=tuple(incident.alerts),
            signals=self.beside.signals(incident),
            tenant_id=incident.tenant_id,
            services=self.beside.concerned(incident),
            from_at=max(began - _BEFORE, at - _LONGEST),
            to_at=at,
        )


_: type[Investigator] = InvestigateWorld
