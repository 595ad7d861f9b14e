"""The story of a run as its process facts tell it; what comes later replaces what came before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import singledispatch
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from shared.documentation.story import Chapter, IncidentInBrief, ToldEntry, TriageStory
from shared.kernel.envelope import Envelope
from shared.kernel.message import ProcessFact
from shared.processes.incident_triage.facts import (
    PatternLookupCompleted,
    RemediationProposed,
    TriagePhaseCompleted,
)
from shared.processes.incident_triage.remedy_facts import (
    ApprovalReceived,
    RemediationApplied,
    VerificationCompleted,
)
from shared.processes.incident_triage.timeline import entry_id_of
from shared.processes.process import result_id_of

#: The entry of the timeline that goes with a fact, by the name under which the run asked for it.
_ENTRIES: Final[Mapping[type[ProcessFact], tuple[tuple[Chapter, str], ...]]] = MappingProxyType(
    {
        PatternLookupCompleted: ((Chapter.LOOKUP, "lookup"),),
        TriagePhaseCompleted: ((Chapter.EVIDENCE, "evidence"), (Chapter.DIAGNOSIS, "diagnosis")),
        RemediationProposed: ((Chapter.PROPOSAL, "proposal"),),
        ApprovalReceived: ((Chapter.APPROVAL, "approval-received"),),
        RemediationApplied: ((Chapter.REMEDIATION, "remediation-applied"),),
        VerificationCompleted: ((Chapter.VERIFICATION, "verified"),),
    }
)


def story_of(
    incident: IncidentInBrief,
    workflow_id: str,
    facts: Sequence[Envelope[Any]],
    entries: Sequence[ToldEntry],
) -> TriageStory:
    """``facts`` are the run's, oldest first; ``entries`` the incident's timeline in the order of time."""
    known = {each.entry_id for each in entries}
    chapters = {chapter: entry_id for chapter, entry_id in _chapters(facts) if entry_id in known}
    story = TriageStory(
        incident=incident,
        workflow_id=workflow_id,
        entries=entries,
        chapters=chapters,
    )
    for fact in facts:
        story = _told(fact.data, story)
    return story


def untold(facts: Sequence[Envelope[Any]], entries: Collection[UUID]) -> bool:
    """Says whether the timeline has yet to show something that the run has said."""
    ways: dict[Chapter, set[UUID]] = {}
    for chapter, entry_id in _chapters(facts):
        ways.setdefault(chapter, set()).add(entry_id)
    return any(ids.isdisjoint(entries) for ids in ways.values())


def _chapters(facts: Sequence[Envelope[Any]]) -> Iterable[tuple[Chapter, UUID]]:
    """An entry is named by the event that led to it: a fact, or the result that a step brought for it."""
    for fact in facts:
        if fact.causation_id is None:
            continue
        for chapter, name in _ENTRIES.get(type(fact.data), ()):
            for event_id in (fact.causation_id, result_id_of(fact.causation_id)):
                yield chapter, entry_id_of(event_id, fact.data.aggregate_id, name)


@singledispatch
def _told(_fact: ProcessFact, story: TriageStory) -> TriageStory:
    return story


@_told.register
def _(fact: PatternLookupCompleted, story: TriageStory) -> TriageStory:
    return replace(story, lookup=fact.lookup)


@_told.register
def _(fact: TriagePhaseCompleted, story: TriageStory) -> TriageStory:
    return replace(story, diagnosis=fact.diagnosis, pattern=fact.pattern)


@_told.register
def _(fact: RemediationApplied, story: TriageStory) -> TriageStory:
    return replace(story, outcome=fact.outcome)


@_told.register
def _(fact: VerificationCompleted, story: TriageStory) -> TriageStory:
    return replace(story, verified=fact.verified, reading=fact.reading, held_for_s=fact.held_for_s)
