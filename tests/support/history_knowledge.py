"""What people write down in a random history: runbooks, postmortems, documents; each fact type, lawful odd texts."""

import random
from collections.abc import Sequence
from typing import Any

from shared.domain.knowledge_document.facts import KnowledgeDocumentPut, KnowledgeDocumentRemoved
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.domain.knowledge_feedback.facts import FeedbackGiven
from shared.domain.knowledge_feedback.values import AnswerVerdict, FoundType, family_of, voice_of
from shared.domain.postmortem.facts import PostmortemCreated, PostmortemPublished, PostmortemUpdated
from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus, RootCause, RootCauseCategory
from shared.domain.runbook.facts import (
    RunbookCreated,
    RunbookExecutionCompleted,
    RunbookExecutionRequested,
    RunbookUpdated,
)
from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition
from shared.kernel.ids import DocumentId, ExecutionId, FeedbackId, IncidentId, PostmortemId, RunbookId
from shared.kernel.message import Fact
from tests.support.facts import minutes, named

ANA = "human:ana"
ODD = "nul\x00 back\\slash ünï 漢字 \\u0000"


def runbook_created(name: str = "r", **changes: Any) -> RunbookCreated:
    definition = RunbookDefinition.model_validate({"title": f"Runbook {name}"} | changes)
    return RunbookCreated(
        runbook_id=RunbookId(named(name)), slug=name, runbook_version=1, definition=definition, created_by=ANA
    )


def runbook_updated(name: str = "r", **changes: Any) -> RunbookUpdated:
    definition = RunbookDefinition.model_validate({"title": f"Runbook {name}"} | changes)
    return RunbookUpdated(runbook_id=RunbookId(named(name)), runbook_version=2, definition=definition, updated_by=ANA)


def execution_requested(
    name: str = "r", step: int = 0, incident: str | None = None, by: str = ANA
) -> RunbookExecutionRequested:
    return RunbookExecutionRequested(
        runbook_id=RunbookId(named(name)),
        execution_id=ExecutionId(named(f"execution {step}")),
        runbook_version=1,
        incident_id=IncidentId(named(incident)) if incident else None,
        target=None,
        arguments={},
        steps=(),
        approval_required=False,
        plan_hash="0" * 64,
        requested_by=by,
        requested_at=minutes(step),
    )


def execution_completed(
    name: str = "r",
    outcome: ExecutionOutcome = ExecutionOutcome.SUCCEEDED,
    step: int = 0,
    incident: str | None = None,
    **changes: Any,
) -> RunbookExecutionCompleted:
    return RunbookExecutionCompleted.model_validate(
        {
            "runbook_id": named(name),
            "execution_id": named(f"execution {step}"),
            "runbook_version": 1,
            "incident_id": named(incident) if incident else None,
            "outcome": outcome,
            "steps": (),
            "duration_s": 3.5,
            "requested_by": ANA,
            "approved_by": None,
            "completed_by": ANA,
            "completed_at": minutes(step),
            "note": "",
        }
        | changes
    )


PROMISE = {"id": "a", "title": "Promised"}


def content(title: str = "A postmortem", **changes: Any) -> PostmortemContent:
    return PostmortemContent.model_validate({"title": title} | changes)


def postmortem_created(name: str = "p", incident: str | None = None, **changes: Any) -> PostmortemCreated:
    return PostmortemCreated(
        postmortem_id=PostmortemId(named(name)),
        incident_id=IncidentId(named(incident)) if incident else None,
        content=content(**changes),
        created_by=ANA,
    )


def postmortem_updated(
    name: str = "p", status: PostmortemStatus = PostmortemStatus.IN_REVIEW, **changes: Any
) -> PostmortemUpdated:
    return PostmortemUpdated(
        postmortem_id=PostmortemId(named(name)),
        content=content(**changes),
        previous_status=PostmortemStatus.DRAFT,
        status=status,
        updated_by=ANA,
    )


def postmortem_published(name: str = "p", incident: str | None = None, **changes: Any) -> PostmortemPublished:
    return PostmortemPublished(
        postmortem_id=PostmortemId(named(name)),
        incident_id=IncidentId(named(incident)) if incident else None,
        content=content(**changes),
        published_by=ANA,
        published_at=minutes(1),
    )


def document_put(name: str = "d", version: int = 1, **changes: Any) -> KnowledgeDocumentPut:
    return KnowledgeDocumentPut(
        document_id=DocumentId(named(name)),
        slug=name,
        document_version=version,
        content=KnowledgeContent.model_validate({"kind": DocumentKind.GUIDE, "title": f"Document {name}"} | changes),
        put_by=ANA,
    )


def document_removed(name: str = "d") -> KnowledgeDocumentRemoved:
    return KnowledgeDocumentRemoved(document_id=DocumentId(named(name)), removed_by=ANA, reason="gone")


def feedback_given(
    name: str = "d", verdict: AnswerVerdict = AnswerVerdict.RIGHT, question: str = "disk full", by: str = ANA
) -> FeedbackGiven:
    return FeedbackGiven(
        feedback_id=FeedbackId(named(f"feedback on {name}")),
        document_id=named(name),
        document_type=FoundType.KNOWLEDGE_DOCUMENT,
        question=question,
        family=family_of(question),
        verdict=verdict,
        given_by=by,
        voice=voice_of(by),
    )


def runbooks_born() -> Sequence[Fact]:
    return [runbook_created("r", tags=("odd", "é"), description=ODD), runbook_created("s")]


def any_runbook_fact(chance: random.Random, step: int) -> Fact:
    name = chance.choice("rs")
    return chance.choice(
        (
            runbook_updated(name, markdown=f"# {name} {step}\n\n{ODD}", trigger_conditions=('alertname="DiskFull"',)),
            execution_requested(name, step),
            execution_completed(name, chance.choice(list(ExecutionOutcome)), step),
        )
    )


def postmortems_born() -> Sequence[Fact]:
    return [postmortem_created("p", "i", action_items=(PROMISE,)), postmortem_created("q")]


def any_postmortem_fact(chance: random.Random, step: int) -> Fact:
    name = chance.choice("pq")
    cause = RootCause(category=chance.choice(list(RootCauseCategory)), description=f"{ODD} {step}")
    return chance.choice(
        (
            postmortem_updated(
                name, chance.choice(list(PostmortemStatus)), root_cause=cause, summary=ODD * 30, action_items=(PROMISE,)
            ),
            postmortem_published(name, summary=f"{step} {ODD}", root_cause=cause, tags=("t",), action_items=(PROMISE,)),
        )
    )


def documents_born() -> Sequence[Fact]:
    return [document_put("d"), document_put("e", symptom=ODD)]


def any_document_fact(chance: random.Random, step: int) -> Fact:
    drawn = chance.choice("de")
    # f may be removed before its text comes.
    name = drawn if step % 4 else "f"
    return chance.choice(
        (
            document_put(
                name, 2, kind=DocumentKind.INCIDENT_NOTE, body=f"# One\n\n{'word ' * step * 9}\n\n## {ODD}\n\n{step}"
            ),
            document_removed(name),
        )
    )


def feedback_born() -> Sequence[Fact]:
    """Before the document is there, which may come in any order."""
    return [feedback_given("d")]


def any_feedback_fact(chance: random.Random, step: int) -> Fact:
    question = chance.choice(("disk full", "Full disk", ODD))
    by = chance.choice((ANA, "process:triage/1", "process:triage/2"))
    return feedback_given(chance.choice("de"), chance.choice(list(AnswerVerdict)), question, by)
