"""The memory in which a part's loops leave their signs of life: written without a system call, read from outside.

It belongs to the supervisor, so it outlives the part, needs no disk, and tells the next start what the last one had in
hand. One slot per loop: its name, then numbers, then the ids in hand and the ids under suspicion, one per line.
"""

import mmap
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

#: The loop that answers requests: while it goes round, the process as a whole runs.
PULSE = "pulse"

_SLOTS = 64
_SLOT = 32 * 1024
_NAME = 120
#: Of eight bytes each, behind the name. A loop's times are of the monotonic clock, in nanoseconds.
_BEAT, _THREAD, _HELD_SINCE, _HELD, _SUSPECTS = range(_NAME // 8, _NAME // 8 + 5)
_HELD_AT = 160
_TEXT = 16 * 1024 - _HELD_AT
_SUSPECTS_AT = _HELD_AT + _TEXT
_NANO = 1e9


@dataclass(frozen=True, slots=True)
class LoopSeen:
    """A loop as seen from outside; times in seconds of the monotonic clock."""

    name: str
    beat_at: float
    #: The kernel's number of its thread; 0 before it went round.
    thread: int
    held: tuple[str, ...]
    held_since: float


class Beats:
    """``descriptor`` is inherited by the part, which opens the same memory by it."""

    def __init__(self, descriptor: int | None = None) -> None:
        self.descriptor = _memory() if descriptor is None else descriptor
        self._mapped = mmap.mmap(self.descriptor, _SLOTS * _SLOT)
        self._view = memoryview(self._mapped)
        self._numbers = self._view.cast("Q")
        self._slots: dict[str, int] = {}
        self._lock = threading.Lock()
        self._here = threading.local()

    def close(self) -> None:
        """For a process that will be another part than the one that these are heard of."""
        self._numbers.release()
        self._view.release()
        self._mapped.close()

    # The part's side: Heartbeat.

    def beat(self, loop: str) -> None:
        slot = self._slots.get(loop)
        if slot is None:
            slot = self._claim(loop)
        base = slot * _SLOT // 8
        self._numbers[base + _BEAT] = time.monotonic_ns()
        if getattr(self._here, "base", None) != base:
            self._here.base = base
            self._numbers[base + _THREAD] = threading.get_native_id()

    def resting(self, loop: str) -> None:
        """Until it beats again nobody looks for it."""
        slot = self._slots.get(loop)
        if slot is not None:
            self._numbers[slot * _SLOT // 8 + _BEAT] = 0

    def expect(self, loop: str) -> None:
        """From now on this loop is missed when it is silent, also when it never goes round."""
        self._numbers[self._claim(loop) * _SLOT // 8 + _BEAT] = time.monotonic_ns()

    def touch(self) -> None:
        """A beat of whichever loop this thread is; none when it is none."""
        base = getattr(self._here, "base", None)
        if base is not None:
            self._numbers[base + _BEAT] = time.monotonic_ns()

    def holding(self, loop: str, work: Sequence[str]) -> None:
        self.beat(loop)
        slot = self._slots[loop]
        base = slot * _SLOT // 8
        suspects = self._suspects(slot) if self._numbers[base + _SUSPECTS] else {}
        if suspects:
            put_down = set(self._held(slot)).difference(work)
            self._write(
                slot, _SUSPECTS, _SUSPECTS_AT, _lines_of({k: v for k, v in suspects.items() if k not in put_down})
            )
        self._write(slot, _HELD, _HELD_AT, work)
        self._numbers[base + _HELD_SINCE] = time.monotonic_ns()

    def suspects(self, loop: str) -> Mapping[str, int]:
        slot = self._slots.get(loop)
        return self._suspects(self._claim(loop) if slot is None else slot)

    def confess(self) -> None:
        """This thread's loop is what ends the process: nobody else's work is to be suspected."""
        base = getattr(self._here, "base", None)
        for slot in range(_SLOTS):
            if slot * _SLOT // 8 != base:
                self._numbers[slot * _SLOT // 8 + _HELD] = 0

    # The supervisor's side.

    def seen(self) -> list[LoopSeen]:
        """Gives every loop that is to be heard, as it was last seen."""
        found = []
        for slot in self._claimed():
            base = slot * _SLOT // 8
            # Most loops rest most of the time: their names are not read for nothing, once a second.
            if self._numbers[base + _BEAT]:
                beat, thread, since = (self._numbers[base + field] for field in (_BEAT, _THREAD, _HELD_SINCE))
                found.append(LoopSeen(self._name(slot), beat / _NANO, thread, self._held(slot), since / _NANO))
        return found

    def beat_at(self, loop: str) -> float | None:
        """Gives when this loop was last heard, in seconds of the monotonic clock; None: it is not to be heard."""
        slot = self._slots.get(loop)
        if slot is None:
            slot = next((slot for slot in self._claimed() if self._name(slot) == loop), None)
            if slot is None:
                return None
            self._slots[loop] = slot
        return self._numbers[slot * _SLOT // 8 + _BEAT] / _NANO or None

    def bury(self, to_blame: Callable[[LoopSeen], bool]) -> dict[str, tuple[str, ...]]:
        """After the part's death, before its next start: suspect what the loops to blame had in hand; that, by loop."""
        blamed = {loop.name: loop.held for loop in self.seen() if loop.held and to_blame(loop)}
        for slot in range(_SLOTS):
            name = self._name(slot)
            if not name:
                break
            if name in blamed:
                suspects = self._suspects(slot)
                again = {work: suspects.get(work, 0) + 1 for work in blamed[name]}
                self._write(slot, _SUSPECTS, _SUSPECTS_AT, _lines_of(suspects | again))
            base = slot * _SLOT // 8
            for field in (_BEAT, _THREAD, _HELD):
                self._numbers[base + field] = 0
        return blamed

    def _claim(self, loop: str) -> int:
        with self._lock:
            for slot in range(_SLOTS):
                name = self._name(slot)
                if not name:
                    encoded = loop.encode()[: _NAME - 1]
                    self._view[slot * _SLOT : slot * _SLOT + len(encoded)] = encoded
                if not name or name == loop:
                    self._slots[loop] = slot
                    return slot
        raise RuntimeError(f"no room for the loop {loop}: {_SLOTS} are heard at most")

    def _claimed(self) -> Iterator[int]:
        return takewhile(lambda slot: self._view[slot * _SLOT], range(_SLOTS))

    def _name(self, slot: int) -> str:
        return bytes(self._view[slot * _SLOT : slot * _SLOT + _NAME]).rstrip(b"\0").decode("utf-8", "replace")

    def _held(self, slot: int) -> tuple[str, ...]:
        return self._read(slot, _HELD, _HELD_AT)

    def _suspects(self, slot: int) -> dict[str, int]:
        lines = (line.partition(" ") for line in self._read(slot, _SUSPECTS, _SUSPECTS_AT))
        return {work: int(times) for times, _, work in lines}

    def _read(self, slot: int, field: int, at: int) -> tuple[str, ...]:
        length = min(_TEXT, self._numbers[slot * _SLOT // 8 + field])
        start = slot * _SLOT + at
        return tuple(bytes(self._view[start : start + length]).decode("utf-8", "replace").split("\n")) if length else ()

    def _write(self, slot: int, field: int, at: int, lines: Sequence[str]) -> None:
        """As many as there is room for. The length is written last: a half-written list is never read."""
        length_at = slot * _SLOT // 8 + field
        self._numbers[length_at] = 0
        text = "\n".join(lines).encode()
        if len(text) > _TEXT:
            text = text[: text.rindex(b"\n", 0, _TEXT)]
        start = slot * _SLOT + at
        self._view[start : start + len(text)] = text
        self._numbers[length_at] = len(text)


def _lines_of(suspects: Mapping[str, int]) -> list[str]:
    return [f"{times} {work}" for work, times in suspects.items()]


def _memory() -> int:
    if sys.platform == "linux":
        descriptor = os.memfd_create("sre-beats")
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    os.ftruncate(descriptor, _SLOTS * _SLOT)
    return descriptor
