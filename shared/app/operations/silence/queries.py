"""SilenceService: what nobody is told of, and when."""

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments
from shared.app.operations.silence.preview import PreviewParameters, SilencePreview, silence_preview
from shared.app.operations.silence.silenced import SilencedAlerts, SilencedParameters, silenced_alerts
from shared.app.operations.silence.view import SilenceView, State, silence_view
from shared.app.operations.standard_methods import Listed, ListParameters, stored_page
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found

_SERVICE = "SilenceService"
_ALL = "/v1/silences"
_ONE = f"{_ALL}/{{silence_id}}"
_ID = {"silence_id": EXAMPLE_ID}


class SilencesParameters(ListParameters):
    """Silences can be narrowed to a state."""

    state: State | None = None
    """Only silences in this state; a page may then hold fewer than ``limit`` and still not be the last. Null: all."""


def _one(queries: QueryServices, request: OperationRequest) -> Answer:
    stored = queries.state.get(request.caller.tenant_id, Reference("silence", request.ids["silence_id"]))
    if stored is None:
        raise not_found()
    return Answer(content=silence_view(stored, queries.clock.now()), version=stored.version)


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    state, now = SilencesParameters.model_validate(request.arguments).state, queries.clock.now()
    holding = {} if state in (None, "expired") else {"expired_at": None}
    page = stored_page(
        queries, request, "silence", Listed[SilenceView], lambda stored: silence_view(stored, now), holding
    )
    items = tuple(view for view in page.items if state in (None, view.state))
    return Answer(content=Listed[SilenceView](items=items, next_cursor=page.next_cursor))


SILENCE_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetSilence",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=SilenceView,
        summary="One silence, whether it is active now, and when next",
        example=_ID,
        answer=_one,
    ),
    Query(
        name="ListSilences",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=SilencesParameters,
        response=Listed[SilenceView],
        summary="Silences and maintenance windows: active, pending or expired",
        example={"state": "active"},
        answer=_list,
    ),
    Query(
        name="PreviewSilence",
        service=_SERVICE,
        path=f"{_ALL}/preview",
        roles=READERS,
        request=PreviewParameters,
        response=SilencePreview,
        summary="What a silence would hold back: what fires now, and what did within the last day",
        example={"matchers": ['namespace="payments"']},
        answer=silence_preview,
    ),
    Query(
        name="ListSilencedAlerts",
        service=_SERVICE,
        path=f"{_ONE}/alerts",
        roles=READERS,
        request=SilencedParameters,
        response=SilencedAlerts,
        summary="What a silence has held back over its life",
        example=_ID | {"limit": 20},
        answer=silenced_alerts,
    ),
)
