"""`sre run` itself: small and long-lived. Starts everything in order, starts again what dies, stops it in reverse.

It never waits for anything but its own next turn, so that whatever happens to one part, the others are watched.
"""

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from threading import Event

from local.bell import Bell
from local.child_process import Watching
from local.children import Children
from local.coder_part import set_apart
from local.data_directory import DataDirectory, DirectoryInUse, read_json
from local.database_watch import DatabaseWatch
from local.demo_targets import DemoCluster, world_options
from local.embedded_postgres import EmbeddedPostgres, PostgresFailed
from local.environment import functions_environment, parts_told
from local.forking.subreaper import Orphans
from local.head_start import HeadStart
from local.journal import Journal, say
from local.lifeline import Lifeline
from local.limits import Limits, WrongSetting, limits_of
from local.listeners import HOST, Listeners
from local.listening import PortInUse, answers, port_of
from local.log_trimming import LogTrimming
from local.pace import Pace
from local.preparation import StartFailed
from local.pubsub.broker_part import BrokerPart
from local.pubsub.emulator import EmulatorMissing
from local.schema_mark import is_prepared
from local.silence import Since
from local.supervisor_arguments import parsed
from local.turns import turns
from local.welcome import welcome

_STARTING_TURN_S = 0.05
#: So long clients may simply wait; after that they are told to come again.
_PATIENCE_S = 2.0
_HOPELESS = 3
_HEAD_START_S = 4.0
_FRONT_PATIENCE_S = 2.6
_BACK_PATIENCE_S = 1.8


