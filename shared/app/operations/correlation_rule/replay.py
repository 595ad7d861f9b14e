"""CorrelationRuleService: what a rule would have done, before it is put."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.app.operations.correlation_rule.commands import refuse_changed_default
from shared.app.operations.correlation_rule.rule_book import rule_book_of, stored_rules
from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import RESPONDERS_AND_AGENTS, Procedure, ProcedureContext
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.app.replay_rules import ReplayProgress, ReplayReport, ReplayRequest, ReplayRules
from shared.domain.correlation_rule.values import RuleDefinition
from shared.domain.service.values import ServiceDefinition
from shared.kernel.ids import RuleId, ServiceId, TenantId, derive
from shared.kernel.moment import Moment
from shared.ports.operation import Answer, Declined, OperationRequest, StreamEvent
from shared.ports.outcome import Problem
from shared.processes.alert_correlation.rules import rule_problem
from shared.processes.alert_correlation.service_graph import MOST_SERVICES, ServiceGraph

_LONGEST: Final = timedelta(days=90)
_A_MONTH: Final = timedelta(days=30)
_PAGE: Final = 500
_UNNAMED: Final = RuleId(derive("correlation_rule", "replayed"))


class ReplayBody(Arguments):
    """It is said which rule is tried, and on which time."""

    definition: RuleDefinition
    """The rule as it would be."""
    rule_id: UUID | None = None
    """The rule whose place it takes; a default rule with ``enabled`` false is turned off. Null: it comes in addition.
    """
    since: Moment | None = None
    """The beginning of the period, at most 90 days before its end. Null: 30 days before its end."""
    until: Moment | None = None
    """The end of the period. Null: now."""


class _Told:
    """The replay as a stream."""

    def __init__(self, told: Iterable[ReplayProgress | ReplayReport]) -> None:
        self._told = enumerate(told, 1)

    def __iter__(self) -> Iterator[StreamEvent]:
        for number, each in self._told:
            yield StreamEvent(id=number, name="report" if isinstance(each, ReplayReport) else "progress", content=each)

    def close(self) -> None:
        """Nothing is held between two pages."""


def _replay(context: ProcedureContext, request: OperationRequest) -> Answer:
    body, tenant_id = ReplayBody.model_validate(request.arguments), request.caller.tenant_id
    problem = rule_problem(body.definition)
    if problem is not None:
        raise Declined("invalid", Problem(code="correlation_rule.invalid_matcher", title=problem))
    now = context.clock.now()
    since, until = _period(body, now)
    if body.rule_id is not None:
        refuse_changed_default(body.rule_id, body.definition)
    rule_id = _UNNAMED if body.rule_id is None else RuleId(body.rule_id)
    rules = rule_book_of(stored_rules(context.queries, tenant_id))
    before = next((rule.rule_version for rule in rules.in_order if rule.rule_id == rule_id), 0)
    asked = ReplayRequest(
        tenant_id=tenant_id,
        rules=rules.with_rule(rule_id, before + 1, body.definition),
        services=_services(context.queries, tenant_id),
        since=since,
        until=until,
        goes_on=until == now,
    )
    return Answer(stream=_Told(ReplayRules(context.queries.past)(asked)))


def _period(body: ReplayBody, now: datetime) -> tuple[datetime, datetime]:
    until = min(body.until or now, now)
    since = body.since or until - _A_MONTH
    if not timedelta(0) < until - since <= _LONGEST:
        title = f"since has to be before until, and at most {_LONGEST.days} days"
        raise Declined("invalid", Problem(code="correlation_rule.replay_period", title=title))
    return since, until


def _services(queries: QueryServices, tenant_id: TenantId) -> ServiceGraph:
    """The catalog as it stands, as far as the workflow would know it."""
    graph, after = ServiceGraph(), None
    while len(graph.services) < MOST_SERVICES and (
        page := queries.state.listed(tenant_id, "service", holding={"deleted": False}, after=after, limit=_PAGE)
    ):
        after = page[-1].aggregate_id
        for stored in page:
            definition = ServiceDefinition.model_validate(stored.state["definition"])
            graph = graph.with_service(ServiceId(stored.aggregate_id), stored.state["slug"], definition)
    return graph


CORRELATION_RULE_PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        name="ReplayCorrelationRule",
        service="CorrelationRuleService",
        path="/v1/correlation-rules/replay",
        roles=RESPONDERS_AND_AGENTS,
        request=ReplayBody,
        response=ReplayProgress | ReplayReport,
        summary="The incidents that a rule would have made of past alerts, beside those that were, as a stream",
        example={"definition": {"name": "by team", "group_by": ["team"]}, "rule_id": EXAMPLE_ID},
        answer=_replay,
        streams=True,
        events={"progress": "how far it is", "report": "what differs; the last event"},
    ),
)
