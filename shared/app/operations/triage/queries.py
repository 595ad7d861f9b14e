"""TriageService: what was found out about an incident, and what that rests on."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments, NoArguments
from shared.app.operations.triage.view import (
    EvidenceList,
    EvidenceView,
    TriagePolicyView,
    Triages,
    TriageSummary,
    TriageView,
    evidence_summary,
    evidence_view,
    triage_policy_view,
    triage_views,
)
from shared.kernel.ids import IncidentId, triage_policy_id_for
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found

_SERVICE = "TriageService"
_INCIDENT = "/v1/incidents/{incident_id}"
_ID = {"incident_id": EXAMPLE_ID}
#: A run says some dozens of process facts: these are the newest runs, the oldest of them perhaps in part.
_MOST_FACTS: Final = 1_000


class TriageParameters(Arguments):
    """One run of an incident's triage is asked for."""

    run: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """Which run, counted from 1. Null: the newest."""


def _triages(queries: QueryServices, request: OperationRequest) -> tuple[TriageView, ...]:
    """Raises Declined when there is no such incident."""
    tenant_id, incident_id = request.caller.tenant_id, request.ids["incident_id"]
    views = triage_views(queries.triages.facts(tenant_id, IncidentId(incident_id), limit=_MOST_FACTS))
    if not views and queries.state.missing(tenant_id, [Reference("incident", incident_id)]):
        raise not_found()
    return views


def _chosen(queries: QueryServices, request: OperationRequest) -> TriageView:
    """Raises Declined when there is no such run."""
    wanted = TriageParameters.model_validate(request.arguments).run
    for view in _triages(queries, request):
        if wanted is None or view.run == wanted:
            return view
    raise not_found()


def _triage(queries: QueryServices, request: OperationRequest) -> Answer:
    view = _chosen(queries, request)
    return Answer(content=view, version=view.version)


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    items = tuple(TriageSummary.model_validate(view.model_dump()) for view in _triages(queries, request))
    return Answer(content=Triages(items=items))


def _evidence(queries: QueryServices, request: OperationRequest) -> Answer:
    run = _chosen(queries, request).workflow_id
    kept = queries.triages.evidence(request.caller.tenant_id, run)
    return Answer(content=EvidenceList(workflow_id=run, items=tuple(map(evidence_summary, kept))))


def _one_evidence(queries: QueryServices, request: OperationRequest) -> Answer:
    run = _chosen(queries, request).workflow_id
    kept = queries.triages.one_evidence(request.caller.tenant_id, run, UUID(str(request.ids["evidence_id"])))
    if kept is None:
        raise not_found()
    return Answer(content=evidence_view(kept))


def _policy(queries: QueryServices, request: OperationRequest) -> Answer:
    tenant_id = request.caller.tenant_id
    stored = queries.state.get(tenant_id, Reference("triage_policy", triage_policy_id_for(tenant_id)))
    return Answer(content=triage_policy_view(stored), version=None if stored is None else stored.version)


TRIAGE_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetTriage",
        service=_SERVICE,
        path=f"{_INCIDENT}/triage",
        roles=READERS,
        request=TriageParameters,
        response=TriageView,
        summary="What is known, what is broken and why, and what could be done about it",
        example=_ID,
        answer=_triage,
    ),
    Query(
        name="ListTriages",
        service=_SERVICE,
        path=f"{_INCIDENT}/triages",
        roles=READERS,
        request=NoArguments,
        response=Triages,
        summary="The runs of an incident's triage, the newest first",
        example=_ID,
        answer=_list,
    ),
    Query(
        name="ListEvidence",
        service=_SERVICE,
        path=f"{_INCIDENT}/evidence",
        roles=READERS,
        request=TriageParameters,
        response=EvidenceList,
        summary="What a triage read, failures included, without the texts",
        example=_ID,
        answer=_evidence,
    ),
    Query(
        name="GetEvidence",
        service=_SERVICE,
        path=f"{_INCIDENT}/evidence/{{evidence_id}}",
        roles=READERS,
        request=TriageParameters,
        response=EvidenceView,
        summary="One read of a triage with its text, in which no secret is",
        example=_ID | {"evidence_id": EXAMPLE_ID},
        answer=_one_evidence,
    ),
    Query(
        name="GetTriagePolicy",
        service=_SERVICE,
        path="/v1/triage-policy",
        roles=READERS,
        request=NoArguments,
        response=TriagePolicyView,
        summary="Which incidents are looked into by themselves",
        answer=_policy,
    ),
)
