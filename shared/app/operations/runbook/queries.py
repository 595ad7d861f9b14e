"""RunbookQueryService: runbooks found, and how often they helped."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.kinds import READERS, Query, Reads
from shared.app.operations.request_models import given, parameters_of
from shared.kernel.ids import RunbookId
from shared.kernel.value import Tag
from shared.ports.operation import Answer, Asked, not_found
from shared.projections.page import Page
from shared.projections.runbook_catalog.queries import (
    RunbookHit,
    RunbooksByTag,
    RunbookSearch,
    RunbookSummary,
    RunbookUsage,
    UsageQuery,
)

_SERVICE = "RunbookQueryService"
_NO_TAGS: frozenset[str] = frozenset()

Name = Annotated[str, Field(min_length=1, max_length=500)] | None


def _search(reads: Reads, asked: Asked) -> Answer:
    query = RunbookSearch(**given(asked.request))
    return Answer(content=reads.runbooks.search_runbooks(asked.caller.tenant_id, query))


def _by_tag(reads: Reads, asked: Asked) -> Answer:
    query = RunbooksByTag(**given(asked.request))
    return Answer(content=reads.runbooks.list_runbooks_by_tag(asked.caller.tenant_id, query))


def _usage(reads: Reads, asked: Asked) -> Answer:
    query = UsageQuery(runbook_id=RunbookId(asked.ids["runbook_id"]), **given(asked.request))
    usage = reads.runbooks.get_runbook_usage(asked.caller.tenant_id, query)
    if usage is None:
        raise not_found()
    return Answer(content=usage)


RUNBOOK_QUERIES: tuple[Query, ...] = (
    Query(
        name="SearchRunbooks",
        service=_SERVICE,
        path="/v1/runbooks/search",
        roles=READERS,
        request=parameters_of(
            RunbookSearch, alertname=(Name, None), owner=(Name, None), tags=(frozenset[Tag], _NO_TAGS)
        ),
        response=Page[RunbookHit],
        summary="Find runbooks by words, alert, tags and owner; what helped before comes first",
        example={"text": "disk", "alertname": "DiskFull"},
        answer=_search,
    ),
    Query(
        name="ListRunbooksByTag",
        service=_SERVICE,
        path="/v1/runbooks/by-tag",
        roles=READERS,
        request=parameters_of(RunbooksByTag, tag=(Tag, ...)),
        response=Page[RunbookSummary],
        summary="Runbooks that have a tag",
        example={"tag": "checkout"},
        answer=_by_tag,
    ),
    Query(
        name="GetRunbookUsageStats",
        service=_SERVICE,
        path="/v1/runbooks/{runbook_id}/usage",
        roles=READERS,
        request=parameters_of(UsageQuery, without=frozenset({"runbook_id"})),
        response=RunbookUsage,
        summary="How often a runbook was run, how that ended and how long it took",
        example={"runbook_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"},
        answer=_usage,
    ),
)
