"""SLOService: what can be asked for about an objective."""

from collections.abc import Iterable

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import RESPONDERS, SENDERS, Command, Draft, straight
from shared.app.operations.request_models import body_of, given
from shared.domain.slo.intents import CreateSLO, RecordSLIWindow, UpdateSLO
from shared.kernel.ids import slo_id_for
from shared.ports.current_state import Reference

_SERVICE = "SLOService"
_ALL = "/v1/slos"
_ONE = f"{_ALL}/{{slo_id}}"
_ID = {"slo_id": EXAMPLE_ID}
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


def _create(draft: Draft) -> CreateSLO:
    asked = given(draft.request)
    return CreateSLO(slo_id=slo_id_for(draft.caller.tenant_id, asked["slug"]), **asked)


def _named(intent: CreateSLO | UpdateSLO) -> Iterable[Reference]:
    service_id = intent.definition.service_id
    return () if service_id is None else (Reference("service", service_id),)


SLO_COMMANDS: tuple[Command, ...] = (
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
)
