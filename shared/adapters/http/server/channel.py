"""Requests of one connection: read, refused on the header alone, put into a lane, answered in their order."""

from typing import Any

from shared.adapters.http.problem import HttpProblem
from shared.adapters.http.server import problems
from shared.adapters.http.server.connection import Connection
from shared.adapters.http.server.parser import Request
from shared.adapters.http.server.phases import ConnectionPhase
from shared.adapters.http.server.task import RefusalTask, Work
from shared.adapters.observe import failed


class Channel(Connection):
    """Everything is done by the one thread of the server's loop, but for `service` and `write_soon`: the workers'."""

    task_class = Work
    error_task_class = RefusalTask
    _task: Work | None = None

    def received(self, data: bytes) -> bool:
        while data and self.connected and not self.close_when_flushed:
            data = data[self._take(data) :]
        self._consider()
        return True

    def _take(self, data: bytes) -> int:
        """Says how many bytes of it belong to the request that is being read, or to nothing any more."""
        if self.request is None:
            self.request = Request(self.adj, self.limits)
            if not self.requests:
                self.enter(ConnectionPhase.HEADER)
        request: Request = self.request
        before = request.body_bytes
        try:
            taken = request.received(data)
        except OSError as full:
            failed("server.body", full, peer=self.peer)
            request.refuse(problems.NO_ROOM_ON_DISK)
            taken = len(data)
        self.server.bodies.grow(self, request.body_bytes - before)
        if self.request is not request:
            return len(data)  # there was no room for it
        if request.completed:
            self._whole(request)
        elif request.headers_finished and self.phase is ConnectionPhase.HEADER:
            self.enter(ConnectionPhase.BODY)
        return taken or len(data)

    def _whole(self, request: Request) -> None:
        self.request = None
        self.sent_continue = False
        if request.empty:
            request.refuse(problems.MALFORMED)  # nothing but empty lines, with which one could stay for ever
        if self.connected:
            self.requests.append(request)
            if len(self.requests) == 1:
                self._begin(request)

    def _consider(self) -> None:
        """Decides whether the body may come, now that the header is here."""
        request: Request | None = self.request
        if request is None or not request.headers_finished or request.asked or self.requests or not self.connected:
            return
        request.asked = True
        problem, ask_further = self.server.at_header(self, request)
        if problem is not None:
            self.refuse(problem)
        elif ask_further:
            self.enter(ConnectionPhase.ASKING)
            self.server.ask_caller(self, request)
        else:
            self._go_on(request)

    def caller_known(self, request: Request, problem: HttpProblem | None) -> None:
        """Takes the answer to `ask_caller`, unless the connection ended meanwhile."""
        if self.request is not request or self.phase is not ConnectionPhase.ASKING or not self.connected:
            return
        if problem is not None:
            self.refuse(problem)
            return
        self.enter(ConnectionPhase.BODY)
        self._go_on(request)
        if request.take is not None and request.body_bytes >= request.take:
            request.cut_off()
            self._whole(request)

    def _go_on(self, request: Request) -> None:
        if request.expect_continue and not self.sent_continue:
            self.send_continue()

    def refuse(self, problem: HttpProblem) -> None:
        """Answers in place of whatever was to come, and ends the connection; never called while a worker writes."""
        request = self.request or Request(self.adj, self.limits)
        self.request = None
        request.refuse(problem)
        self._refuse_now(request)

    def _refuse_now(self, request: Request) -> None:
        self.enter(ConnectionPhase.WORK)
        if self.total_outbufs_len:
            self.handle_close()  # it does not even take what came before
        else:
            self.error_task_class(self, request).service()
            self.close_when_flushed = True
        request.close()
        self.server.bodies.release(self)
        self.server.touch(self)

    def give_up(self, problem: HttpProblem) -> None:
        """Answers the first request with this problem, unless an answer has begun. Its worker may be stuck."""
        task = self._task
        begun = task is not None and not task.give_up()
        late = Request(self.adj, self.limits)
        late.refuse(problem)
        if task is None:
            self._drop_requests()
        if begun:
            self.handle_close()
        else:
            self._refuse_now(late)

    def end(self) -> None:
        """Ends the connection: with a word where the peer owes us something, without one where nothing is awaited."""
        if self.phase in (ConnectionPhase.NEW, ConnectionPhase.HEADER) and not self.total_outbufs_len:
            self.refuse(problems.HEADER_TOO_SLOW)
        elif self.phase in (ConnectionPhase.BODY, ConnectionPhase.ASKING) and not self.total_outbufs_len:
            self.refuse(problems.BODY_TOO_SLOW)
        else:
            self.handle_close()

    def service(self) -> None:
        """Answers the request whose turn it is; a worker calls it."""
        request = self.requests[0]
        self._task = task = self.task_class(self, request)
        task.serve()
        self.server.call_soon(lambda: self._served(request, close=task.close_on_finish))

    def write_soon(self, data: Any) -> int:
        """Hands bytes to the peer; called by a worker, or by the loop while none is at work."""
        written = int(super().write_soon(data))
        if self.total_outbufs_len:
            self.server.touch(self)
        return written

    def _served(self, request: Request, *, close: bool) -> None:
        request.close()
        given_up = self._task is not None and self._task.given_up
        self._task = None
        self.requests.pop(0)
        if close or given_up or not self.connected:
            self._drop_requests()
            self.server.bodies.release(self)
            self.close_when_flushed = self.connected and self.phase is not ConnectionPhase.LINGER
            self.server.touch(self)
            return
        self.server.bodies.release(self, but=self.request.body_bytes if self.request is not None else 0)
        if self.requests:
            self._begin(self.requests[0])
        elif self.request is None:
            self.enter(ConnectionPhase.IDLE)
        else:
            self.enter(ConnectionPhase.BODY if self.request.headers_finished else ConnectionPhase.HEADER)
            self._consider()
        self.server.touch(self)

    def _begin(self, request: Request) -> None:
        self.enter(ConnectionPhase.WORK)
        if request.error is not None:
            self._drop_requests()
            self._refuse_now(request)
        else:
            self.server.add_task(self)

    def _drop_requests(self) -> None:
        for request in self.requests:
            request.close()
        self.requests.clear()
