"""KnowledgeIndexQueryService: what is known about what is seen."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.kinds import READERS, Query, Reads
from shared.app.operations.request_models import given, parameters_of
from shared.kernel.ids import IncidentId
from shared.ports.operation import Answer, Asked, not_found
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.queries import (
    DEFAULT_HITS,
    MAX_HITS,
    KnowledgeAnswer,
    PatternSearch,
    RunbooksByMeaning,
    SimilarQuery,
)

_SERVICE = "KnowledgeIndexQueryService"
_INCIDENT = {"incident_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}

#: A log line or two, not a log.
Symptoms = Annotated[str, Field(min_length=1, max_length=4_000)]
Hits = Annotated[int, Field(ge=1, le=MAX_HITS)]


def _search_patterns(reads: Reads, asked: Asked) -> Answer:
    query = PatternSearch(**given(asked.request))
    return Answer(content=reads.knowledge.search_patterns(asked.caller.tenant_id, query, reads.clock.now()))


def _search_runbooks(reads: Reads, asked: Asked) -> Answer:
    query = PatternSearch(**given(asked.request), kinds=frozenset({Kind.RUNBOOK}))
    return Answer(content=reads.knowledge.search_patterns(asked.caller.tenant_id, query, reads.clock.now()))


def _similar(reads: Reads, asked: Asked, kind: Kind) -> Answer:
    query = SimilarQuery(incident_id=IncidentId(asked.ids["incident_id"]), **given(asked.request))
    found = reads.knowledge.similar(asked.caller.tenant_id, query, kind, reads.clock.now())
    if found is None:
        raise not_found()
    return Answer(content=found)


PATTERN_QUERIES: tuple[Query, ...] = (
    Query(
        name="SearchPatterns",
        service=_SERVICE,
        path="/v1/patterns",
        roles=READERS,
        request=parameters_of(PatternSearch, symptoms=(Symptoms, ...), limit=(Hits, DEFAULT_HITS)),
        response=KnowledgeAnswer,
        summary="What is known about symptoms: incidents, notes, backlog items, runbooks, postmortems",
        example={"symptoms": "checkout answers 502 after the deploy", "kinds": ["incident", "runbook"]},
        answer=_search_patterns,
    ),
    Query(
        name="SearchRunbooksBySemantic",
        service=_SERVICE,
        path="/v1/patterns/runbooks",
        roles=READERS,
        request=parameters_of(RunbooksByMeaning, symptoms=(Symptoms, ...), limit=(Hits, DEFAULT_HITS)),
        response=KnowledgeAnswer,
        summary="Runbooks by what they mean, whatever their words",
        example={"symptoms": "the standby is minutes behind"},
        answer=_search_runbooks,
    ),
    Query(
        name="GetSimilarIncidents",
        service=_SERVICE,
        path="/v1/incidents/{incident_id}/similar",
        roles=READERS,
        request=parameters_of(SimilarQuery, without=frozenset({"incident_id"}), limit=(Hits, DEFAULT_HITS)),
        response=KnowledgeAnswer,
        summary="Incidents that looked like this one",
        example=_INCIDENT,
        answer=lambda reads, asked: _similar(reads, asked, Kind.INCIDENT),
    ),
    Query(
        name="GetSimilarPostmortems",
        service=_SERVICE,
        path="/v1/incidents/{incident_id}/similar-postmortems",
        roles=READERS,
        request=parameters_of(SimilarQuery, without=frozenset({"incident_id"}), limit=(Hits, DEFAULT_HITS)),
        response=KnowledgeAnswer,
        summary="What others have taught about incidents like this one",
        example=_INCIDENT,
        answer=lambda reads, asked: _similar(reads, asked, Kind.POSTMORTEM),
    ),
)
