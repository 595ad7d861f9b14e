"""RunbookService and RunbookQueryService: runbooks by id, as lists, found, and how often they helped."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import TAGS, NoArguments, field_values, parameters_model
from shared.app.operations.runbook.view import ListedRunbook, RunbookView, listed_runbook, runbook_view
from shared.app.operations.standard_methods import Listed, ListParameters, get_handler, list_handler
from shared.kernel.ids import RunbookId
from shared.kernel.value import Slug, Tag
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.page import Page
from shared.projections.runbook_catalog.queries import (
    RunbookHit,
    RunbookOfAlert,
    RunbookOfAlertQuery,
    RunbooksByTag,
    RunbookSearch,
    RunbookSummary,
    RunbookUsage,
    UsageQuery,
)

_SERVICE = "RunbookService"
_ALL = "/v1/runbooks"
_ONE = f"{_ALL}/{{runbook_id}}"
_ID = {"runbook_id": EXAMPLE_ID}
_QUERY_SERVICE = "RunbookQueryService"
AlertName = Annotated[str, Field(min_length=1, max_length=500)]
Name = AlertName | None
RunbookUrl = Annotated[str, Field(max_length=2_000)] | None
AlertText = Annotated[str, Field(max_length=10_000)]


class RunbooksParameters(ListParameters):
    """Runbooks can be narrowed by slug, tag and owner."""

    slug: Slug | None = None
    """Only the runbook of this slug. Null: all."""
    tag: Tag | None = None
    """Only runbooks that have this tag. Null: all."""
    owner: Annotated[str, Field(max_length=200)] | None = None
    """Only runbooks of this owner. Null: all."""


def _filter(wanted: RunbooksParameters) -> dict[str, object]:
    definition: dict[str, object] = {} if wanted.tag is None else {"tags": [wanted.tag]}
    definition |= {} if wanted.owner is None else {"owner": wanted.owner}
    return ({} if wanted.slug is None else {"slug": wanted.slug}) | ({"definition": definition} if definition else {})


def _search(queries: QueryServices, request: OperationRequest) -> Answer:
    query = RunbookSearch(**field_values(request.arguments))
    return Answer(content=queries.runbooks.search_runbooks(request.caller.tenant_id, query))


def _of_alert(queries: QueryServices, request: OperationRequest) -> Answer:
    query = RunbookOfAlertQuery(**field_values(request.arguments))
    return Answer(content=queries.runbooks.find_runbook_of_alert(request.caller.tenant_id, query))


def _by_tag(queries: QueryServices, request: OperationRequest) -> Answer:
    query = RunbooksByTag(**field_values(request.arguments))
    return Answer(content=queries.runbooks.list_runbooks_by_tag(request.caller.tenant_id, query))


def _usage(queries: QueryServices, request: OperationRequest) -> Answer:
    query = UsageQuery(runbook_id=RunbookId(request.ids["runbook_id"]), **field_values(request.arguments))
    usage = queries.runbooks.get_runbook_usage(request.caller.tenant_id, query)
    if usage is None:
        raise not_found()
    return Answer(content=usage)


RUNBOOK_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetRunbook",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=RunbookView,
        summary="One runbook, its open executions and how the last ones ended",
        example=_ID,
        answer=get_handler("runbook", "runbook_id", runbook_view),
    ),
    Query(
        name="ListRunbooks",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=RunbooksParameters,
        response=Listed[ListedRunbook],
        summary="Runbooks, by slug, tag or owner",
        example={"tag": "checkout"},
        answer=list_handler("runbook", Listed[ListedRunbook], listed_runbook, _filter),
    ),
    Query(
        name="SearchRunbooks",
        service=_QUERY_SERVICE,
        path="/v1/runbooks/search",
        roles=READERS,
        request=parameters_model(RunbookSearch, alertname=(Name, None), owner=(Name, None), tags=TAGS),
        response=Page[RunbookHit],
        summary="Find runbooks by words, alert, tags and owner; what helped before comes first",
        example={"text": "disk", "alertname": "DiskFull"},
        answer=_search,
    ),
    Query(
        name="FindRunbookOfAlert",
        service=_QUERY_SERVICE,
        path="/v1/runbooks/of-alert",
        roles=READERS,
        request=parameters_model(
            RunbookOfAlertQuery, alertname=(AlertName, ...), runbook_url=(RunbookUrl, None), text=(AlertText, "")
        ),
        response=RunbookOfAlert,
        summary="The runbook for an alert, by its address, its name or its text; or that there is none",
        example={"alertname": "KubePodNotReady", "text": "Pod has been in a non-ready state for 15 minutes"},
        answer=_of_alert,
    ),
    Query(
        name="ListRunbooksByTag",
        service=_QUERY_SERVICE,
        path="/v1/runbooks/by-tag",
        roles=READERS,
        request=parameters_model(RunbooksByTag, tag=(Tag, ...)),
        response=Page[RunbookSummary],
        summary="Runbooks that have a tag",
        example={"tag": "checkout"},
        answer=_by_tag,
    ),
    Query(
        name="GetRunbookUsageStats",
        service=_QUERY_SERVICE,
        path="/v1/runbooks/{runbook_id}/usage",
        roles=READERS,
        request=parameters_model(UsageQuery, without=frozenset({"runbook_id"})),
        response=RunbookUsage,
        summary="How often a runbook was run, how that ended and how long it took",
        example={"runbook_id": EXAMPLE_ID},
        answer=_usage,
    ),
)
