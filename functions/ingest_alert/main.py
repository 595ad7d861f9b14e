"""Webhooks in, intents out: what a monitoring system says is safe before it is accepted."""

import json

import flask
import functions_framework
from flask.typing import ResponseReturnValue

from shared.adapters.http.front import PRINCIPAL
from shared.adapters.http.problem import problem_response
from shared.adapters.http.request_body import BODY, Body
from shared.adapters.observe import observed
from shared.app.accept_webhook import Delivery, Receipt
from shared.bootstrap.ingest import build_intake, guard
from shared.ports.intake import Source

guard(flask.current_app)


@functions_framework.http
def ingest_alert(request: flask.Request) -> ResponseReturnValue:
    """``POST /KIND`` of a registered kind of source; the token says for which tenant, source and environment."""
    source: Source = request.environ[PRINCIPAL]
    body: Body = request.environ[BODY]
    trace = request.headers.get("traceparent")
    with observed("ingest_alert", traceparent=trace, **_of(source)) as seen:
        if request.path.strip("/") != source.kind:
            seen.add(status=404)
            return problem_response(404, "source.other-kind", f"This token is of a source of kind {source.kind}")
        intake = build_intake()
        delivery = Delivery(
            body=body.data,
            size=body.size,
            content_type=request.content_type or "",
            received_at=intake.clock.now(),
            traceparent=seen.traceparent,
        )
        receipt = intake.accept(source, delivery)
        intake.tally.heard(source, delivery.received_at, understood=not receipt.quarantined)
        status = _STATUS[receipt.status]
        accepted, quarantined = len(receipt.message_ids), receipt.quarantined
        seen.add(status=status, accepted=accepted, quarantined=quarantined, reason=receipt.reason)
    return _answer(receipt, status)


def _of(source: Source) -> dict[str, str]:
    return {"tenant": str(source.tenant_id), "source": source.name, "kind": source.kind}


_STATUS = {"accepted": 202, "not_ours": 422, "too_large": 413}


def _answer(receipt: Receipt, status: int) -> ResponseReturnValue:
    if receipt.status != "accepted":
        return problem_response(status, f"body.{receipt.status.replace('_', '-')}", "The body is kept", receipt.reason)
    document = {"accepted": len(receipt.message_ids), "quarantined": receipt.quarantined}
    more = {"reason": receipt.reason} if receipt.reason else {}
    ids = [str(message_id) for message_id in receipt.message_ids]
    return json.dumps(document | more | {"message_ids": ids}), 202, {"Content-Type": "application/json"}
