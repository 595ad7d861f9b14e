"""The supervisor's side of the fork server: started and watched as any part, and asked for the others."""

import socket
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from local.child_process import ChildProcess
from local.forking.forked_process import ForkedProcess
from local.forking.request import ForkRequest
from local.program import NEVER_BEGAN, Executing, PartProcess, PartProgram, Starter
from local.silence import Since
from local.supervised import OWN_SETTINGS

#: A fork takes a tenth of a second: who has read everything and forks nobody for so long is not waited for.
_LATE_S = 5.0
_HOPELESS = 3


class Starts(Starter, Protocol):
    """How parts are started, with a fork server or without one."""

    @property
    def pid(self) -> int | None: ...

    @property
    def at_rest(self) -> bool:
        """Nothing is asked for that is not there yet, and whoever is asked has read everything."""

    def begin(self) -> None: ...

    def watch(self, since: Since) -> None: ...

    def stop(self) -> None: ...


class PlainStarts(Executing):
    """Every part reads everything itself: nobody has to be there first, or could fail."""

    pid: int | None = 0
    at_rest: bool = True

    def begin(self) -> None: ...

    def watch(self, since: Since) -> None: ...

    def stop(self) -> None: ...


class ForkServer:
    """Forks a program whose module it has read and whose environment is its own. Any other is executed.

    So is every program before it begins, an urgent one while it reads, and every one while it is late or after it has
    ended three times in vain. Both ends of the socket are kept here, so that the next fork server reads what was asked
    while there was none.
    """

    def __init__(
        self,
        made: Callable[[int], ChildProcess],
        *,
        modules: Sequence[str],
        urgent: Collection[str] = (),
        environment: Mapping[str, str],
        say: Callable[[str], None],
    ) -> None:
        """``made`` gives its process, by the descriptor at which it is asked; ``say`` is told when it is given up.

        ``urgent``: those of the modules that are executed, and not waited with, while the modules are read.
        """
        self._here, self._there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._here.setblocking(False)
        self._process = made(self._there.fileno())
        self._modules, self._urgent = frozenset(modules), frozenset(urgent)
        self._environment = {name: value for name, value in environment.items() if name not in OWN_SETTINGS}
        self._say = say
        self._plain = Executing()
        self._asked: list[ForkedProcess] = []
        self._lost = False
        self._in_vain = 0
        self._read_at: float | None = None
        self._over = False

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def at_rest(self) -> bool:
        return self._over or (self._read_at is not None and not self._asked)

    def begin(self) -> None:
        if not self._process.begun:
            self._process.begin()

    def start(self, program: PartProgram, *, stdout: int | None = None, stderr: int | None = None) -> PartProcess:
        """Asks and does not wait. Raises OSError when there is no room, or too much was asked already."""
        if not self._forks(program):
            return self._plain.start(program, stdout=stdout, stderr=stderr)
        reply, told = socket.socketpair()
        with told:
            own = {number: number for number in program.descriptors}
            written = {1: 1 if stdout is None else stdout, 2: 2 if stderr is None else stderr}
            settings = {name: program.environment[name] for name in OWN_SETTINGS & program.environment.keys()}
            request = ForkRequest(program.module, program.arguments, settings, written | own, told.fileno())
            try:
                request.send(self._here)
            except OSError:
                reply.close()
                raise
        late = self._late_for_urgent if program.module in self._urgent else self._late
        self._asked.append(ForkedProcess(reply, late))
        return self._asked[-1]

    def watch(self, since: Since) -> None:
        """Call it often: starts it again when it has ended, as long as there is hope."""
        if self._over or not self._process.begun:
            return
        self._hear()
        in_vain = self._read_at is None or self._lost or bool(self._asked)
        ends = self._process.ends
        self._process.watch(since)
        if self._process.ends > ends:
            self._read_at, self._lost = None, False
            self._in_vain += in_vain
            if self._in_vain >= _HOPELESS:
                self._say("fork-server is given up: from now on every part is started by itself")
                self.stop()
        elif self._read_at is None and self._process.answers():
            self._read_at = time.monotonic()

    def stop(self) -> None:
        """Nothing is forked from now on; what was asked for is not going to be."""
        if self._over:
            return
        self._over = True
        self._process.kill()
        # What lies unread between the two ends goes with them: whoever asked hears that there will be nothing.
        self._there.close()
        self._here.close()

    def _forks(self, program: PartProgram) -> bool:
        others = {name: value for name, value in program.environment.items() if name not in OWN_SETTINGS}
        able = not self._over and self._process.begun and not self._silent()
        waits = self._read_at is None and program.module in self._urgent
        return able and not waits and program.module in self._modules and others == self._environment

    def _silent(self) -> bool:
        return self._read_at is not None and not self._process.answers(within_s=_LATE_S)

    def _late(self, asked_at: float) -> bool:
        return self._read_at is not None and time.monotonic() - max(asked_at, self._read_at) > _LATE_S

    def _late_for_urgent(self, asked_at: float) -> bool:
        """Whoever was asked has died, and the next one reads everything first."""
        return self._read_at is None or self._late(asked_at)

    def _hear(self) -> None:
        for process in list(self._asked):
            if process.pid is not None:
                self._in_vain, self._lost = 0, False
            elif process.poll() == NEVER_BEGAN:
                self._lost = True
            else:
                continue
            self._asked.remove(process)
