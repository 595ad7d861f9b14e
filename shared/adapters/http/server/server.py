"""The server: one thread moves bytes and decides who may stay, workers in lanes answer whole requests.

A connection costs a few kilobytes and no thread until its request is whole. Whoever is slow, silent or in a crowd is
ended, the longest waiting first, so that a newcomer from the same address is served all the same.
"""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from wsgiref.types import WSGIApplication

from waitress.server import TcpWSGIServer  # type: ignore[import-untyped]

from shared.adapters.http.failures import problem_of
from shared.adapters.http.problem import HttpProblem
from shared.adapters.http.server import problems
from shared.adapters.http.server.adjustments import adjustments
from shared.adapters.http.server.bodies import Bodies
from shared.adapters.http.server.channel import Channel
from shared.adapters.http.server.early import CHUNKED, TAKE, Early
from shared.adapters.http.server.lanes import Lanes
from shared.adapters.http.server.limits import LaneLimits, ServerLimits
from shared.adapters.http.server.loop import Loop
from shared.adapters.http.server.parser import Request
from shared.adapters.http.server.phases import ConnectionPhase
from shared.adapters.http.server.waiting import WaitingConnections
from shared.adapters.observe import failed, told

_ACCEPTED_AT_ONCE = 64


class Server(TcpWSGIServer):  # type: ignore[misc]
    """``run`` until `stop`; everything here but `stop`, `call_soon` and `touch` belongs to the thread that runs."""

    channel_class = Channel

    def __init__(
        self,
        application: WSGIApplication,
        listener: socket.socket,
        *,
        early: Early,
        limits: ServerLimits,
        lanes: Sequence[LaneLimits],
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self.limits = limits
        self._early = early
        self.lanes = Lanes(lanes)
        self._beat = beat
        self._stopping = False
        self._waking = threading.RLock()  # a signal's handler may come in between
        self._ended = False
        self._waiting: WaitingConnections[Channel] = WaitingConnections()
        self.bodies: Bodies[Channel] = Bodies(
            at_most=limits.bodies_bytes,
            per_peer=limits.bodies_bytes_per_peer,
            unfinished=lambda channel: channel.phase in (ConnectionPhase.BODY, ConnectionPhase.ASKING),
            shed=lambda channel: channel.refuse(problems.NO_ROOM_FOR_BODIES),
        )
        sockets: dict[int, Any] = {}
        super().__init__(
            application,
            map=sockets,
            _sock=listener,
            dispatcher=self,
            adj=adjustments(limits),
            bind_socket=False,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        )
        self._loop = Loop(sockets, self.pull_trigger)
        for handler in list(sockets.values()):
            self._loop.watch(handler)

    def run(self) -> None:
        """Until `stop`; what is being answered then is answered, for a moment."""
        try:
            while not self._stopping:
                self._turn()
            self._wind_down()
        finally:
            self.lanes.end()
            for channel in list(self.active_channels.values()):
                channel.handle_close()
            with self._waking:
                self._ended = True
                self.trigger.close()
            self._loop.close()

    def stop(self) -> None:
        """From any thread, and from a signal's handler."""
        self._stopping = True
        self.pull_trigger()

    def serving(self) -> bool:
        """Long answers ask whether they may go on."""
        return not self._stopping

    def call_soon(self, call: Callable[[], None]) -> None:
        self._loop.call_soon(call)

    def touch(self, channel: Channel) -> None:
        """What this connection waits for may have changed."""
        self._loop.call_soon(lambda: self._loop.watch(channel))

    # What waitress calls

    def readable(self) -> bool:
        return bool(self.accepting)

    def handle_accept(self) -> None:
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                accepted = self.accept()
            except OSError as full:
                failed("server.accept", full)
                self._make_room()
                return
            if accepted is None:
                return
            self._welcome(*accepted)

    def handle_error(self) -> None:
        failed("server.accept")

    def pull_trigger(self) -> None:
        """Wakes the loop; workers that come back when it has ended wake nobody."""
        with self._waking:
            if not self._ended:
                super().pull_trigger()

    def add_task(self, channel: Channel) -> None:
        request: Request = channel.requests[0]
        give_up = partial(self._give_up, channel, request)
        if not self.lanes.submit(request, channel.service, partial(self.call_soon, give_up)):
            give_up()

    # What channels ask

    def at_header(self, channel: Channel, request: Request) -> tuple[HttpProblem | None, bool]:
        """A problem, or else whether the caller must be known before more of the body is taken."""
        environ = channel.task_class(channel, request).header_environment()
        problem = self._early.at_header(environ)
        if problem is not None:
            return problem, False
        self._remember(request, environ)
        announced = request.announced
        if request.take is None and announced is not None and announced > self.limits.body_bytes:
            return problems.BODY_TOO_LARGE, False
        return None, announced is None or announced > self.limits.unasked_bytes

    def ask_caller(self, channel: Channel, request: Request) -> None:
        environ = channel.task_class(channel, request).header_environment()

        def ask() -> None:
            try:
                problem = self._early.at_caller(environ)
            except Exception as broken:  # noqa: BLE001 - a worker's last resort; logged with its trace
                problem = problem_of(broken, {}, request.name)
            self.call_soon(lambda: self._known(channel, request, environ, problem))

        give_up = partial(self._known, channel, request, environ, problems.TOO_BUSY)
        if not self.lanes.submit(request, ask, partial(self.call_soon, give_up)):
            channel.refuse(problems.TOO_BUSY)

    def entered(self, channel: Channel) -> None:
        """Its phase is another one."""
        if not channel.phase.unfinished:
            self._waiting.remove(channel)
        elif channel.connected:
            self._waiting.add(channel, channel.peer)
            if self._waiting.count(channel.peer) > self.limits.unfinished_per_peer:
                longest = self._waiting.longest(channel.peer)
                if longest is not None and longest is not channel:
                    longest.end()

    def closed(self, channel: Channel) -> None:
        self._waiting.remove(channel)
        self._loop.forget(channel._fileno)  # noqa: SLF001 - waitress keeps it for the whole life of a channel
        if not channel.requests:
            self.bodies.release(channel)

    # The loop

    def _turn(self) -> None:
        self._loop.turn(self._sweep)
        if not self.lanes.dead:
            self._beat()

    def _sweep(self) -> None:
        now = time.monotonic()
        for channel in list(self.active_channels.values()):
            if channel.overdue(now):
                self.call_soon(channel.end)
                self.touch(channel)
        for job in self.lanes.overdue():
            job.give_up()

    def _wind_down(self) -> None:
        self.accepting = False
        self._loop.forget(self._fileno)
        self.socket.close()
        until = time.monotonic() + self.limits.grace_s
        while time.monotonic() < until and (self.lanes.busy or self._unsent()):
            self._turn()

    def _unsent(self) -> bool:
        return any(channel.total_outbufs_len for channel in self.active_channels.values())

    def _welcome(self, connection: socket.socket, address: Any) -> None:
        if len(self.active_channels) >= self.limits.connections:
            self._make_room()
        try:
            channel = self.channel_class(self, connection, address, self.adj, map=self._map)
        except OSError:
            connection.close()  # gone already
            return
        self.entered(channel)
        self._loop.watch(channel)

    def _make_room(self) -> None:
        """Nobody is kept out because others are idle: the longest without a whole request goes, or the longest idle."""
        channel = self._waiting.longest_of_the_many()
        if channel is None:
            idle = [other for other in self.active_channels.values() if other.phase.answered]
            channel = min(idle or self.active_channels.values(), key=lambda other: other.since, default=None)
        if channel is not None:
            told("server.full", peer=channel.peer, connections=len(self.active_channels))
            channel.handle_close()

    def _give_up(self, channel: Channel, request: Request) -> None:
        if channel.connected and channel.requests and channel.requests[0] is request:
            told("server.gave_up", request=request.name, peer=channel.peer)
            channel.give_up(problems.TOO_BUSY)

    def _known(self, channel: Channel, request: Request, environ: dict[str, Any], problem: HttpProblem | None) -> None:
        self._remember(request, environ)
        channel.caller_known(request, problem)
        self._loop.watch(channel)

    def _remember(self, request: Request, environ: dict[str, Any]) -> None:
        request.remembered = {
            name: value for name, value in environ.items() if name.startswith("sre.") and name != CHUNKED
        }
        request.take = environ.get(TAKE)
