"""A function that does nothing: what the framework and the server take by themselves to start."""

import flask
import functions_framework
from flask.typing import ResponseReturnValue


@functions_framework.http
def idle(_request: flask.Request) -> ResponseReturnValue:
    return {}
