"""The processes that the supervisor starts: what each is told, and where it writes what it says."""

import socket
from collections.abc import Mapping
from pathlib import Path

from local.child_process import ChildProcess, Watching
from local.coder_part import CoderPart
from local.data_directory import DataDirectory
from local.demo_targets import DemoCluster


class Children:
    """``verbose``: they write where the supervisor does, in place of a log each."""

    def __init__(
        self, environment: Mapping[str, str], data: DataDirectory, watching: Watching, *, verbose: bool
    ) -> None:
        self._environment = environment
        self._data = data
        self._watching = watching
        self._verbose = verbose

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

    def _child(
        self,
        name: str,
        module: str,
        arguments: tuple[str, ...],
        sockets: tuple[int, ...],
        environment: Mapping[str, str] | None = None,
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
        )
