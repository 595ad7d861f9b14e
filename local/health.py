"""/healthz: ok or not, for everybody, within a second; what is wrong, for whoever has a key that may read.

A frozen database keeps its sockets open and says nothing, so looking is done by a thread of its own, one at a time, and
whoever asks waits for it only for so long.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from threading import Event, Lock, Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from local.readers import Readers, build_readers
from shared.adapters.http.authorization import presented_token
from shared.adapters.observe import failed
from shared.adapters.postgres.connection import TRANSIENT, connect_pool
from shared.adapters.postgres.health import DatabaseCondition, alive, examine
from shared.settings import DatabaseSettings

#: Nobody waits this long while everything works.
OUTBOX_LIMIT_S = 15.0
OUTBOX_OF_PROCESSES_LIMIT = 5_000
LINE_LIMIT_S = 30.0
#: What the database says first is awaited this long, all it has to say about the rest as long again and more.
HEARD_LIMIT_S = 0.7
#: Until it was heard for the first time: a connection has to be opened, by a machine that is busy starting.
_FIRST_HEARD_LIMIT_S = 4.0
_TOLD_LIMIT_S = 3.0
#: A text that has settled gets its vectors within seconds, unless there are many of them or facts keep arriving.
MEANING_LIMIT_S = 30.0
#: That it answers is believed for a moment, how everything is for a second.
_HEARD_S, _BELIEVED_S = 0.2, 1.0

Report = dict[str, Any]


def build_health() -> WSGIApplication:
    url = DatabaseSettings().database_url
    pool = connect_pool(url, role="sre_admin", application="healthz", max_size=1, statement_timeout_ms=3000)
    return Health(lambda: examine(pool), ping=lambda: alive(pool), readers=build_readers())


class Health:
    """200 when nothing is wrong, 503 when something is. Asked often, it looks closely once a second."""

    def __init__(
        self,
        look: Callable[[], DatabaseCondition],
        *,
        ping: Callable[[], None] = lambda: None,
        readers: Readers | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look = look
        self._ping = ping
        self._readers = readers or Readers(lambda _token: False)
        self._monotonic = monotonic
        self._lock = Lock()
        self._looking: _Look | None = None
        self._heard_limit_s = _FIRST_HEARD_LIMIT_S

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        report, heard = self._current()
        token = presented_token(environ)
        if token is None or not self._readers.knows(token, ask=heard):
            report = {"status": report["status"]}
        body = json.dumps(report).encode() + b"\n"
        status = "200 OK" if report["status"] == "ok" else "503 Service Unavailable"
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(status, headers)
        return [body]

    def _current(self) -> tuple[Report, bool]:
        """And whether the database was heard."""
        look = self._newest()
        if not look.heard.wait(self._heard_limit_s):
            return _failing("database: does not answer (silent)"), False
        self._heard_limit_s = HEARD_LIMIT_S
        if not look.told.wait(_TOLD_LIMIT_S):
            return _failing("database: is slow to say how everything is"), True
        return look.report, look.reached

    def _newest(self) -> "_Look":
        """One that has ended a moment ago, the one that goes on, or a new one."""
        with self._lock:
            now = self._monotonic()
            look = self._looking
            if look is None or (look.told.is_set() and now - look.began >= _HEARD_S):
                known = look if look is not None and now - look.examined_at < _BELIEVED_S else None
                look = self._looking = _Look(self._ping, self._look, began=now, known=known)
                look.start()
            return look


class _Look(Thread):
    """``heard``: the database answers at all, or it was tried in vain; ``told``: the report is there.

    ``known``: a look of a moment ago, whose report is good enough if the database still answers.
    """

    def __init__(
        self, ping: Callable[[], None], look: Callable[[], DatabaseCondition], *, began: float, known: "_Look | None"
    ) -> None:
        super().__init__(name="healthz", daemon=True)
        self._ping = ping
        self._look = look
        self._known = known
        self.began = began
        self.examined_at = float("-inf")
        self.heard = Event()
        self.told = Event()
        self.reached = False
        self.report: Report = _failing("healthz: could not be looked at; see the log")

    def run(self) -> None:
        try:
            self._ping()
            self.reached = True
            self.heard.set()
            if self._known is not None:
                self.report, self.examined_at = self._known.report, self._known.examined_at
            else:
                self.report, self.examined_at = report_of(self._look()), self.began
        except TRANSIENT as away:
            failed("healthz", away)
            self.report = _failing(f"database: does not answer ({type(away).__name__})")
        except Exception as broken:  # noqa: BLE001 - a thread of its own: told here or nowhere; logged with its trace
            trace_id = failed("healthz", broken)
            self.report = _failing(f"healthz: is broken; see trace {trace_id} in the log")
        finally:
            self._known = None
            self.heard.set()
            self.told.set()


def _failing(problem: str) -> Report:
    return {"status": "failing", "problems": [problem]}


def report_of(condition: DatabaseCondition) -> dict[str, Any]:
    """``attention`` lists what waits for a person and stops nothing else; ``degraded`` what works less well for now."""
    problems = list(_problems(condition))
    return {
        "status": "failing" if problems else "ok",
        "problems": problems,
        "attention": [f"{kind}: {count}" for kind, count in asdict(condition.aside).items() if count],
        "degraded": list(_degraded(condition)),
        "outbox": asdict(condition.outbox),
        "subscriptions": {
            line.name: {key: value for key, value in asdict(line).items() if key != "name"} for line in condition.lines
        },
        "projections": condition.projection_lag(),
        "embedding": asdict(condition.embedding),
    }


def _problems(condition: DatabaseCondition) -> Iterator[str]:
    outbox = condition.outbox
    if outbox.oldest_age_s > OUTBOX_LIMIT_S:
        yield f"outbox: {outbox.waiting} facts wait to be published, the oldest for {outbox.oldest_age_s:.0f} s"
    if outbox.of_processes > OUTBOX_OF_PROCESSES_LIMIT:
        yield f"outbox: {outbox.of_processes} messages of workflows wait to be published"
    for line in condition.lines:
        if line.oldest_age_s > LINE_LIMIT_S:
            yield f"{line.name}: {line.waiting} messages wait, the oldest for {line.oldest_age_s:.0f} s"
        if line.dead_letters:
            yield f"{line.name}: {line.dead_letters} dead letters; look with `sre dlq list`"


def _degraded(condition: DatabaseCondition) -> Iterator[str]:
    backlog = condition.embedding
    if backlog.oldest_due_s > MEANING_LIMIT_S:
        yield (
            f"search by meaning: {backlog.due} documents are found by words only,"
            f" the first of them for {backlog.oldest_due_s:.0f} s longer than it had to be"
        )
    for source in condition.silent_sources:
        yield f"objectives: the source {source.name} has not answered for {source.silent_s:.0f} s"
