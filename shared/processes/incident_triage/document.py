"""What happened is written down: a note for the index, a draft of a postmortem, and what was learned of a pattern."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.domain.incident.values import EntryKind
from shared.domain.knowledge_document.intents import PutKnowledgeDocument
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.domain.postmortem.intents import CreatePostmortem
from shared.kernel.ids import ApprovalId
from shared.processes.incident_triage.endings import complete, joined, subject
from shared.processes.incident_triage.remedy import Remedy, RemedyStage
from shared.processes.incident_triage.remedy_facts import DocumentationRequested
from shared.processes.incident_triage.state import TriageRun
from shared.processes.incident_triage.timeline import entry, one_line
from shared.processes.process import Ask, Event, Reaction
from shared.processes.process_batch import at_of
from shared.remediation.canonical import plan_hash_of

_LIMIT: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDown:
    """``postmortem``: None where the incident is not grave. ``feedback``: None where no pattern was put to the test."""

    note: PutKnowledgeDocument
    postmortem: CreatePostmortem | None
    feedback: GiveFeedback | None


def begin_documentation(event: Event, run: TriageRun, remedy: Remedy) -> Reaction[TriageRun]:
    said = DocumentationRequested(
        **subject(run),
        approval_id=None if remedy.approval_id is None else ApprovalId(remedy.approval_id),
        plan_hash=plan_hash_of(remedy.plan),
    )
    at = at_of(event)
    after = replace(run, remedy=remedy.at(RemedyStage.RECORD, at), ends_at=at + _LIMIT)
    return Reaction((after.said(),), (), (said,))


def documented(event: Event, run: TriageRun, remedy: Remedy, written: WrittenDown) -> Reaction[TriageRun]:
    """Nothing of it is published: the postmortem is a draft, and the note is corrected by whoever knows better."""
    intents = (written.note, written.postmortem, written.feedback)
    asks = tuple(Ask(run.workflow_id, each) for each in intents if each is not None)
    told = entry(event, run, "documented", EntryKind.NOTE, _lines(written))
    return joined(Reaction((run,), (*asks, told)), _complete(event, run, remedy))


def undocumented(event: Event, run: TriageRun, remedy: Remedy) -> Reaction[TriageRun]:
    """It has worked all the same."""
    line = "Nothing was written down: what the incident's facts tell could not be read in time."
    told = entry(event, run, "documented", EntryKind.NOTE, (line,))
    return joined(Reaction((run,), (told,)), _complete(event, run, remedy))


def _complete(event: Event, run: TriageRun, remedy: Remedy) -> Reaction[TriageRun]:
    return complete(event, run, f"It has worked: {remedy.plan.summary}")


def _lines(written: WrittenDown) -> Iterator[str]:
    yield f"Written down as {one_line(written.note.slug)}: the next one who meets this finds it."
    if written.postmortem is not None:
        count = len(written.postmortem.content.action_items)
        yield f"A postmortem is drafted, with {count} things to do and the questions that nobody has answered yet."
    if written.feedback is not None:
        said = written.feedback.verdict.value
        yield f"What was known before was {said}, and is ranked by that from now on."
