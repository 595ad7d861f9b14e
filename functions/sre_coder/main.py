"""Approved plans in, changes of the world out: the only part that may write to it, asked over A2A."""

import flask
import functions_framework
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shared.adapters.http.front import PRINCIPAL
from shared.adapters.http.problem import problem_response
from shared.adapters.observe import observed
from shared.bootstrap.coder import build_coder_server, protect_coder

protect_coder(flask.current_app)


@functions_framework.http
def sre_coder(request: flask.Request) -> Response:
    """The agent card, and A2A's methods."""
    with observed("sre_coder", traceparent=request.headers.get("traceparent")):
        return build_coder_server().respond(request)


@functions_framework.http
def tick(request: flask.Request) -> ResponseReturnValue:
    """Scheduled: what was begun and nobody asks for goes on."""
    if not isinstance(request.environ.get(PRINCIPAL), str):
        return problem_response(403, "role.forbidden", "Only the scheduler calls this")
    with observed("sre_coder_tick") as seen:
        gone_on = build_coder_server().tick()
        seen.add(gone_on=gone_on)
    return {"gone_on": gone_on}
