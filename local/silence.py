"""Which part hangs, told from outside: not one that is slow, starved of the processor, or waits for a database."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.beats import PULSE, LoopSeen
from local.limits import Limits

#: From the start of the process to its first answer, on a machine that has little time for it.
_START_S = 120.0
#: A loop that was heard within this part of its time is not looked at closely.
_FRESH = 0.1
#: Whoever has computed for this part of its time while silent waits for nothing but the processor.
_COMPUTES = 0.005

_NEVER = float("-inf")

CpuOf = Callable[[int, int], float | None]


@dataclass(frozen=True, slots=True)
class Since:
    """Moments before which silence does not count."""

    #: When the database was last known not to answer (now, if it does not): nobody hangs who waits for it.
    database_away: float = _NEVER
    #: When the watcher began to watch without a break: where all are halted together, nobody is late.
    watched: float = _NEVER


class SilenceJudge:
    """Judges one run of one part; a new one for every start.

    The loop that answers is in time when it beats within ``silence_s``. Any other loop does work that takes as long as
    it takes on a crowded machine, so it hangs when it has *computed* for ``loop_silence_s`` without going round, which
    load does not bring nearer, or has done nothing at all for as long.
    """

    def __init__(self, pid: int, started_at: float, limits: Limits, *, cpu_of: CpuOf | None = None) -> None:
        self._pid = pid
        self._started_at = started_at
        self._limits = limits
        self._cpu_of = cpu_of or cpu_seconds
        #: By loop: the beat after which, and the processor time from which, it is silent.
        self._computed_from: dict[str, tuple[float, float]] = {}
        self._halted_since: float | None = None
        #: Whose silence ended the part, why in words (empty: nobody's), and whether a signal had halted it.
        self.silent: frozenset[str] = frozenset()
        self.verdict = ""
        self.halted = False

    def judge(self, loops: Sequence[LoopSeen], now: float, since: Since, *, halted: bool) -> str:
        """Says why the part is to be ended; empty while it is not.

        ``halted``: a signal stopped it (SIGSTOP, a debugger).
        """
        why = {loop.name: self._why(loop, now, since) for loop in loops}
        self.verdict = next((reason for reason in why.values() if reason), "")
        self._halted_since = (self._halted_since or now) if halted else None
        if self._halted_since is not None:
            if self.verdict or now - max(self._halted_since, since.watched) > self._limits.silence_s:
                self.verdict = "has been stopped by a signal"
        elif PULSE not in why and now - max(self._started_at, since.watched) > _START_S:
            self.verdict = f"has not begun to answer within {_START_S:.0f} s"
        self.silent = frozenset(name for name, reason in why.items() if reason)
        self.halted = halted
        return self.verdict

    def _why(self, loop: LoopSeen, now: float, since: Since) -> str:
        silent_s = now - max(loop.beat_at, since.watched)
        if loop.name == PULSE:
            return f"has not answered for {silent_s:.0f} s" if silent_s > self._limits.silence_s else ""
        limit_s = self._limits.loop_silence_s
        if silent_s < limit_s * _FRESH:
            self._computed_from.pop(loop.name, None)
            return ""
        computed_s = self._computed_s(loop)
        if computed_s > limit_s:
            return f"computes without end in {loop.name}{_held(loop)}"
        if computed_s < limit_s * _COMPUTES and min(silent_s, now - since.database_away) > limit_s:
            return f"hangs in {loop.name} for {silent_s:.0f} s{_held(loop)}"
        return ""

    def _computed_s(self, loop: LoopSeen) -> float:
        cpu_s = self._cpu_of(self._pid, loop.thread) if loop.thread else None
        if cpu_s is None:
            return 0.0
        beat_at, from_s = self._computed_from.get(loop.name, (0.0, cpu_s))
        if beat_at != loop.beat_at:
            # The first look: whether it computes is seen at the next.
            self._computed_from[loop.name] = (loop.beat_at, cpu_s)
            return self._limits.loop_silence_s * _COMPUTES
        return cpu_s - from_s


def cpu_seconds(pid: int, thread: int) -> float | None:
    """Gives the seconds that this thread has computed; None where the kernel does not say, or the thread is gone."""
    try:
        fields = Path(f"/proc/{pid}/task/{thread}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    user, system = fields[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def stopped(pid: int) -> bool:
    """Is it halted by a signal (SIGSTOP, a debugger)? What it has in hand is then not to blame."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] in {"T", "t"}
    except OSError:
        return False


def _held(loop: LoopSeen) -> str:
    return f" with {len(loop.held)} messages in hand, the first {loop.held[0]}" if loop.held else ""
