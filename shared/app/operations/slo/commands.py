"""SLOService: what is promised, what was delivered, what is left of the budget."""

from collections.abc import Iterable

from shared.app.operations.as_of import AsOfParameters, as_it_was, instant_of
from shared.app.operations.kinds import READERS, RESPONDERS, SENDERS, Command, Draft, Query, Reads, straight
from shared.app.operations.request_models import ServiceNamed, body_of, given
from shared.app.operations.slo.view import SLOView, slo_view
from shared.app.operations.standard_methods import Listed, ListParameters, page_of
from shared.domain.slo.intents import CreateSLO, RecordSLIWindow, UpdateSLO
from shared.kernel.ids import slo_id_for
from shared.kernel.value import Slug
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, Asked, Operation, not_found

_SERVICE = "SLOService"
_ALL = "/v1/slos"
_ONE = f"{_ALL}/{{slo_id}}"
_ID = {"slo_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}
_DEFINITION = {
    "name": "Checkout answers",
    "target": 99.9,
    "window": {"kind": "rolling", "days": 30},
    "indicator": {
        "kind": "counts",
        "good_query": 'sum(increase(http_requests_total{service="checkout",code!~"5.."}[5m]))',
        "total_query": 'sum(increase(http_requests_total{service="checkout"}[5m]))',
    },
    "owner": "payments",
}
_WINDOW = {
    "window_start": "2026-03-01T12:00:00Z",
    "window_end": "2026-03-01T12:05:00Z",
    "good": 9_990,
    "total": 10_000,
}


class SLOsParameters(ListParameters):
    slug: Slug | None = None
    service_id: ServiceNamed | None = None


def _create(draft: Draft) -> CreateSLO:
    asked = given(draft.request)
    return CreateSLO(slo_id=slo_id_for(draft.caller.tenant_id, asked["slug"]), **asked)


def _named(intent: CreateSLO | UpdateSLO) -> Iterable[Reference]:
    service_id = intent.definition.service_id
    return () if service_id is None else (Reference("service", service_id),)


def _one(reads: Reads, asked: Asked) -> Answer:
    reference = Reference("slo", asked.ids["slo_id"])
    if (as_of := instant_of(asked)) is not None:
        then, seen = as_it_was(reads, asked, reference, as_of)
        return Answer(content=slo_view(then, as_of).model_copy(update={"as_of": seen}))
    stored = reads.state.get(asked.caller.tenant_id, reference)
    if stored is None:
        raise not_found()
    return Answer(content=slo_view(stored, reads.clock.now()), version=stored.version)


def _list(reads: Reads, asked: Asked) -> Answer:
    wanted = SLOsParameters.model_validate(asked.request)
    holding: dict[str, object] = {} if wanted.slug is None else {"slug": wanted.slug}
    if wanted.service_id is not None:
        holding["definition"] = {"service_id": str(wanted.service_id)}
    now = reads.clock.now()
    return Answer(content=page_of(reads, asked, "slo", Listed[SLOView], lambda stored: slo_view(stored, now), holding))


SLO_OPERATIONS: tuple[Operation, ...] = (
    Command(
        name="CreateSLO",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_of(CreateSLO),
        summary="Promise something that can be counted",
        example={"slug": "checkout-availability", "definition": _DEFINITION},
        intent=_create,
        creates=True,
        refers=_named,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdateSLO",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS,
        request=body_of(UpdateSLO),
        summary="Make a new revision; what was recorded before keeps its target",
        example=_ID | {"definition": _DEFINITION},
        intent=straight(UpdateSLO),
        refers=_named,
    ),
    Command(
        name="RecordSLIWindow",
        service=_SERVICE,
        path=f"{_ONE}/windows",
        roles=SENDERS,
        request=body_of(RecordSLIWindow),
        summary="Tell the counts of one stretch of time; the same stretch again corrects it",
        example=_ID | _WINDOW,
        intent=straight(RecordSLIWindow),
    ),
    Query(
        name="GetSLO",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=AsOfParameters,
        response=SLOView,
        summary="One objective: its budget and how fast it burns, now or at an instant, and how fresh that is",
        example=_ID,
        answer=_one,
    ),
    Query(
        name="ListSLOs",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=SLOsParameters,
        response=Listed[SLOView],
        summary="Objectives with their budgets, by slug or service",
        example={"limit": 50},
        answer=_list,
    ),
)
