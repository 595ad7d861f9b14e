"""What people look at: pages out of the catalogue of operations, for whoever is signed in."""

import flask
import functions_framework
from werkzeug.wrappers import Response

from shared.bootstrap.console import build_console

_console = build_console(flask.current_app)


@functions_framework.http
def console(request: flask.Request) -> Response:
    return _console.respond(request)
