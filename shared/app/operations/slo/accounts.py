"""SLOQueryService: which objective needs somebody first, its months, everybody's month, and where a budget went."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments, field_values, parameters_model
from shared.app.operations.slo.preceding import with_changes
from shared.kernel.ids import SloId
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.page import Page
from shared.projections.slo_burndown.accounts import (
    DEFAULT_MONTHS,
    MAX_MONTHS,
    MAX_REPORTED,
    ComplianceQuery,
    ReportQuery,
    SLOCompliance,
    SLOReportLine,
    SLOSpending,
    SLOStanding,
    SpendingQuery,
    StandingsQuery,
)

_QUERY_SERVICE = "SLOQueryService"
_ID = {"slo_id": EXAMPLE_ID}
_IN_THE_PATH = frozenset({"slo_id"})
Months = Annotated[int, Field(ge=1, le=MAX_MONTHS, description="How many months, the present one among them.")]


class ReportParameters(Arguments):
    """One month of all objectives is asked for, page by page."""

    month: Annotated[str, Field(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]
    """The month as `2026-10`; each objective's own one, in its zone."""
    limit: Annotated[int, Field(ge=1, le=MAX_REPORTED)] = MAX_REPORTED
    """At most so many objectives."""
    cursor: Annotated[str, Field(max_length=2_000)] | None = None
    """``next_cursor`` of the page before. Null: the first page."""
    min_position: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    """A position of the log, from a command's answer: the answer waits for it. Null: no wait."""


def _standings(queries: QueryServices, request: OperationRequest) -> Answer:
    query = StandingsQuery(**field_values(request.arguments))
    return Answer(content=queries.slo_accounts.list_standings(request.caller.tenant_id, query))


def _compliance(queries: QueryServices, request: OperationRequest) -> Answer:
    query = ComplianceQuery(slo_id=SloId(request.ids["slo_id"]), **field_values(request.arguments))
    found = queries.slo_accounts.get_compliance(request.caller.tenant_id, query, queries.clock.now())
    if found is None:
        raise not_found()
    return Answer(content=found)


def _report(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = ReportParameters.model_validate(request.arguments)
    year, _, month = wanted.month.partition("-")
    query = ReportQuery(
        year=int(year), month=int(month), limit=wanted.limit, cursor=wanted.cursor, min_position=wanted.min_position
    )
    return Answer(content=queries.slo_accounts.get_report(request.caller.tenant_id, query, queries.clock.now()))


def _spending(queries: QueryServices, request: OperationRequest) -> Answer:
    query = SpendingQuery(slo_id=SloId(request.ids["slo_id"]), **field_values(request.arguments))
    found = queries.slo_accounts.get_spending(request.caller.tenant_id, query, queries.clock.now())
    if found is None:
        raise not_found()
    return Answer(content=with_changes(queries, request.caller.tenant_id, found))


SLO_ACCOUNT_QUERIES: tuple[Query, ...] = (
    Query(
        name="ListSLOStandings",
        service=_QUERY_SERVICE,
        path="/v1/slos/standings",
        roles=READERS,
        request=parameters_model(StandingsQuery),
        response=Page[SLOStanding],
        summary="Objectives by what is left of their budgets, the worst first",
        example={"limit": 20},
        answer=_standings,
    ),
    Query(
        name="GetSLOCompliance",
        service=_QUERY_SERVICE,
        path="/v1/slos/{slo_id}/compliance",
        roles=READERS,
        request=parameters_model(ComplianceQuery, without=_IN_THE_PATH, months=(Months, DEFAULT_MONTHS)),
        response=SLOCompliance,
        summary="Month by month what was promised, what was kept, and how much of the budget that took",
        example=_ID | {"months": 3},
        answer=_compliance,
    ),
    Query(
        name="GetSLOReport",
        service=_QUERY_SERVICE,
        path="/v1/slos/report",
        roles=READERS,
        request=ReportParameters,
        response=Page[SLOReportLine],
        summary="One month of all objectives",
        example={"month": "2026-10"},
        answer=_report,
    ),
    Query(
        name="GetSLOBudgetSpending",
        service=_QUERY_SERVICE,
        path="/v1/slos/{slo_id}/spending",
        roles=READERS,
        request=parameters_model(SpendingQuery, without=_IN_THE_PATH),
        response=SLOSpending,
        summary="Where a budget went: by incident, with the change that came before it, and what nobody answers for",
        example=_ID,
        answer=_spending,
    ),
)
