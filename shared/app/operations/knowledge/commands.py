"""KnowledgeService: what was written down, as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.incident.view import View
from shared.app.operations.kinds import READERS, RESPONDERS, RESPONDERS_AND_AGENTS, Command, Query, straight
from shared.app.operations.request_models import NoArguments, body_of
from shared.app.operations.standard_methods import Listed, ListParameters, list_of, one_of, shown
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.values import KnowledgeContent
from shared.ports.current_state import Stored
from shared.ports.operation import Operation

#: Who keeps the original says how new it is; whoever writes here decides by the version.
_OF_SOURCES = frozenset({"revision", "gone_from"})
_SERVICE = "KnowledgeService"
_ONE = "/v1/knowledge-documents/{document_id}"
_ID = {"document_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}


class KnowledgeDocumentView(View):
    document_id: UUID
    version: int
    slug: str
    #: Counts texts.
    document_version: int
    #: None: it was removed where it comes from before its text came.
    content: KnowledgeContent | None
    updated_by: str
    deleted: bool
    updated_at: datetime


def _view(stored: Stored) -> KnowledgeDocumentView:
    return KnowledgeDocumentView.model_validate(shown(stored, "document_id"))


KNOWLEDGE_OPERATIONS: tuple[Operation, ...] = (
    Command(
        name="PutKnowledgeDocument",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS_AND_AGENTS,
        request=body_of(PutKnowledgeDocument, without=_OF_SOURCES),
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
        intent=straight(PutKnowledgeDocument),
        creates=True,
    ),
    Command(
        name="RemoveKnowledgeDocument",
        service=_SERVICE,
        path=f"{_ONE}/removal",
        roles=RESPONDERS,
        request=body_of(RemoveKnowledgeDocument, without=_OF_SOURCES),
        summary="Say that a document shall no longer be found",
        example=_ID | {"reason": "It describes the old cluster"},
        intent=straight(RemoveKnowledgeDocument),
    ),
    Query(
        name="GetKnowledgeDocument",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=KnowledgeDocumentView,
        summary="One document, also when it is removed",
        example=_ID,
        answer=one_of("knowledge_document", "document_id", _view),
    ),
    Query(
        name="ListKnowledgeDocuments",
        service=_SERVICE,
        path="/v1/knowledge-documents",
        roles=READERS,
        request=ListParameters,
        response=Listed[KnowledgeDocumentView],
        summary="What was written down; to find something, search the patterns",
        example={"limit": 50},
        answer=list_of("knowledge_document", Listed[KnowledgeDocumentView], _view, lambda _wanted: {"deleted": False}),
    ),
)
