"""The investigator of an installation that may read no cluster and no metrics: it looks at the alerts that it has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from json import dumps

from shared.diagnosis.evidence import Evidence, EvidenceSource, evidence_of
from shared.diagnosis.hypothesis import Diagnosis
from shared.ports.investigator import AlertUnderTriage, IncidentUnderTriage, Investigated, Investigator
from shared.processes.incident_triage.pattern import PatternLookup
from shared.remediation.proposal import Proposal

_NOWHERE = "Nobody has said where the cluster and the metrics of this incident can be read."


@dataclass(frozen=True, slots=True)
class InvestigateAlerts:
    def investigate(
        self, incident: IncidentUnderTriage, lookup: PatternLookup, *, at: datetime, within_s: float
    ) -> Investigated:
        """Asks nobody, so the time does not matter. Labels are shown as they are in the alert itself."""
        del lookup, within_s
        firing = [alert.name for alert in incident.alerts if alert.is_firing]
        return Investigated(
            evidence=[*_evidence(incident, at)],
            diagnosis=Diagnosis(
                missing=(_NOWHERE,), unexplained=tuple(f"{name} fires"[:1_000] for name in dict.fromkeys(firing))[:20]
            ),
            proposal=Proposal(reason="Without a diagnosis there is no plan that is safe to propose."),
        )


def _evidence(incident: IncidentUnderTriage, at: datetime) -> Iterator[Evidence]:
    for alert in incident.alerts:
        yield evidence_of(
            EvidenceSource.ALERTS,
            "ameide-sre",
            f"GET /v1/alerts/{alert.alert_id}",
            title=f"Alert {alert.name}",
            read_at=at,
            from_at=alert.starts_at,
            text=_text(alert),
        )


def _text(alert: AlertUnderTriage) -> str:
    told = {"name": alert.name, "firing": alert.is_firing, "starts_at": alert.starts_at.isoformat()}
    return dumps(told | {"labels": dict(alert.labels)}, ensure_ascii=False, sort_keys=True)


_: type[Investigator] = InvestigateAlerts
