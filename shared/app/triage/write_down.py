"""The step that writes down what happened: the run's facts and the incident's timeline become texts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from shared.app.importing.origin import location_of
from shared.app.triage.look_back import LookBack
from shared.app.triage.step import Brought
from shared.documentation.execution_told import executions_of
from shared.documentation.from_facts import story_of, untold
from shared.documentation.incident_note import incident_note
from shared.documentation.postmortem_draft import GRAVE, postmortem_draft
from shared.documentation.runbook_amendment import amendments
from shared.documentation.story import IncidentInBrief, ToldEntry, TriageStory
from shared.domain.incident.values import EntryKind
from shared.domain.knowledge_document.intents import PutKnowledgeDocument
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.domain.knowledge_feedback.values import AnswerVerdict, FoundType
from shared.domain.postmortem.intents import CreatePostmortem
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId, TenantId, document_id_for, feedback_id_for, postmortem_id_for
from shared.kernel.vocabulary import ResourceRef, Severity
from shared.ports.current_state import CurrentState, Reference, Stored
from shared.processes.alert_correlation.timeline_words import entry_words
from shared.processes.incident_triage.amend import RunbookChange
from shared.processes.incident_triage.document import NoteFile, NothingByHand, WrittenDown
from shared.processes.incident_triage.facts import IncidentTriageFact
from shared.processes.incident_triage.remedy import RemedyStage
from shared.processes.incident_triage.remedy_results import NotYet
from shared.processes.incident_triage.state import TriageRun
from shared.projections.incident_timeline.queries import IncidentTimeline, TimelineQuery

_MOST_FACTS: Final = 500
_MOST_ENTRIES: Final = 500
_MOST_ALERTS: Final = 50
_PAGE: Final = 100
#: What the run itself has said is waited for, so many looks long.
_PATIENCE: Final = 3
_KINDS: Final = frozenset(EntryKind)
_FOUND_TYPES: Final = frozenset(FoundType)
_WRITTEN = frozenset({"backlog_item", "incident_note", "guide"})


class RunRecord(Protocol):
    """The part of ``TriageRecord`` that is read here."""

    def facts(self, tenant_id: TenantId, incident_id: IncidentId, *, limit: int) -> Sequence[Envelope[Any]]:
        """Process facts of the incident's triages, the newest first."""

    def executions(self, tenant_id: TenantId, incident_id: IncidentId, *, limit: int) -> Sequence[Envelope[Any]]:
        """Process facts of executions of runbooks for the incident, the newest first."""


