"""KnowledgeService and KnowledgeIndexQueryService: documents as they stand, and what is known about what is seen."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.knowledge.view import KnowledgeDocumentView, knowledge_document_view
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments, field_values, parameters_model
from shared.app.operations.standard_methods import Listed, ListParameters, get_handler, list_handler
from shared.kernel.ids import IncidentId
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.queries import (
    DEFAULT_HITS,
    MAX_HITS,
    KnowledgeAnswer,
    PatternSearch,
    RunbooksByMeaning,
    SimilarQuery,
)

_QUERY_SERVICE = "KnowledgeIndexQueryService"
_INCIDENT = {"incident_id": EXAMPLE_ID}
_SERVICE = "KnowledgeService"
_ONE = "/v1/knowledge-documents/{document_id}"
_ID = {"document_id": EXAMPLE_ID}

#: A log line or two, not a log.
Symptoms = Annotated[str, Field(min_length=1, max_length=4_000)]


Hits = Annotated[int, Field(ge=1, le=MAX_HITS)]


def _search_patterns(queries: QueryServices, request: OperationRequest) -> Answer:
    query = PatternSearch(**field_values(request.arguments))
    return Answer(content=queries.knowledge.search_patterns(request.caller.tenant_id, query, queries.clock.now()))


def _search_runbooks(queries: QueryServices, request: OperationRequest) -> Answer:
    query = PatternSearch(**field_values(request.arguments), kinds=frozenset({Kind.RUNBOOK}))
    return Answer(content=queries.knowledge.search_patterns(request.caller.tenant_id, query, queries.clock.now()))


def _similar(queries: QueryServices, request: OperationRequest, kind: Kind) -> Answer:
    query = SimilarQuery(incident_id=IncidentId(request.ids["incident_id"]), **field_values(request.arguments))
    found = queries.knowledge.similar(request.caller.tenant_id, query, kind, queries.clock.now())
    if found is None:
        raise not_found()
    return Answer(content=found)


KNOWLEDGE_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetKnowledgeDocument",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=KnowledgeDocumentView,
        summary="One document, also when it is removed",
        example=_ID,
        answer=get_handler("knowledge_document", "document_id", knowledge_document_view),
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
        answer=list_handler(
            "knowledge_document",
            Listed[KnowledgeDocumentView],
            knowledge_document_view,
            lambda _wanted: {"deleted": False},
        ),
    ),
    Query(
        name="SearchPatterns",
        service=_QUERY_SERVICE,
        path="/v1/patterns",
        roles=READERS,
        request=parameters_model(PatternSearch, symptoms=(Symptoms, ...), limit=(Hits, DEFAULT_HITS)),
        response=KnowledgeAnswer,
        summary="What is known about symptoms: incidents, notes, backlog items, runbooks, postmortems",
        example={"symptoms": "checkout answers 502 after the deploy", "kinds": ["incident", "runbook"]},
        answer=_search_patterns,
    ),
    Query(
        name="SearchRunbooksBySemantic",
        service=_QUERY_SERVICE,
        path="/v1/patterns/runbooks",
        roles=READERS,
        request=parameters_model(RunbooksByMeaning, symptoms=(Symptoms, ...), limit=(Hits, DEFAULT_HITS)),
        response=KnowledgeAnswer,
        summary="Runbooks by what they mean, whatever their words",
        example={"symptoms": "the standby is minutes behind"},
        answer=_search_runbooks,
    ),
    Query(
        name="GetSimilarIncidents",
        service=_QUERY_SERVICE,
        path="/v1/incidents/{incident_id}/similar",
        roles=READERS,
        request=parameters_model(SimilarQuery, without=frozenset({"incident_id"}), limit=(Hits, DEFAULT_HITS)),
        response=KnowledgeAnswer,
        summary="Incidents that looked like this one",
        example=_INCIDENT,
        answer=lambda queries, request: _similar(queries, request, Kind.INCIDENT),
    ),
    Query(
        name="GetSimilarPostmortems",
        service=_QUERY_SERVICE,
        path="/v1/incidents/{incident_id}/similar-postmortems",
        roles=READERS,
        request=parameters_model(SimilarQuery, without=frozenset({"incident_id"}), limit=(Hits, DEFAULT_HITS)),
        response=KnowledgeAnswer,
        summary="What others have taught about incidents like this one",
        example=_INCIDENT,
        answer=lambda queries, request: _similar(queries, request, Kind.POSTMORTEM),
    ),
)
