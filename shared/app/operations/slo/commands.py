"""SLOService: what can be asked for about an objective."""

from collections.abc import Iterable

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import RESPONDERS, SENDERS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import body_model, field_values
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


def _create(context: CommandContext) -> CreateSLO:
    values = field_values(context.arguments)
    return CreateSLO(slo_id=slo_id_for(context.caller.tenant_id, values["slug"]), **values)


def _named(intent: CreateSLO | UpdateSLO) -> Iterable[Reference]:
    service_id = intent.definition.service_id
    return () if service_id is None else (Reference("service", service_id),)


SLO_COMMANDS: tuple[Command, ...] = (
    Command(
        name="CreateSLO",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_model(CreateSLO),
        summary="Promise something that can be counted",
        example={"slug": "checkout-availability", "definition": _DEFINITION},
        intent=_create,
        creates=True,
        references=_named,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdateSLO",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS,
        request=body_model(UpdateSLO),
        summary="Make a new revision; what was recorded before keeps its target",
        example=_ID | {"definition": _DEFINITION},
        intent=intent_from_body(UpdateSLO),
        references=_named,
    ),
    Command(
        name="RecordSLIWindow",
        service=_SERVICE,
        path=f"{_ONE}/windows",
        roles=SENDERS,
        request=body_model(RecordSLIWindow),
        summary="Tell the counts of one stretch of time; the same stretch again corrects it",
        example=_ID | _WINDOW,
        intent=intent_from_body(RecordSLIWindow),
    ),
)
