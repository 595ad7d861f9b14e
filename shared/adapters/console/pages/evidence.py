"""One piece of evidence: what was asked of whom, when, and what the answer said."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.visit import Visit


def _show(visit: Visit) -> Mapping[str, Any]:
    run = visit.one("run")
    evidence = visit.ask(ask("GetEvidence", visit.ids, run=run))
    incident_id = {"incident_id": visit.ids["incident_id"]}
    parts = visit.gather(incident=ask("GetIncident", incident_id), triage=ask("GetTriage", incident_id, run=run))
    triage = parts["triage"].content
    hypotheses = () if triage is None or triage.diagnosis is None else triage.diagnosis.hypotheses
    cited = [
        (hypothesis, citation)
        for hypothesis in hypotheses
        for citation in hypothesis.citations
        if citation.evidence_id == str(evidence.evidence_id)
    ]
    return {"evidence": evidence, "parts": parts, "incident": parts["incident"].content, "cited": cited}


EVIDENCE = ConsolePage(
    name="evidence",
    path="/incidents/<uuid:incident_id>/evidence/<uuid:evidence_id>",
    template="evidence.html",
    needs="GetEvidence",
    show=_show,
)
