"""`sre run` itself: small and long-lived. Starts everything in order, starts again what dies, stops it in reverse."""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from functions.local.child_process import ChildProcess
from functions.local.data_directory import DataDirectory, DirectoryInUse, read_json
from functions.local.embedded_postgres import EmbeddedPostgres, PostgresFailed
from functions.local.environment import functions_environment
from functions.local.listening import PortInUse, answers, bind_datagram, bind_stream, port_of
from functions.local.welcome import welcome

#: The two halves of what works behind; see `back`.
PARTS = ("writer", "views")

_HOST = "127.0.0.1"
_READY_TIMEOUT_S = 90.0
_WATCH_EVERY_S = 0.2
_TRIM_EVERY_S = 30.0
_FRONT_PATIENCE_S = 2.6
_BACK_PATIENCE_S = 1.8


class StartFailed(RuntimeError):  # noqa: N818 - names the condition
    """The message says which part, why, and where to read more."""


class Supervisor:
    def __init__(self, data: DataDirectory, *, port: int, database_url: str, verbose: bool) -> None:
        self._data = data
        self._public = bind_stream(_HOST, port)
        self._private = {part: (bind_stream(_HOST, 0), bind_datagram(_HOST)) for part in PARTS}
        self._api_url = f"http://{_HOST}:{port_of(self._public)}"
        self._postgres = None if database_url else EmbeddedPostgres(data.path)
        self._database_url = database_url or EmbeddedPostgres(data.path).url
        self._environment = functions_environment(
            database_url=self._database_url,
            back_url=f"http://{_HOST}:{port_of(self._private['writer'][0])}",
            wake_address=",".join(f"{_HOST}:{port_of(wake)}" for _, wake in self._private.values()),
            data=data.path,
            embedded=self._postgres is not None,
        )
        self._back = [
            self._child(part, "back", (part,), (listener.fileno(), wake.fileno()), verbose=verbose)
            for part, (listener, wake) in self._private.items()
        ]
        self._front = self._child("front", "front", (), (self._public.fileno(),), verbose=verbose)
        self._stopping = Event()

    def run(self) -> None:
        """Until a signal says stop. Raises StartFailed, PostgresFailed."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: self._stopping.set())
        try:
            self._start()
            self._watch()
        finally:
            self._stop()

    def _start(self) -> None:
        if self._postgres is not None:
            self._postgres.start()
            say(f"postgres  {self._postgres.data}")
        self._prepare()
        for child in self._back:
            child.start()
        self._front.start()
        if self._answering():
            self._data.prepared_file.rename(self._data.local_file)
            say(welcome(read_json(self._data.local_file), self._data))

    def _prepare(self) -> None:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "functions.local.prepare", self._data.path, self._api_url, str(os.getpid())],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )
        if done.returncode:
            raise StartFailed("the database could not be prepared; see the line above")

    def _answering(self) -> bool:
        """False: told to stop before everything answered."""
        deadline = time.monotonic() + _READY_TIMEOUT_S
        while not self._stopping.is_set():
            if all(answers(_HOST, port_of(listener)) for listener in self._listeners):
                return True
            for child in (*self._back, self._front):
                if child.exit_code() is not None:
                    raise StartFailed(f"{child.name} does not start:\n{child.last_words()}")
            if time.monotonic() > deadline:
                raise StartFailed(f"not everything answers after {_READY_TIMEOUT_S:.0f} s; see {self._data.logs}")
            self._stopping.wait(0.05)
        return False

    def _watch(self) -> None:
        trim_at = time.monotonic()
        while not self._stopping.wait(_WATCH_EVERY_S):
            if self._postgres is not None and not self._postgres.alive():
                say("postgres  ended and starts again")
                self._postgres.start()
            for child in (*self._back, self._front):
                child.watch()
            if time.monotonic() > trim_at:
                self._data.trim_logs()
                trim_at = time.monotonic() + _TRIM_EVERY_S

    def _stop(self) -> None:
        say("stopping")
        self._public.close()
        self._front.stop(_FRONT_PATIENCE_S)
        for listener, _ in self._private.values():
            listener.close()
        for child in self._back:
            child.ask_to_stop()
        for child in self._back:
            child.stop(_BACK_PATIENCE_S)
        if self._postgres is not None:
            self._postgres.stop()

    @property
    def _listeners(self) -> list[socket.socket]:
        return [*(listener for listener, _ in self._private.values()), self._public]

    def _child(
        self, name: str, module: str, arguments: tuple[str, ...], sockets: tuple[int, ...], *, verbose: bool
    ) -> ChildProcess:
        return ChildProcess(
            name,
            f"functions.local.{module}",
            arguments=arguments,
            descriptors=sockets,
            environment=self._environment,
            log=None if verbose else self._data.log(name),
            say=say,
        )


def say(line: str) -> None:
    # The terminal may be gone; that is no reason to leave the database running.
    with contextlib.suppress(OSError):
        print(line, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="sre run")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args(arguments)
    data = DataDirectory(given.data_dir)
    try:
        data.take()
        supervisor = Supervisor(
            data, port=given.port, database_url=os.environ.get("SRE_DATABASE_URL", ""), verbose=given.verbose
        )
        supervisor.run()
    except (DirectoryInUse, PortInUse, PostgresFailed, StartFailed) as failed:
        print(f"error     {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