class TimelineReader(Protocol):
    """The part of ``IncidentQueries`` that is read here."""

    def get_incident_timeline(self, tenant_id: TenantId, query: TimelineQuery) -> IncidentTimeline | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDown:
    state: CurrentState
    record: RunRecord
    incidents: TimelineReader
    look_back: LookBack

    def __call__(self, fact: Envelope[IncidentTriageFact], run: TriageRun) -> Brought:
        tenant_id, incident_id = fact.tenant_id, run.incident_id
        facts = self._facts(tenant_id, run)
        entries = self._entries(tenant_id, incident_id)
        looks = 0 if run.remedy is None else run.remedy.looks
        if not facts or (looks < _PATIENCE and untold(facts, {each.entry_id for each in entries})):
            return Brought(NotYet(stage=RemedyStage.RECORD))
        story = story_of(self._incident(tenant_id, incident_id), run.workflow_id, facts, entries)
        executed = self.record.executions(tenant_id, incident_id, limit=_MOST_FACTS)
        story = replace(story, executions=executions_of(reversed(executed)))
        if run.ended_as is None or run.resolution is None:
            return Brought(self._written(tenant_id, story))
        by_hand, evidence = self.look_back(tenant_id, run, run.resolution, facts)
        if by_hand is None:
            return Brought(NothingByHand(), evidence)
        written = self._written(tenant_id, replace(story, by_hand=by_hand))
        return Brought(replace(written, by_hand=by_hand), evidence)

    def _written(self, tenant_id: TenantId, story: TriageStory) -> WrittenDown:
        return _written(tenant_id, story, self._changes(tenant_id, story))

    def _changes(self, tenant_id: TenantId, story: TriageStory) -> tuple[RunbookChange, ...]:
        found = list(amendments(story))
        runbooks = [Reference("runbook", each.runbook_id) for each in found]
        stored = self.state.found(tenant_id, runbooks) if runbooks else {}
        return tuple(
            RunbookChange(slug=each.slug, came_from=_came_from(stored.get(runbook)), text=each.text)
            for each, runbook in zip(found, runbooks, strict=True)
        )

    def _facts(self, tenant_id: TenantId, run: TriageRun) -> Sequence[Envelope[Any]]:
        newest_first = self.record.facts(tenant_id, run.incident_id, limit=_MOST_FACTS)
        return [each for each in reversed(newest_first) if each.data.aggregate_id == run.workflow_id]

    def _entries(self, tenant_id: TenantId, incident_id: IncidentId) -> list[ToldEntry]:
        entries: list[ToldEntry] = []
        cursor = None
        while len(entries) < _MOST_ENTRIES:
            query = TimelineQuery(incident_id=incident_id, limit=_PAGE, cursor=cursor)
            timeline = self.incidents.get_incident_timeline(tenant_id, query)
            if timeline is None:
                break
            entries += [
                ToldEntry(
                    entry_id=each.entry_id,
                    kind=EntryKind(each.kind) if each.kind in _KINDS else EntryKind.NOTE,
                    occurred_at=each.occurred_at,
                    text=entry_words(each) or each.kind,
                )
                for each in timeline.entries.items
            ]
            cursor = timeline.entries.next_cursor
            if cursor is None:
                break
        return entries

    def _incident(self, tenant_id: TenantId, incident_id: IncidentId) -> IncidentInBrief:
        stored = self.state.get(tenant_id, Reference("incident", incident_id))
        if stored is None:
            raise LookupError(f"there is no incident {incident_id}")
        known = stored.state
        services = [Reference("service", UUID(each)) for each in known["service_ids"]]
        alerts = [Reference("alert", UUID(each["alert_id"])) for each in known["alerts"][-_MOST_ALERTS:]]
        found = self.state.found(tenant_id, dict.fromkeys([*services, *alerts])) if services or alerts else {}
        heard = [found[each].state for each in alerts if each in found]
        return IncidentInBrief(
            incident_id=incident_id,
            number=known["number"],
            title=known["title"],
            description=known["description"],
            severity=Severity(known["severity"]),
            detected_at=datetime.fromisoformat(known["detected_at"]),
            resolved_at=_moment(known.get("resolved_at")),
            environments=sorted({each["environment_id"] for each in heard if each.get("environment_id")}),
            services=[found[each].state["slug"] for each in services if each in found],
            service_ids=[each.aggregate_id for each in services if each in found],
            resources=[ResourceRef.model_validate(each) for each in known["affected_resources"]],
            alerts=list(dict.fromkeys(each["name"] for each in heard)),
        )


def _came_from(runbook: Stored | None) -> str | None:
    origin = None if runbook is None else runbook.state["definition"].get("origin")
    return None if origin is None else location_of(origin)


def _written(tenant_id: TenantId, story: TriageStory, changes: tuple[RunbookChange, ...]) -> WrittenDown:
    note, incident = incident_note(story), story.incident
    postmortem = None
    if incident.severity in GRAVE:
        postmortem = CreatePostmortem(
            postmortem_id=postmortem_id_for(tenant_id, incident.incident_id),
            incident_id=incident.incident_id,
            content=postmortem_draft(story),
        )
    return WrittenDown(
        note=PutKnowledgeDocument(
            document_id=document_id_for(tenant_id, note.slug), slug=note.slug, content=note.content
        ),
        file=NoteFile(path=note.path, title=note.content.title, text=note.text),
        postmortem=postmortem,
        feedback=_feedback(tenant_id, story),
        changes=changes,
    )


def _feedback(tenant_id: TenantId, story: TriageStory) -> GiveFeedback | None:
    known, lesson = story.known_pattern, story.lesson()
    if known is None or lesson is None or story.lookup is None or not story.lookup.query:
        return None
    kind = FoundType.KNOWLEDGE_DOCUMENT.value if known.kind in _WRITTEN else known.kind
    if kind not in _FOUND_TYPES:
        return None
    return GiveFeedback(
        feedback_id=feedback_id_for(tenant_id, known.document_id),
        document_id=known.document_id,
        document_type=FoundType(kind),
        question=story.lookup.query,
        verdict=AnswerVerdict(lesson),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
