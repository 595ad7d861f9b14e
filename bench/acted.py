"""From somebody's yes to the effect, from recovery to believing it, and which part of an incident's time is ours.

Each run plays ``make demo`` with a system and a world of its own, and says yes at once; every moment is read from what
the system has written down. How many steps a second a thousand triages at once come to is what ``triage`` measures.
"""

import contextlib
import io
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from bench.measure import RUNS, Result, percentile, result
from cli.demo_system import demo_system
from cli.demo_walk import HOLD_S, DemoWalk
from cli.demo_world import DemoSide
from cli.installation import Installation

_VERIFY_WITHIN_S: Final = 240
_SAID: Final = b"""
    SELECT event::json ->> 'type', event::json -> 'data' ->> 'approval_id', extract(epoch FROM recorded_at)::float8
    FROM process.fact WHERE workflow_type = 'incident_triage'
    UNION ALL
    SELECT event::json ->> 'type', aggregate_id::text, extract(epoch FROM recorded_at)::float8
    FROM domain.fact WHERE aggregate_type = 'approval'
    ORDER BY 3
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A fact by the last word of its type, such as ``approval-granted``; ``at`` in seconds."""

    what: str
    approval: str | None
    at: float


@dataclass(slots=True)
class Moments:
    """``recovered_at``: when the last alert was said to be over, in seconds."""

    said: Sequence[Said]
    recovered_at: float
    hold_s: float
    yes_to_effect: Sequence[float] = field(init=False)
    """Of each approval, from the yes to its use, after which the effect is under way."""
    believed_after: float = field(init=False)
    """From the recovery to the word that it has worked, without the hold."""
    total: float = field(init=False)
    waiting: float = field(init=False)
    """For a yes, for the target, and for the recovery with its hold."""

    def __post_init__(self) -> None:
        used = {each.approval: each.at for each in self._all("approval-consumed")}
        granted = self._all("approval-granted")
        self.yes_to_effect = [used[each.approval] - each.at for each in granted if each.approval in used]
        verified = self._first("verification-completed")
        self.believed_after = verified - self.recovered_at - self.hold_s
        self.total = self._all("incident-triage-completed")[-1].at - self._first("incident-triage-started")
        spans = (("approval-awaited", "approval-received"), ("approval-received", "remediation-applied"))
        self.waiting = sum(self._between(begin, end) for begin, end in spans)
        self.waiting += verified - self._first("verification-started")

    def _between(self, begin: str, end: str) -> float:
        pairs = zip(self._all(begin), self._all(end), strict=True)
        return sum(ended.at - began.at for began, ended in pairs)

    def _first(self, what: str) -> float:
        return self._all(what)[0].at

    def _all(self, what: str) -> Sequence[Said]:
        return [each for each in self.said if each.what == what]


def run() -> Iterator[Result]:
    yield from figures([_played() for _ in range(RUNS)])


def figures(runs: Sequence[Moments]) -> Iterator[Result]:
    for share in (0.50, 0.95):
        values = [1000 * percentile(each.yes_to_effect, share) for each in runs]
        yield result(f"yes to effect started, p{share * 100:.0f}", "ms", values)
    yield result("recovered to verified, without the hold", "s", [each.believed_after for each in runs])
    yield result("an incident, ours", "s", [each.total - each.waiting for each in runs])
    yield result("an incident, waiting", "s", [each.waiting for each in runs])
    shares = [100 * (1 - each.waiting / each.total) for each in runs]
    yield result("an incident, share that is ours", "%", shares)


def _played() -> Moments:
    with contextlib.ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sre-bench-")))
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        installation = stack.enter_context(demo_system(directory, stubborn=False))
        side = _Timed(installation)
        walk = DemoWalk(installation, side, lambda _question: True, verify_within_s=_VERIFY_WITHIN_S)
        walk.begin()
        ended: Mapping[str, Any] = walk.play()
        if ended["standing"] != "completed":
            raise AssertionError(f"it ended {ended['standing']}: {ended['ended_because']}")
        return Moments(_said(installation), side.recovered_at, HOLD_S)


class _Timed(DemoSide):
    """The invented world, and when its alert was over."""

    recovered_at: float = 0.0

    def alert(self, status: str) -> None:
        if status == "resolved":
            self.recovered_at = time.time()
        super().alert(status)


def _said(installation: Installation) -> Sequence[Said]:
    with psycopg.connect(installation.database_url) as connection:
        rows = connection.execute(_SAID).fetchall()
    return [Said(str(kind).split(".")[-2], approval, float(at)) for kind, approval, at in rows]
