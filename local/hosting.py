"""Several functions in one process, each through its real entry point and none aware of the others."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

import functions_framework
from functions_framework import _function_registry as registry

from shared.adapters.http.problem import HttpProblem, answered
from shared.adapters.http.server.early import Early, early_of

FUNCTIONS = Path(__file__).parent.parent / "functions"
_MODULE = "main"
_LEAKED = ("FUNCTION_TARGET", "FUNCTION_SIGNATURE_TYPE")
_NOTHING_HERE = HttpProblem(status=404, code="path.unknown", title="Nothing is here")


def load_function(function: str, target: str, *, folder: Path = FUNCTIONS) -> WSGIApplication:
    """The WSGI application that a deployed function with this target would be."""
    source = folder / function / "main.py"
    with _isolated(target):
        application: WSGIApplication = functions_framework.create_app(target, str(source))
    return application


class Mounted:
    """One application out of several, each below its path, the longest first; ``otherwise`` has the rest."""

    def __init__(self, applications: Mapping[str, WSGIApplication], otherwise: WSGIApplication | None) -> None:
        below = {path.rstrip("/"): application for path, application in applications.items()}
        self._below = sorted(
            ((path, application, early_of(application)) for path, application in below.items()),
            key=lambda item: -len(item[0]),
        )
        self._otherwise = otherwise or _nothing_here
        self._early = early_of(self._otherwise)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        application, _ = self._enter(environ)
        return application(environ, start_response)

    def at_header(self, environ: dict[str, Any]) -> HttpProblem | None:
        _, early = self._enter(environ)
        return early.at_header(environ)

    def at_caller(self, environ: dict[str, Any]) -> HttpProblem | None:
        _, early = self._enter(environ)
        return early.at_caller(environ)

    def _enter(self, environ: dict[str, Any]) -> tuple[WSGIApplication, Early]:
        """Finds whose the path is; what stands before its own path is the script's name from here on."""
        path = environ.get("PATH_INFO", "")
        for prefix, application, early in self._below:
            if path == prefix or path.startswith(f"{prefix}/"):
                environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
                environ["PATH_INFO"] = path[len(prefix) :]
                return application, early
        return self._otherwise, self._early


def mounted(applications: Mapping[str, WSGIApplication], *, otherwise: WSGIApplication | None = None) -> Mounted:
    """One application out of several, each below its path."""
    return Mounted(applications, otherwise)


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


def _nothing_here(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    return answered(_NOTHING_HERE, environ, start_response)
