"""MessageService: outcomes that nobody waited for."""

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import EVERYBODY, Query
from shared.app.operations.message.view import OutcomeView, ProblemView
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments
from shared.ports.operation import Answer, OperationRequest, not_found


def _outcome(queries: QueryServices, request: OperationRequest) -> Answer:
    outcome = queries.state.outcome(request.caller.tenant_id, request.ids["message_id"])
    if outcome is None:
        raise not_found()
    problem = outcome.problem
    view = OutcomeView(
        message_id=outcome.message_id,
        status=outcome.status,
        version=outcome.aggregate_version,
        fact_ids=outcome.fact_ids,
        position=outcome.position,
        problem=problem and ProblemView(code=problem.code, title=problem.title, detail=problem.detail),
    )
    return Answer(content=view)


MESSAGE_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetMessageOutcome",
        service="MessageService",
        path="/v1/messages/{message_id}/outcome",
        roles=EVERYBODY,
        request=NoArguments,
        response=OutcomeView,
        summary="What became of a message, for a sender that did not wait for the answer",
        example={"message_id": EXAMPLE_ID},
        answer=_outcome,
    ),
)
