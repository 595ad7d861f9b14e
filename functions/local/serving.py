"""One process, one listening socket, some threads: gunicorn's threaded worker without its master process."""

import os
import socket
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

_THREADS = 8
#: Longer than clients keep an idle connection, so that it is they who close it.
_KEEPALIVE_S = 75
_GRACE_S = 2
_NO_TIMEOUT = 0


class _Application:
    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        #: Long answers ask whether they may go on.
        self.serving: Callable[[], bool] = lambda: True

    def wsgi(self) -> WSGIApplication:
        def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            environ["sre.serving"] = self.serving
            return self._application(environ, start_response)

        return application


def serve(
    application: WSGIApplication,
    listener: socket.socket,
    *,
    threads: int = _THREADS,
    beat: Callable[[], None] = lambda: None,
) -> None:
    """Until SIGTERM or the death of our parent; requests that are being answered are answered.

    ``beat`` is called at every turn of the loop that takes connections, at least once a second.

    The supervisor does what gunicorn's master would: it binds the socket, starts us and starts us again.
    """
    configuration = Config()
    configuration.set("threads", threads)
    configuration.set("keepalive", _KEEPALIVE_S)
    configuration.set("graceful_timeout", _GRACE_S)
    configuration.set("loglevel", "warning")
    configuration.set("errorlog", "-")
    served = _Application(application)
    worker = ThreadWorker(0, os.getppid(), [listener], served, _NO_TIMEOUT, configuration, Logger(configuration))
    worker.pid = os.getpid()
    served.serving = lambda: bool(worker.alive)
    worker.notify = beat
    worker.init_process()
