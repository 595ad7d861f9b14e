"""Who adopts the orphans below this process: this one, where the kernel can be asked for that. Linux only."""

import ctypes
import os
import sys
from collections.abc import Callable, Iterable

_PR_SET_CHILD_SUBREAPER = 36


def become_subreaper() -> bool:
    """Says whether orphans come to this process from now on."""
    return sys.platform == "linux" and int(ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)) == 0


class Orphans:
    """Takes leave of adopted processes that have ended and that nobody here waits for.

    ``awaited``: the pids of those that somebody does wait for; one that is None may be anybody's.
    """

    def __init__(self, awaited: Callable[[], Iterable[int | None]]) -> None:
        self._awaited = awaited

    def bury(self) -> None:
        """Looks without waiting; who lies behind a child of somebody's that has just ended is found the next time."""
        if not hasattr(os, "waitid"):
            return
        # Asked for first: who tells a pid may take leave of that process at the same moment.
        awaited = frozenset(self._awaited())
        while (ended := _ended()) is not None:
            if None in awaited or ended in awaited:
                return
            os.waitpid(ended, 0)


def _ended() -> int | None:
    try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return None if found is None else found.si_pid
