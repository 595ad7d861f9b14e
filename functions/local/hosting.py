"""Several functions in one process, each through its real entry point and none aware of the others."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication

import functions_framework
from functions_framework import _function_registry as registry
from werkzeug.middleware.dispatcher import DispatcherMiddleware

FUNCTIONS = Path(__file__).parent.parent
_MODULE = "main"
_LEAKED = ("FUNCTION_TARGET", "FUNCTION_SIGNATURE_TYPE")


def load_function(function: str, target: str, *, folder: Path = FUNCTIONS) -> WSGIApplication:
    """The WSGI application that a deployed function with this target would be."""
    source = folder / function / "main.py"
    with _isolated(target):
        application: WSGIApplication = functions_framework.create_app(target, str(source))
    return application


def mounted(
    applications: Mapping[str, WSGIApplication], *, otherwise: WSGIApplication | None = None
) -> WSGIApplication:
    """One application out of several, each below its path."""
    below = {path.rstrip("/"): application for path, application in applications.items()}
    return DispatcherMiddleware(otherwise or _nothing_here, below)


@contextmanager
def _isolated(target: str) -> Iterator[None]:
    """The framework means to own the process: undo what it registers, puts on the path and into the environment.

    Without this a second ``main.py`` meets the first one's registrations, by the bare name of its functions.
    """
    registry.ASGI_FUNCTIONS.discard(target)
    registry.REGISTRY_MAP.pop(target, None)
    path, environment = list(sys.path), {name: os.environ.pop(name, None) for name in _LEAKED}
    sys.modules.pop(_MODULE, None)
    try:
        yield
    finally:
        sys.modules.pop(_MODULE, None)
        sys.path[:] = path
        for name, value in environment.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _nothing_here(_environ: object, start_response: StartResponse) -> list[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
    return []
