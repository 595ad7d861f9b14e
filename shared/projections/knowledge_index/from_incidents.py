"""Incidents as knowledge: what was seen, what was noted on the way, what ended it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentClosed,
    IncidentCreated,
    IncidentMergedInto,
    IncidentResolved,
    IncidentStatusChanged,
    IncidentTimelineEntryAdded,
    ServicesLinkedToIncident,
)
from shared.domain.incident.values import EntryKind
from shared.kernel.envelope import Envelope
from shared.kernel.message import Fact
from shared.kernel.vocabulary import IncidentStatus
from shared.projections.knowledge_index.chunking import Section, section
from shared.projections.knowledge_index.document import DocumentRow, Kind, context_of, told, words_of
from shared.projections.projection import version_of

HANDLES: frozenset[type[Fact]] = frozenset(
    {
        IncidentCreated,
        AlertsCorrelatedToIncident,
        IncidentTimelineEntryAdded,
        IncidentResolved,
        IncidentStatusChanged,
        IncidentClosed,
        IncidentMergedInto,
        ServicesLinkedToIncident,
    }
)
#: Entries of a long incident: its beginning and its end say most.
_FIRST, _LAST = 15, 15
_SEEN, _RESOLUTION = "Seen", "Resolution"
#: What people tell each other about it is no knowledge about the problem.
_LEFT_OUT = frozenset({EntryKind.COMMS})


#: The actor of whatever looks into an incident.
_WORKFLOWS = ("process:triage/", "process:runbook/")


def evolve(row: DocumentRow | None, envelope: Envelope[Any]) -> DocumentRow | None:
    fact = envelope.data
    if isinstance(fact, IncidentCreated):
        return _created(fact, envelope)
    if row is None:
        return None
    return replace(row, updated_at=envelope.occurred_at, version=version_of(envelope), **_changes(row, fact))


def _changes(row: DocumentRow, fact: Fact) -> dict[str, Any]:
    match fact:
        case AlertsCorrelatedToIncident(correlation=why):
            return _correlated(row, why.matched)
        case IncidentTimelineEntryAdded(entry=entry) if entry.kind not in _LEFT_OUT and not _is_echo(fact):
            return {"sections": _noted(row.sections, section(entry.kind.value.capitalize(), entry.text))}
        case IncidentResolved():
            rest = [each for each in row.sections if each["heading"] != _RESOLUTION]
            sections = told([*rest, section(_RESOLUTION, fact.summary)])
            return {"status": IncidentStatus.RESOLVED.value, "succeeded": 1, "sections": sections}
        case IncidentStatusChanged():
            # What was taken for the end was none.
            return {"status": fact.status.value, "succeeded": 0}
        case _:
            return _ending(row, fact)


def _is_echo(fact: IncidentTimelineEntryAdded) -> bool:
    """What triage wrote names other documents, and what it read: found by that, it would answer for them."""
    return fact.added_by.startswith(_WORKFLOWS)


def _ending(row: DocumentRow, fact: Fact) -> dict[str, Any]:
    match fact:
        case IncidentClosed():
            return {"status": IncidentStatus.CLOSED.value}
        case ServicesLinkedToIncident():
            return {"service_ids": (*row.service_ids, *(link.service_id for link in fact.services))}
        case IncidentMergedInto():
            return {"searchable": False, "incident_id": fact.merged_into}
        case _:
            return {}


def _created(fact: IncidentCreated, envelope: Envelope[Any]) -> DocumentRow:
    resources = [f"{each.kind}/{each.name}" for each in fact.affected_resources]
    first = fact.affected_resources[0] if fact.affected_resources else None
    return DocumentRow(
        document_id=fact.incident_id,
        kind=Kind.INCIDENT.value,
        ref=f"INC-{fact.number}",
        title=fact.title,
        status=IncidentStatus.OPEN.value,
        searchable=True,
        tags=(fact.severity.value,),
        service_ids=tuple(fact.service_ids),
        context=context_of(
            environment=(first.environment or "") if first else "",
            namespace=(first.namespace or "") if first else "",
            resource=", ".join(resources[:5]),
        ),
        occurred_at=fact.detected_at,
        updated_at=envelope.occurred_at,
        sections=told([section("", fact.description)]),
        version=version_of(envelope),
    )


def _correlated(row: DocumentRow, matched: dict[str, str]) -> dict[str, Any]:
    """The labels that its alerts agree on, whatever they were called."""
    seen = ", ".join(f"{name}={value}" for name, value in sorted(matched.items()) if value)
    rest = [each for each in row.sections if each["heading"] != _SEEN]
    names = words_of([*row.names, *(value for name, value in matched.items() if "alertname" in name and value)])
    return {"names": names, "sections": told([section(_SEEN, seen), *rest])}


def _noted(sections: Sequence[Section], note: Section) -> list[Section]:
    notes = [each for each in (*sections, note) if each["heading"] not in ("", _SEEN, _RESOLUTION)]
    if len(notes) > _FIRST + _LAST:
        notes = [*notes[:_FIRST], *notes[-_LAST:]]
    fixed = [each for each in sections if each["heading"] in ("", _SEEN)]
    return told([*fixed, *notes, *(each for each in sections if each["heading"] == _RESOLUTION)])
