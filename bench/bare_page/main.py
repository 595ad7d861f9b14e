"""The floor of a page: as many bytes as were asked for, out of nothing."""

import flask
import functions_framework
from flask.typing import ResponseReturnValue


@functions_framework.http
def bare_page(request: flask.Request) -> ResponseReturnValue:
    return bytes(int(request.args["bytes"]))