class Supervisor:
    def __init__(
        self,
        data: DataDirectory,
        *,
        port: int,
        database_url: str,
        verbose: bool,
        transport: str,
        limits: Limits,
        stopping: Event,
        demo_world: Sequence[str] | None = None,
    ) -> None:
        self._data = data
        self._stopping, self._bell = stopping, Bell()
        self._tell = Journal(data.log("supervisor"), say).tell
        self._trimming = LogTrimming(data, limits.log_bytes, self._tell)
        self._listeners = Listeners(port)
        self._postgres = None if database_url else EmbeddedPostgres(data.path)
        self._database: DatabaseWatch | None = None
        if self._postgres is not None:
            self._database = DatabaseWatch(self._postgres, silence_s=limits.database_silence_s, say=self._tell)
        self._database_url = database_url or EmbeddedPostgres(data.path).url
        self._environment = functions_environment(
            database_url=self._database_url,
            back_url=self._listeners.back_url,
            wake_address=self._listeners.wake_address,
            data=data.path,
            embedded=self._postgres is not None,
            port=port_of(self._listeners.public),
            transport=transport,
        )
        self._cluster = None if demo_world is None else DemoCluster(data.path, demo_world)
        self._environment |= {} if self._cluster is None else self._cluster.environment
        self._broker = BrokerPart(self._listeners.urls) if transport == "pubsub" else None
        self._environment |= {} if self._broker is None else self._broker.for_others
        self._environment, self._coder = set_apart(self._environment)
        self._environment |= parts_told({name: port_of(each) for name, each in self._behind().items()})
        watching = Watching(self._tell, limits, Lifeline())
        children = Children(self._environment, data, watching, verbose=verbose)
        self._starts = children.starts
        self._preparation = children.preparation(self._listeners.api_url)
        self._orphans = Orphans(lambda: (*children.pids(), self._server_pid()))
        self._back = [children.back(part, listener, wake) for part, (listener, wake) in self._listeners.private.items()]
        public = self._listeners.public
        self._front, self._waiting = children.front(public), children.waiting(public)
        self._besides = [] if self._cluster is None else [children.cluster(self._cluster)]
        self._besides += [] if self._coder is None else [children.coder(self._coder)]
        if self._broker is not None:
            self._besides.append(children.broker(self._broker.listener, self._broker.for_itself))
        self._head_start = HeadStart(self._front)
        self._children = (*self._back, self._front, *self._besides)
        self._pace = Pace((self._starts, *self._children, *filter(None, [self._database])))

    def run(self) -> None:
        """Runs everything until told to stop. Raises StartFailed, PostgresUnusable: what does not pass by itself."""
        try:
            if (self._recovered() if self._known() else self._prepared()) and self._started():
                for since in self._turns(self._pace.pause_s):
                    self._watch(since)
        finally:
            self._stop()

    def _recovered(self) -> bool:
        """Makes the start on a database that is prepared already. False: told to stop before it was there."""
        # It says 503 until the database is back, and has the processors for itself until it answers.
        self._front.begin()
        for since in self._turns():
            self._watch_database(since)
            self._front.watch(since)
            starts = self._head_start.lasts(_PATIENCE_S)
            if self._there() and not starts:
                return True
        return False

    def _prepared(self) -> bool:
        """Makes the first start, or one with a new schema. False: told to stop before the database was prepared."""
        self._starts.begin()
        began = time.monotonic()
        for since in self._turns():
            self._watch_database(since)
            if self._waiting.begun:
                self._waiting.watch(since)
            elif time.monotonic() - began > _PATIENCE_S:
                self._waiting.begin()
            if self._there():
                self._preparation.watch(self._tell)
            if self._preparation.done:
                self._waiting.kill()
                return True
        return False

    def _there(self) -> bool:
        return self._database is None or self._database.ready

    def _server_pid(self) -> int | None:
        return 0 if self._postgres is None else self._postgres.pid or 0

    def _known(self) -> bool:
        """Was this database prepared for this very schema before? Then nothing waits for that to be done again."""
        there = self._postgres is None or self._postgres.data.exists()
        return there and self._data.local_file.exists() and is_prepared(self._data.path, self._database_url)

    def _started(self) -> bool:
        """Begins every part and waits for it. False: told to stop before everything answered."""
        self._starts.begin()
        for child in self._children:
            if not child.begun:
                child.begin()
        for since in self._turns():
            self._watch(since)
            if self._there():
                self._preparation.watch(self._tell)
            for child in self._children:
                if child.failures >= _HOPELESS:
                    raise StartFailed(f"{child.name} does not start:\n{child.last_words()}")
            if self._preparation.done and all(answers(HOST, port_of(listener)) for listener in self._everywhere()):
                if self._postgres is not None:
                    say(f"postgres  {self._postgres.data}")
                self._data.prepared_file.rename(self._data.local_file)
                say(welcome(read_json(self._data.local_file), self._data))
                return True
        return False

    def _turns(self, pause: Callable[[bool], float] = lambda _rung: _STARTING_TURN_S) -> Iterator[Since]:
        """Gives a turn after each pause, until told to stop."""
        for now, watched in turns(self._stopping, self._bell, pause):
            self._trimming.take_turn(now)
            away = float("-inf") if self._database is None else self._database.away_at
            since = Since(database_away=away, watched=watched)
            self._starts.watch(since)
            self._orphans.bury()
            yield since

    def _watch(self, since: Since) -> None:
        self._watch_database(since)
        self._front.watch(since)
        if not self._head_start.lasts(_HEAD_START_S):
            for child in (*self._back, *self._besides):
                child.watch(since)

    def _watch_database(self, since: Since) -> None:
        if self._database is not None:
            self._database.watch(watched_since=since.watched)

    def _stop(self) -> None:
        say("stopping")
        self._starts.stop()
        self._preparation.stop()
        self._waiting.kill()
        self._listeners.public.close()
        self._front.stop(_FRONT_PATIENCE_S)
        for listener in self._listeners.behind.values():
            listener.close()
        behind = (*self._back, *self._besides)
        for child in behind:
            child.ask_to_stop()
        for child in behind:
            child.stop(_BACK_PATIENCE_S)
        if self._postgres is not None:
            self._postgres.stop()

    def _everywhere(self) -> list[socket.socket]:
        broker = [] if self._broker is None else [self._broker.listener]
        return [*self._behind().values(), *broker, self._listeners.public]

    def _behind(self) -> dict[str, socket.socket]:
        coder = {} if self._coder is None else {"coder": self._coder.listener}
        return self._listeners.behind | coder


def main(arguments: Sequence[str] | None = None) -> int:
    given = parsed(arguments)
    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: stopping.set())
    try:
        limits = limits_of()
        data = DataDirectory(given.data_dir)
        if data.take_when_there_is_room(stopping, say):
            Supervisor(
                data,
                port=given.port,
                database_url=os.environ.get("SRE_DATABASE_URL", ""),
                verbose=given.verbose,
                transport=given.transport,
                limits=limits,
                stopping=stopping,
                demo_world=world_options(given.fault, stubborn=given.stubborn) if given.demo_cluster else None,
            ).run()
    except (DirectoryInUse, PortInUse, EmulatorMissing, PostgresFailed, StartFailed, WrongSetting) as failed:
        with contextlib.suppress(OSError):
            print(f"error     {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
