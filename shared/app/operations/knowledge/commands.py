"""KnowledgeService: what can be asked for about a document."""

from collections.abc import Iterable

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import (
    RESPONDERS,
    RESPONDERS_AND_AGENTS,
    Command,
    CommandContext,
    intent_from_body,
)
from shared.app.operations.request_models import body_model, field_values
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.kernel.ids import feedback_id_for
from shared.ports.current_state import Reference

#: Who keeps the original says how new it is; whoever writes here decides by the version.
_OF_SOURCES = frozenset({"revision", "gone_from"})
_SERVICE = "KnowledgeService"
_ONE = "/v1/knowledge-documents/{document_id}"
_ID = {"document_id": EXAMPLE_ID}


def _give_feedback(context: CommandContext) -> GiveFeedback:
    document_id = context.ids["document_id"]
    return GiveFeedback(
        feedback_id=feedback_id_for(context.caller.tenant_id, document_id),
        document_id=document_id,
        **field_values(context.arguments),
    )


def _found(intent: GiveFeedback) -> Iterable[Reference]:
    return (Reference(intent.document_type.value, intent.document_id),)


KNOWLEDGE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="PutKnowledgeDocument",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(PutKnowledgeDocument, without=_OF_SOURCES),
        summary="Write down what was learned, or replace what was written",
        example=_ID
        | {
            "slug": "notes/checkout-5xx",
            "content": {
                "kind": "incident_note",
                "title": "Checkout answered 5xx after a deployment",
                "symptom": "5xx from checkout, connection pool exhausted",
                "fix": "Rolled back, then raised max_connections",
            },
        },
        intent=intent_from_body(PutKnowledgeDocument),
        creates=True,
    ),
    Command(
        name="RemoveKnowledgeDocument",
        service=_SERVICE,
        path=f"{_ONE}/removal",
        roles=RESPONDERS,
        request=body_model(RemoveKnowledgeDocument, without=_OF_SOURCES),
        summary="Say that a document shall no longer be found",
        example=_ID | {"reason": "It describes the old cluster"},
        intent=intent_from_body(RemoveKnowledgeDocument),
    ),
    Command(
        name="GiveFeedback",
        service=_SERVICE,
        path="/v1/patterns/{document_id}/feedback",
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(GiveFeedback, without=frozenset({"document_id"})),
        summary="Say that a hit was the right or the wrong answer to a question",
        example=_ID
        | {
            "document_type": "runbook",
            "question": "checkout answers 502 after the deploy",
            "verdict": "right",
        },
        intent=_give_feedback,
        references=_found,
        creates=True,
    ),
)
