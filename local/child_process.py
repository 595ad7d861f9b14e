"""A part of the system in a process of its own: started, watched, started again when it dies or hangs, stopped."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from local.beats import PULSE, Beats, LoopSeen
from local.lifeline import Lifeline
from local.limits import Limits
from local.program import NEVER_BEGAN, Executing, PartProcess, PartProgram, Starter
from local.silence import SilenceJudge, Since, stopped
from local.supervised import BEATS, LIFELINE

_FIRST_DELAY_S = 0.2
#: Whoever waits for an answer waits this long at most, however often the part died before.
_LONGEST_DELAY_S = 2.0
#: Whoever lived this long died of something else than its start.
_SETTLED_S = 5.0
_JUDGE_EVERY_S = 1.0
#: Who has answered within this time is not halted.
_FRESH_S = 1.25
_LAST_WORDS = 2000
#: Work that exhausts the memory is in hand for longer than work that only happened to be.
_LONG_IN_HAND_S = 1.0
_FROM_OUTSIDE = frozenset({-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP, NEVER_BEGAN})


@dataclass(frozen=True, slots=True)
class Watching:
    """What all parts of one supervisor have in common."""

    say: Callable[[str], None]
    limits: Limits
    lifeline: Lifeline


class ChildProcess:
    """``python -m module`` in its own session, so that Ctrl-C reaches the supervisor only."""

    def __init__(
        self,
        name: str,
        module: str,
        *,
        arguments: tuple[str, ...] = (),
        descriptors: tuple[int, ...],
        environment: Mapping[str, str],
        log: Path | None,
        watching: Watching,
        starter: Starter | None = None,
    ) -> None:
        self.name = name
        self._beats = Beats()
        lifeline = watching.lifeline.reading
        self._program = PartProgram(
            module,
            (*arguments, *map(str, descriptors)),
            descriptors=(*descriptors, self._beats.descriptor, lifeline),
            environment={**environment, BEATS: str(self._beats.descriptor), LIFELINE: str(lifeline)},
        )
        self._starter = starter or Executing()
        self._log = log
        self._say = watching.say
        self._limits = watching.limits
        self._process: PartProcess | None = None
        self._silence: SilenceJudge | None = None
        self._started_at = 0.0
        self._delay_s = _FIRST_DELAY_S
        self._restart_at: float | None = None
        self._judge_at = 0.0
        #: How many times in a row it ended by itself before it had settled.
        self.failures = 0
        #: How many times it ended at all.
        self.ends = 0

    def start(self) -> None:
        """Starts the process. Raises OSError when the machine has no room for it, or for its log."""
        output = None if self._log is None else self._log.open("ab")
        try:
            where = None if output is None else output.fileno()
            self._process = self._starter.start(self._program, stdout=where, stderr=where)
        finally:
            if output is not None:
                output.close()
        self._started_at = time.monotonic()
        self._restart_at = None
        self._silence = None

    def begin(self) -> None:
        """Start it, now or as soon as the machine lets us."""
        self._start_again(time.monotonic())

    @property
    def begun(self) -> bool:
        return self._process is not None or self._restart_at is not None

    @property
    def pid(self) -> int | None:
        """None also while it is asked for; 0 when nobody is there to be waited for."""
        return self._process.pid if self._process is not None and self._process.poll() is None else 0

    def answers(self, *, within_s: float = float("inf")) -> bool:
        """Does it go round, and take what comes in? It was last seen to do so that long ago at most."""
        since = time.monotonic() - within_s
        pulse_at = self._beats.beat_at(PULSE)
        return pulse_at is not None and pulse_at >= since

    @property
    def at_rest(self) -> bool:
        """It runs and has answered: the next that happens to it is its end, or that it is silent."""
        return bool(self.pid) and self.answers()

    def exit_code(self) -> int | None:
        """None while it runs or is about to be started again."""
        return None if self._process is None else self._process.poll()

    def watch(self, since: Since = Since()) -> None:  # noqa: B008 - frozen
        """Ends it when it is silent, starts it again after a growing delay when it has died; to be called often."""
        now = time.monotonic()
        if self._restart_at is not None:
            if now >= self._restart_at:
                self._start_again(now)
            return
        code = self.exit_code()
        if code is not None:
            self._bury(code, now)
        elif now >= self._judge_at:
            self._judge_at = now + _JUDGE_EVERY_S
            self._judge(now, since)

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def stop(self, patience_s: float) -> None:
        """Asks, waits, and at last insists: whatever was accepted is in the database by then."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._say(f"{self.name} does not stop within {patience_s:.1f} s and is killed{self._see()}")
            self._process.kill()
            self._process.wait(10)

    def kill(self) -> None:
        """Ends it without a word: it does nothing that could be lost."""
        self._restart_at = None
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def last_words(self) -> str:
        """Reads the end of its log."""
        if self._log is None:
            return "its output stands above"
        with self._log.open("rb") as log:
            log.seek(max(0, self._log.stat().st_size - _LAST_WORDS))
            return f"{log.read().decode('utf-8', 'replace').strip()}\n(from {self._log})"

    def _judge(self, now: float, since: Since) -> None:
        if self._process is None or (pid := self._process.pid) is None:
            return
        if self._silence is None:
            self._silence = SilenceJudge(pid, now, self._limits)
        if self._silence.verdict:
            return
        halted = not self.answers(within_s=_FRESH_S) and stopped(pid)
        if self._silence.judge(self._beats.seen(), now, since, halted=halted):
            self._process.kill()

    def _start_again(self, now: float) -> None:
        try:
            self.start()
        except OSError as refused:
            self._say(f"{self.name} cannot be started ({refused}); it is tried again in {self._delay_s:.1f} s")
            self._restart_at = now + self._delay_s
            self._delay_s = min(_LONGEST_DELAY_S, self._delay_s * 2)

    def _bury(self, code: int, now: float) -> None:
        self.ends += 1
        verdict = "" if self._silence is None else self._silence.verdict
        killed = not verdict and code in _FROM_OUTSIDE
        if now - self._started_at > _SETTLED_S:
            self.failures = 0
        if killed or now - self._started_at > _SETTLED_S:
            # Nothing says that the next start would end like this one: whoever waits for an answer is not kept.
            self._delay_s = _FIRST_DELAY_S
        if not verdict and not killed:
            self.failures += 1
        why = f"{verdict} and was killed" if verdict else f"ended ({_reason(code)})"
        self._say(f"{self.name} {why}; it starts again in {self._delay_s:.1f} s{self._see()}")
        for loop, work in self._beats.bury(lambda loop: self._to_blame(loop, code, now)).items():
            self._say(f"{self.name} had in hand, in {loop}: {len(work)} messages from {work[0]}; each is tried alone")
        self._restart_at = now + self._delay_s
        self._delay_s = min(_LONGEST_DELAY_S, self._delay_s * 2)

    def _to_blame(self, loop: LoopSeen, code: int, now: float) -> bool:
        """May what this loop had in hand be what ended the part?"""
        long_in_hand = now - loop.held_since > _LONG_IN_HAND_S
        if self._silence is not None and self._silence.verdict:
            silent = self._silence.silent
            return not self._silence.halted and (loop.name in silent or (PULSE in silent and long_in_hand))
        return long_in_hand if code in _FROM_OUTSIDE else code != 0

    def _see(self) -> str:
        return "" if self._log is None else f"; see {self._log}"


def _reason(code: int) -> str:
    if code == NEVER_BEGAN:
        return "before it began"
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
