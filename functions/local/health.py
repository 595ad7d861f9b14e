"""/healthz: says what is wrong to whoever asks, in numbers that name no tenant."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from shared.adapters.postgres.connection import TRANSIENT, connect_pool
from shared.adapters.postgres.health import Condition, examine
from shared.settings import DatabaseSettings

#: Nobody waits this long while everything works.
OUTBOX_LIMIT_S = 15.0
OUTBOX_OF_PROCESSES_LIMIT = 5_000
LINE_LIMIT_S = 30.0
_BELIEVED_S = 1.0
_PROJECTOR = "projector-"


def build_health() -> WSGIApplication:
    pool = connect_pool(
        DatabaseSettings().database_url, role="sre_admin", application="healthz", max_size=1, statement_timeout_ms=3000
    )
    return Health(lambda: examine(pool))


class Health:
    """200 when nothing is wrong, 503 with the list when something is. Asked often, it looks once a second."""

    def __init__(self, look: Callable[[], Condition], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._look = look
        self._monotonic = monotonic
        self._lock = Lock()
        self._seen_at = float("-inf")
        self._report: dict[str, Any] = {}

    def __call__(self, _environ: object, start_response: StartResponse) -> list[bytes]:
        report = self._current()
        body = json.dumps(report).encode() + b"\n"
        status = "200 OK" if report["status"] == "ok" else "503 Service Unavailable"
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(status, headers)
        return [body]

    def _current(self) -> dict[str, Any]:
        with self._lock:
            if self._monotonic() - self._seen_at >= _BELIEVED_S:
                self._report = self._examine()
                self._seen_at = self._monotonic()
            return self._report

    def _examine(self) -> dict[str, Any]:
        try:
            condition = self._look()
        except TRANSIENT as away:
            return {"status": "failing", "problems": [f"database: does not answer ({type(away).__name__})"]}
        return report_of(condition)


def report_of(condition: Condition) -> dict[str, Any]:
    """``attention`` lists what waits for a person and stops nothing else."""
    problems = list(_problems(condition))
    return {
        "status": "failing" if problems else "ok",
        "problems": problems,
        "attention": [f"{kind}: {count}" for kind, count in asdict(condition.aside).items() if count],
        "outbox": asdict(condition.outbox),
        "subscriptions": {
            line.name: {key: value for key, value in asdict(line).items() if key != "name"} for line in condition.lines
        },
        "projections": _projection_lag(condition),
    }


def _problems(condition: Condition) -> Iterator[str]:
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


def _projection_lag(condition: Condition) -> dict[str, float]:
    """A view is as far behind as the oldest fact that is still on its way to it."""
    lag: dict[str, float] = {}
    for line in condition.lines:
        if line.name.startswith(_PROJECTOR):
            view = line.name.removeprefix(_PROJECTOR).partition(".")[0].replace("-", "_")
            lag[view] = max(lag.get(view, 0.0), line.oldest_age_s, condition.outbox.oldest_age_s)
    return lag
