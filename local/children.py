"""The processes that the supervisor starts: what each is told, and where it writes what it says."""

import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

from local.child_process import ChildProcess, Watching
from local.coder_part import CoderPart
from local.data_directory import DataDirectory
from local.demo_targets import DemoCluster
from local.forking.fork_server import ForkServer, PlainStarts, Starts
from local.forking.subreaper import become_subreaper
from local.preparation import Preparation
from local.program import Starter

#: What is made of much the same; the front's is read first.
FORKED = ("local.front", "local.back", "local.prepare")
#: Senders wait for it: it does not wait until everything is read.
URGENT = ("local.front",)


class Children:
    """``verbose``: they write where the supervisor does, in place of a log each."""

    def __init__(
        self, environment: Mapping[str, str], data: DataDirectory, watching: Watching, *, verbose: bool
    ) -> None:
        self._environment = environment
        self._data = data
        self._watching = watching
        self._verbose = verbose
        self._all: list[ChildProcess | Preparation] = []
        self.starts: Starts = self._fork_server() if become_subreaper() else PlainStarts()

    def back(self, part: str, listener: socket.socket, wake: socket.socket) -> ChildProcess:
        return self._child(part, "back", (part,), (listener.fileno(), wake.fileno()))

    def front(self, public: socket.socket) -> ChildProcess:
        return self._child("front", "front", (), (public.fileno(),))

    def waiting(self, public: socket.socket) -> ChildProcess:
        return self._child("waiting", "waiting", (), (public.fileno(),))

    def cluster(self, cluster: DemoCluster) -> ChildProcess:
        sockets = tuple(listener.fileno() for listener in cluster.listeners.values())
        return self._child("cluster", "demo_cluster", cluster.arguments, sockets)

    def broker(self, listener: socket.socket, environment: Mapping[str, str]) -> ChildProcess:
        return self._child("broker", "pubsub.broker", (), (listener.fileno(),), {**self._environment, **environment})

    def coder(self, coder: CoderPart) -> ChildProcess:
        """It alone is told where it may write."""
        return self._child("coder", "coder", (), (coder.listener.fileno(),), coder.environment)

    def preparation(self, api_url: str) -> Preparation:
        lifeline = self._watching.lifeline
        preparation = Preparation(
            self._data.path, api_url, environment=self._environment, lifeline=lifeline, starter=self.starts
        )
        self._all.append(preparation)
        return preparation

    def pids(self) -> Iterator[int | None]:
        """Gives whom somebody waits for; None for one that is asked for and may be anybody."""
        yield self.starts.pid
        yield from (child.pid for child in self._all)

    def _fork_server(self) -> ForkServer:
        def made(descriptor: int) -> ChildProcess:
            # Whoever lists the processes sees whose it is, and a part finds room for its own arguments there.
            arguments = (str(self._data.path), *(module.replace(".", "/") for module in FORKED))
            return self._process("fork-server", "forking.server", arguments, (descriptor,))

        return ForkServer(made, modules=FORKED, urgent=URGENT, environment=self._environment, say=self._watching.say)

    def _child(
        self,
        name: str,
        module: str,
        arguments: tuple[str, ...],
        sockets: tuple[int, ...],
        environment: Mapping[str, str] | None = None,
    ) -> ChildProcess:
        child = self._process(name, module, arguments, sockets, environment, starter=self.starts)
        self._all.append(child)
        return child

    def _process(
        self,
        name: str,
        module: str,
        arguments: tuple[str, ...],
        sockets: tuple[int, ...],
        environment: Mapping[str, str] | None = None,
        *,
        starter: Starter | None = None,
    ) -> ChildProcess:
        log: Path | None = None if self._verbose else self._data.log(name)
        return ChildProcess(
            name,
            f"local.{module}",
            arguments=arguments,
            descriptors=sockets,
            environment=environment or self._environment,
            log=log,
            watching=self._watching,
            starter=starter,
        )
