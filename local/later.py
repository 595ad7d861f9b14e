"""An application that takes a while to load, behind a server that shall not wait for it."""

import logging
import os
from collections.abc import Callable, Iterable
from threading import Event, Lock, Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from shared.adapters.http.problem import HttpProblem, answered
from shared.adapters.http.server.early import Early, NothingEarly, early_of

#: Whoever asks meanwhile waits so long; a client that gives up sooner is not answered any worse.
_PATIENCE_S = 20.0
_STILL_LOADING = HttpProblem(
    status=503, code="api.starting", title="The API is starting; ask again", headers={"Retry-After": "1"}
)


class Later:
    """Loads in a thread of its own. What cannot be loaded ends the process."""

    def __init__(
        self,
        load: Callable[[], WSGIApplication],
        *,
        after: "Later | None" = None,
        when_asked: bool = False,
        end: Callable[[int], object] = os._exit,
    ) -> None:
        """``after``: what is loaded first, because it is waited for more. ``when_asked``: not before somebody asks."""
        self._load = load
        self._after = after
        self._end = end
        self._begun = False
        self._beginning = Lock()
        self._loaded = Event()
        self._application: WSGIApplication | None = None
        self._early: Early = NothingEarly()
        if not when_asked:
            self._begin()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        self._begin()
        self._loaded.wait(_PATIENCE_S)
        if self._application is None:
            return answered(_STILL_LOADING, environ, start_response)
        return self._application(environ, start_response)

    def wait(self) -> None:
        """Comes back when it is loaded."""
        self._loaded.wait()

    def at_header(self, environ: dict[str, Any]) -> HttpProblem | None:
        return self._early.at_header(environ)

    def at_caller(self, environ: dict[str, Any]) -> HttpProblem | None:
        return self._early.at_caller(environ)

    def _begin(self) -> None:
        with self._beginning:
            if not self._begun:
                self._begun = True
                Thread(target=self._run, name="loading", daemon=True).start()

    def _run(self) -> None:
        if self._after is not None:
            self._after.wait()
        try:
            application = self._load()
        except Exception:
            # The supervisor starts the part again, and shows these words when that does not help.
            logging.getLogger(__name__).exception("the application cannot be loaded")
            self._end(1)
            return
        self._early = early_of(application)
        self._application = application
        self._loaded.set()
