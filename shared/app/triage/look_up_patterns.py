"""Seen before? Asked of the read models only: the knowledge index, and the runbooks that alerts point to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.app.triage.words_first import WordsFirst
from shared.kernel.ids import TenantId
from shared.ports.evidence import AlertInQuestion
from shared.ports.investigator import IncidentUnderTriage
from shared.processes.incident_triage.pattern import (
    MOST_CANDIDATES,
    FoundThrough,
    PatternCandidate,
    PatternLookup,
    decided,
)
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.queries import KnowledgeAnswer, KnowledgeHit, PatternSearch
from shared.projections.runbook_catalog.queries import RunbookOfAlertQuery, RunbookQueries, RunbookSummary

#: Names of alerts that are asked about one by one.
_MOST_ALERTS: Final = 3
_MOST_HITS: Final = 10
_LONGEST_PART: Final = 500
_LONGEST_QUERY: Final = 2_000
#: What a person writes about an alert.
_TOLD_IN: Final = ("summary", "description", "message")
_THROUGH: Final = {
    "url": FoundThrough.ALERT_URL,
    "name": FoundThrough.ALERT_NAME,
    "text": FoundThrough.ALERT_TEXT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpPatterns:
    knowledge: WordsFirst
    runbooks: RunbookQueries

    def __call__(self, incident: IncidentUnderTriage, at: datetime) -> PatternLookup:
        """``at``: when the triage began; ages are counted from there, so that asked again it is the same answer."""
        alerts = _of_different_names(incident.alerts)
        query = _query(incident, alerts)
        pointed = [*self._pointed_to(incident.tenant_id, alerts)]
        search = PatternSearch(symptoms=query, weak=True, limit=_MOST_HITS)
        is_named = any(each.found_through is not FoundThrough.ALERT_TEXT for each in pointed)
        answer = self.knowledge.search(incident.tenant_id, search, at, is_decided=is_named)
        scored = [_of_hit(hit) for hit in answer.items if hit.document_id != incident.incident_id]
        candidates = _ranked(pointed, scored)
        decision, why = decided(candidates, answer.threshold)
        return PatternLookup(
            query=query,
            index_position=answer.as_of.position,
            models=answer.models[:10],
            degraded=_degraded(answer),
            threshold=answer.threshold,
            candidates=candidates,
            decision=decision,
            why=why[:1_000],
        )

    def _pointed_to(self, tenant_id: TenantId, alerts: Sequence[AlertInQuestion]) -> Iterator[PatternCandidate]:
        for alert in alerts:
            query = RunbookOfAlertQuery(
                alertname=alert.name, runbook_url=alert.annotations.get("runbook_url"), text=_told(alert)
            )
            found = self.runbooks.find_runbook_of_alert(tenant_id, query)
            if found.runbook is not None and found.found_by is not None:
                yield _of_runbook(found.runbook, _THROUGH[found.found_by])


def _of_different_names(alerts: Sequence[AlertInQuestion]) -> list[AlertInQuestion]:
    by_name: dict[str, AlertInQuestion] = {}
    for alert in alerts:
        by_name.setdefault(alert.name, alert)
    return list(by_name.values())[:_MOST_ALERTS]


def _query(incident: IncidentUnderTriage, alerts: Sequence[AlertInQuestion]) -> str:
    resources = (f"{ref.kind} {ref.namespace or ''}/{ref.name}" for ref in incident.resources[:3])
    told = (f"{alert.name} {_told(alert)}" for alert in alerts)
    parts = (incident.title, incident.description, *told, *resources)
    flat = (" ".join(part.split())[:_LONGEST_PART] for part in parts)
    return "\n".join(dict.fromkeys(part for part in flat if part))[:_LONGEST_QUERY]


def _told(alert: AlertInQuestion) -> str:
    return " ".join(alert.annotations[name] for name in _TOLD_IN if alert.annotations.get(name))[:_LONGEST_PART]


def _ranked(pointed: Sequence[PatternCandidate], scored: Sequence[PatternCandidate]) -> tuple[PatternCandidate, ...]:
    """What an alert names by address or name comes first; what only its text suggests comes after what was scored."""
    named = [each for each in pointed if each.found_through is not FoundThrough.ALERT_TEXT]
    suggested = [each for each in pointed if each.found_through is FoundThrough.ALERT_TEXT]
    by_id: dict[object, PatternCandidate] = {}
    for candidate in (*named, *scored, *suggested):
        by_id.setdefault(candidate.document_id, candidate)
    return tuple(by_id.values())[:MOST_CANDIDATES]


def _of_hit(hit: KnowledgeHit) -> PatternCandidate:
    parts = hit.parts
    return PatternCandidate(
        document_id=hit.document_id,
        kind=hit.kind.value,
        ref=hit.ref[:300],
        title=hit.title[:300],
        heading=hit.heading[:300],
        found_through=FoundThrough.INDEX,
        score=hit.score,
        words=parts.words,
        names=parts.names,
        meaning=parts.meaning,
        recency=parts.recency,
        verified=parts.verified,
    )


def _of_runbook(runbook: RunbookSummary, through: FoundThrough) -> PatternCandidate:
    return PatternCandidate(
        document_id=runbook.runbook_id,
        kind=Kind.RUNBOOK.value,
        ref=runbook.slug[:300],
        title=runbook.title[:300],
        found_through=through,
        score=None,
    )


def _degraded(answer: KnowledgeAnswer) -> str | None:
    return None if answer.degraded is None else answer.degraded[:500]
