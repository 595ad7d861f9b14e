"""Something that is asked for evidence, and whether it answers: who is silent is left alone for some seconds.

A dead cluster costs one question its time-out. The questions that come meanwhile are answered at once with "skipped";
after the pause one of them is let through to see whether it is back.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from shared.adapters.metrics.instruments import TARGET_DURATION
from shared.adapters.metrics.tally import TALLY
from shared.diagnosis.evidence import EvidenceProblem

T = TypeVar("T")
#: Problems that mean that nobody answered.
_SILENCE = frozenset({EvidenceProblem.TIMEOUT, EvidenceProblem.UNREACHABLE})


class NotRead(Exception):  # noqa: N818 - names the condition
    """A read gave nothing; ``problem`` says why, ``detail`` in words."""

    def __init__(self, problem: EvidenceProblem, detail: str, *, status: int | None = None) -> None:
        """``status`` is HTTP's, where there was an answer."""
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail
        self.status = status


@dataclass(slots=True, kw_only=True)
class Target:
    """One for each cluster, Argo CD or Prometheus; shared by all threads that ask it."""

    name: str
    timeout_s: float = 5.0
    """Seconds to connect, and between two parts of an answer."""
    pause_s: float = 10.0
    """Seconds for which it is left alone once it is silent."""
    misses: int = 2
    """Questions in a row that may time out before it counts as silent; a refused connection counts at once."""
    monotonic: Callable[[], float] = time.monotonic
    _missed: int = field(default=0, init=False)
    _silent_at: float | None = field(default=None, init=False)
    _ask_again_at: float = field(default=0.0, init=False)
    _problem: EvidenceProblem = field(default=EvidenceProblem.UNREACHABLE, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def ask(self, request: Callable[[float], T], until: float) -> T:
        """Calls ``request`` with the seconds it may take; ``until`` is a moment of ``monotonic``. Raises NotRead."""
        left = min(self.timeout_s, until - self.monotonic())
        if left <= 0:
            raise NotRead(EvidenceProblem.TIMEOUT, "no time was left to ask")
        self._admit()
        began = self.monotonic()
        try:
            answer = request(left)
        except NotRead as failure:
            self._count(began, failure.problem)
            # Who was given less than the usual time says nothing about the target.
            if failure.problem not in _SILENCE:
                self._heard()
            elif left >= self.timeout_s or failure.problem is EvidenceProblem.UNREACHABLE:
                self._unheard(failure.problem)
            raise
        self._count(began)
        self._heard()
        return answer

    def _count(self, began: float, problem: str = "") -> None:
        TALLY.record(TARGET_DURATION, self.monotonic() - began, self.name, problem)

    def _admit(self) -> None:
        with self._lock:
            now = self.monotonic()
            if self._silent_at is None:
                return
            if now < self._ask_again_at:
                raise NotRead(self._problem, f"skipped: did not answer {now - self._silent_at:.0f} s ago")
            self._ask_again_at = now + self.pause_s

    def _unheard(self, problem: EvidenceProblem) -> None:
        with self._lock:
            self._missed += 1
            if self._missed >= self.misses or problem is EvidenceProblem.UNREACHABLE:
                self._problem = problem
                self._silent_at = self.monotonic()
                self._ask_again_at = self._silent_at + self.pause_s

    def _heard(self) -> None:
        with self._lock:
            self._missed = 0
            self._silent_at = None
