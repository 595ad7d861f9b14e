"""One answer: the application's, or the server's own."""

import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from waitress.channel import ClientDisconnected  # type: ignore[import-untyped]
from waitress.task import ErrorTask, WSGITask  # type: ignore[import-untyped]

from shared.adapters.deadline import deadline
from shared.adapters.http.failures import problem_of
from shared.adapters.http.problem import HttpProblem
from shared.adapters.http.server import problems
from shared.adapters.http.server.early import KNOWN_AS
from shared.adapters.observe import failed


class RefusalTask(ErrorTask):  # type: ignore[misc]
    """Answers with the problem of a request's `RequestRefused`."""

    def execute(self) -> None:
        problem: HttpProblem = self.request.error.problem
        self.status = problems.phrase(problem.status)
        self.response_headers.extend(problems.fields(problem).items())
        self.set_close_on_finish()
        body = problem.body if getattr(self.request, "command", "") != "HEAD" else b""
        self.content_length = len(problem.body)
        self.write(body)


class Work(WSGITask):  # type: ignore[misc]
    """Gives the application's answer within the time of its lane. Once given up, nothing it writes reaches anybody."""

    def __init__(self, channel: Any, request: Any) -> None:
        super().__init__(channel, request)
        self._turn = threading.Lock()
        self._begun = False
        self.given_up = False

    def give_up(self) -> bool:
        """Gives the work up for good; asked by the loop. False: an answer has begun."""
        with self._turn:
            self.given_up = not self._begun
            return self.given_up

    def serve(self) -> None:
        """Never raises; ``close_on_finish`` says whether the connection can be used again."""
        try:
            if self.channel.connected:
                self.service()
            else:
                self.close_on_finish = True
        except ClientDisconnected:
            self.close_on_finish = True
        except Exception as broken:  # noqa: BLE001 - writing the answer failed; logged with its trace
            failed("server.answer", broken)
            self.close_on_finish = True

    def write(self, data: bytes) -> None:
        with self._turn:
            if self.given_up:
                raise ClientDisconnected
            self._begun = True
        super().write(data)

    def _may_go_on(self) -> bool:
        """Long answers ask: whether the server goes on, and whoever asked has not left.

        The loop reads nothing of a connection while it is answered, so that somebody who left is not noticed there.
        """
        if not self.channel.server.serving():
            return False
        try:
            return bool(self.channel.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b"")
        except BlockingIOError:
            return True
        except OSError:
            return False

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ["SERVER_SOFTWARE"] = "ameide-sre"
        environ["sre.serving"] = self._may_go_on
        environ[KNOWN_AS] = partial(self.channel.server.lanes.learn, self.request)
        environ.update(self.request.remembered)
        return environ

    def header_environment(self) -> dict[str, Any]:
        """Makes the WSGI environment of a request whose body is still on its way."""
        environ = self.get_environment()
        del environ["wsgi.input"]
        self.environ = None
        if self.request.chunked:
            environ["sre.chunked"] = True
        return environ

    def execute(self) -> None:
        request = self.request
        if request.cut:
            self.set_close_on_finish()
        try:
            self._within(self.channel.server.lanes.work_s(request), request.name, super().execute)
        except ClientDisconnected:
            raise
        except Exception as error:  # noqa: BLE001 - becomes an answer; logged with its trace
            self._instead(problem_of(error, {}, request.name, traceparent=request.headers.get("TRACEPARENT")))

    def _within(self, seconds: float | None, name: str, work: Callable[[], None]) -> None:
        if seconds is None:
            work()
            return
        with deadline(seconds, name):
            work()

    def _instead(self, problem: HttpProblem) -> None:
        """What has begun cannot become another answer: the connection ends, which its reader notices."""
        if self.wrote_header:
            self.close_on_finish = True
            return
        self.complete = True
        self.status = problems.phrase(problem.status)
        self.response_headers = list(problems.fields(problem).items())
        self.content_length = len(problem.body)
        self.content_bytes_written = 0
        self.set_close_on_finish()
        self.write(problem.body if self.request.command != "HEAD" else b"")
