"""What people, scripts and agents may ask: every operation of the table over HTTP."""

import flask
import functions_framework
from werkzeug.wrappers import Response

from shared.bootstrap.api import build_api

_router = build_api(flask.current_app)


@functions_framework.http
def api(request: flask.Request) -> Response:
    return _router.respond(request)
