"""No process outlives whoever started it, however that one ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from threading import Thread

_PR_SET_PDEATHSIG = 1


def following(order: signal.Signals = signal.SIGKILL, *, parent: int | None = None) -> Callable[[], None] | None:
    """For subprocess's ``preexec_fn``: on Linux the kernel sends ``order`` when the *thread* that starts it ends.

    It is asked for before the program is loaded; a parent that died before that is noticed by its number: this
    process's own unless ``parent`` says otherwise.
    """
    if sys.platform != "linux":
        return None
    prctl, expected = ctypes.CDLL(None).prctl, parent or os.getpid()

    def follow() -> None:
        prctl(_PR_SET_PDEATHSIG, order)
        if os.getppid() != expected:
            os._exit(1)

    return follow


class Lifeline:
    """A pipe into which nobody writes: its end is read when the process that holds the other side is gone."""

    def __init__(self) -> None:
        #: For children to inherit; the writing side closes when one is executed.
        self.reading, self._writing = os.pipe()

    def close(self) -> None:
        os.close(self.reading)
        os.close(self._writing)


def end_with(lifeline: int) -> None:
    """End this process at once when the lifeline's owner has ended: where the kernel does not tell, this does."""

    def hold() -> None:
        while os.read(lifeline, 1):
            pass
        os._exit(1)

    Thread(target=hold, name="lifeline", daemon=True).start()
