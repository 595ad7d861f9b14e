"""Work that a thread may do only for so long: what exceeds it is ended where it stands, and where it stood is told.

CPython can raise an exception in another thread (``PyThreadState_SetAsyncExc``); it arrives at the next bytecode, so it
ends loops, but not one call into C that does not come back. What waits in such calls asks `left` and waits no longer.

The watching thread runs only while the watched one has let go of the interpreter, and what is raised arrives where it
did so. Hence the rule that keeps exits whole: nothing is raised while the watched thread is inside this module.
"""

import ctypes
import gc
import sys
import threading
import time
import traceback
from collections.abc import Callable
from itertools import islice
from types import FrameType, TracebackType

#: What was raised may have been swallowed by accident (in a destructor, say): it is raised again.
_AGAIN_S = 2.0
_SOON_S = 0.01
_IDLE_S = 3600.0
_DEEPEST = 60
#: So many frames lie between a call from here and the interpreter's own locks.
_OURS_WITHIN = 4


class DeadlineExceeded(Exception):  # noqa: N818 - names the condition
    """``name`` is whose work it was, ``stack`` the frames in which it was found when its time was over."""

    def __init__(self, name: str, seconds: float, stack: str) -> None:
        super().__init__(f"{name} took longer than {seconds:g} s")
        self.name = name
        self.seconds = seconds
        self.stack = stack


class _TimeIsUp(BaseException):
    """Passes whatever catches Exception; never leaves the block of its deadline."""


class deadline:  # noqa: N801 - reads as a statement: with deadline(seconds, name)
    """Raises DeadlineExceeded once ``seconds`` are over and the block is not. May be nested; the nearest end counts."""

    def __init__(self, seconds: float, name: str) -> None:
        self.name = name
        self.seconds = seconds
        self.thread = threading.get_ident()
        self.ends_at = self.fires_at = time.monotonic() + seconds
        #: Where the work was found; empty until it was ended.
        self.stack = ""

    def __enter__(self) -> None:
        try:
            _watch.add(self)
        except BaseException:
            _surely(lambda: _watch.remove(self))
            raise

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, _: TracebackType | None) -> None:
        _surely(lambda: _watch.remove(self))
        # What the end of the time broke on its way out is no failure of its own, nor is what waited no longer because
        # of it. Another deadline's end passes.
        late = isinstance(raised, Exception) and time.monotonic() >= self.ends_at
        if self.stack or late:
            stack = self.stack or "".join(traceback.format_tb(raised.__traceback__)) if raised else self.stack
            raise DeadlineExceeded(self.name, self.seconds, stack) from raised


class shielded:  # noqa: N801 - reads as a statement
    """A short piece of work that must not be torn apart, such as giving a connection back: its end comes after it."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()

    def __enter__(self) -> None:
        try:
            _watch.shield(self)
        except BaseException:
            _surely(lambda: _watch.unshield(self))
            raise

    def __exit__(self, *_raised: object) -> None:
        if _surely(lambda: _watch.unshield(self)):
            raise _TimeIsUp


def left() -> float | None:
    """Seconds until this thread's work is ended; None where nothing ends it."""
    return _watch.left(threading.get_ident())


class _Watch:
    """One thread for all deadlines of the process; it sleeps until the earliest."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running: set[deadline] = set()
        self._shields: set[shielded] = set()
        self._sleeps_until = 0.0
        self._thread: threading.Thread | None = None

    def add(self, running: deadline) -> None:
        with self._changed:
            self._running.add(running)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif running.fires_at < self._sleeps_until:
                self._changed.notify()

    def remove(self, running: deadline) -> None:
        with self._changed:
            self._running.discard(running)

    def shield(self, shield: shielded) -> None:
        with self._changed:
            self._shields.add(shield)

    def unshield(self, shield: shielded) -> None:
        with self._changed:
            self._shields.discard(shield)

    def left(self, thread: int) -> float | None:
        with self._changed:
            ends = [running.ends_at for running in self._running if running.thread == thread]
        return max(0.0, min(ends) - time.monotonic()) if ends else None

    def _run(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for running in [late for late in self._running if late.fires_at <= now]:
                    self._end(running, now)
                self._sleeps_until = min((running.fires_at for running in self._running), default=now + _IDLE_S)
                self._changed.wait(max(_SOON_S, self._sleeps_until - now))

    def _end(self, running: deadline, now: float) -> None:
        found = _frame_of(running.thread)
        if found is None:
            self._running.discard(running)  # its thread is gone
            return
        stack = "".join(traceback.format_stack(found, limit=_DEEPEST))
        if any(shield.thread == running.thread for shield in self._shields) or _here(_frame_of(running.thread)):
            running.fires_at = now + _SOON_S
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(running.thread), ctypes.py_object(_TimeIsUp))
        running.stack = running.stack or stack
        running.fires_at = now + _AGAIN_S


def _surely(act: Callable[[], None]) -> bool:
    """Whatever arrives meanwhile; True if the end of the time did. ``act`` may be done twice.

    What a handler of signals raised meanwhile (Ctrl-C) is raised once it is done: of a shield that nobody leaves no
    deadline of its thread would ever end.
    """
    ended, other = False, None
    while True:
        try:
            act()
        except _TimeIsUp:
            ended = True
        except BaseException as arrived:  # noqa: BLE001 - raised below
            other = arrived
        else:
            break
    if other is not None:
        raise other
    return ended


def _frame_of(thread: int) -> FrameType | None:
    """CPython 3.11 holds a lock meanwhile that a collection may need: the process would stand still (gh-106883)."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return sys._current_frames().get(thread)  # noqa: SLF001 - the documented way to the frames of a thread
    finally:
        if collects:
            gc.enable()


def _here(frame: FrameType | None) -> bool:
    """Is that thread inside this module, or inside what this module called?"""
    if frame is None:
        return True
    return any(inner.f_code.co_filename == __file__ for inner, _ in islice(traceback.walk_stack(frame), _OURS_WITHIN))


_watch = _Watch()
