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
from shared.processes.incident_triage.amend import RunbookChange, amend_plans, noted
from shared.processes.incident_triage.endings import complete, joined, subject
from shared.processes.incident_triage.propose import propose
from shared.processes.incident_triage.remedy import Remedy, RemedyStage
from shared.processes.incident_triage.remedy_facts import DocumentationRequested
from shared.processes.incident_triage.state import TriageRun, Triaging, policy_heard
from shared.processes.incident_triage.timeline import entry
from shared.processes.process import Ask, Event, Known, Reaction
from shared.processes.process_batch import at_of
from shared.processes.wording import one_line
from shared.remediation.actions import WriteNote
from shared.remediation.canonical import plan_hash_of
from shared.remediation.consequences import risk_of
from shared.remediation.proposal import RemediationPlan

_LIMIT: Final = timedelta(minutes=10)
#: How long a note can be approved.
_NOTE_GOOD: Final = timedelta(days=1)
_LONGEST_NOTE: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFile:
    """The note as a file of the backlog's repository."""

    path: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDown:
    """``postmortem``: None where the incident is not grave. ``feedback``: None where no pattern was put to the test."""

    note: PutKnowledgeDocument
    file: NoteFile
    postmortem: CreatePostmortem | None
    feedback: GiveFeedback | None
    changes: tuple[RunbookChange, ...] = ()
    """Of runbooks that were executed and did not go as they are written."""


def begin_documentation(event: Event, run: TriageRun, remedy: Remedy) -> Reaction[TriageRun]:
    said = DocumentationRequested(
        **subject(run),
        approval_id=None if remedy.approval_id is None else ApprovalId(remedy.approval_id),
        plan_hash=plan_hash_of(remedy.plan),
    )
    at = at_of(event)
    after = replace(run, remedy=remedy.at(RemedyStage.RECORD, at), ends_at=at + _LIMIT)
    return Reaction((after.said(),), (), (said,))


def documented(
    event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy, written: WrittenDown
) -> Reaction[TriageRun]:
    """Nothing of it is published: the postmortem is a draft, and into the backlog the note goes by a pull request."""
    intents = (written.note, written.postmortem, written.feedback)
    asks = tuple(Ask(run.workflow_id, each) for each in intents if each is not None)
    told = entry(event, run, "documented", EntryKind.NOTE, _lines(written))
    first: Reaction[TriageRun] = Reaction((run,), (*asks, told))
    after = replace(run, remedy=None, further=tuple(amend_plans(event, known, written.changes)))
    policy = policy_heard(known)
    if policy.definition.backlog_repository is None or policy.is_paused:
        return joined(first, noted(event, known, after, _summary(remedy)))
    plan = _note_plan(event, policy.definition.backlog_repository, written.file, remedy)
    reason = "What happened belongs into the backlog, where people keep it."
    return joined(first, propose(event, known, after, plan, reason=reason))


def _note_plan(event: Event, repository: str, file: NoteFile, remedy: Remedy) -> RemediationPlan:
    action = WriteNote(repository=repository, path=file.path, title=file.title[:200], text=file.text[:_LONGEST_NOTE])
    plan = RemediationPlan(
        hypothesis_ids=remedy.plan.hypothesis_ids,
        actions=(action,),
        summary=f"Put the note into the backlog: {file.title}"[:1_000],
        risk=risk_of(action),
        expires_at=at_of(event) + _NOTE_GOOD,
        plan_hash="",
    )
    return plan.model_copy(update={"plan_hash": plan_hash_of(plan)})


def undocumented(event: Event, run: TriageRun, remedy: Remedy) -> Reaction[TriageRun]:
    """It has worked all the same."""
    line = "Nothing was written down: what the incident's facts tell could not be read in time."
    told = entry(event, run, "documented", EntryKind.NOTE, (line,))
    return joined(Reaction((run,), (told,)), complete(event, run, _summary(remedy)))


def _summary(remedy: Remedy) -> str:
    return f"It has worked: {remedy.plan.summary}"


def _lines(written: WrittenDown) -> Iterator[str]:
    yield f"Written down as {one_line(written.note.slug)}: the next one who meets this finds it."
    if written.postmortem is not None:
        count = len(written.postmortem.content.action_items)
        yield f"A postmortem is drafted, with {count} things to do and the questions that nobody has answered yet."
    if written.feedback is not None:
        said = written.feedback.verdict.value
        yield f"What was known before was {said}, and is ranked by that from now on."
