"""A fork that the process above adopts: it becomes the child of whoever is a subreaper there. Linux only."""

import contextlib
import os

from local.lifeline import following

_PID_BYTES = 32
_GO = b"+"


def fork_adopted(reply: int, *, by: int) -> bool:
    """Returns True in the new process, a child of ``by``, and False in this one. Raises OSError without room for it.

    The one in between has ended, so that the new process is adopted, before its pid is told on ``reply``; and it goes
    on only when that was told. Whoever has no pid to wait for has no process either, whatever is killed meanwhile.
    """
    # It is prepared before the fork: afterwards it only calls two C functions.
    follow = following(parent=by)
    told, telling = os.pipe()
    gate, opening = os.pipe()
    try:
        middle = os.fork()
        if middle == 0:
            os.close(opening)
            _fork_again(telling)
            if os.read(gate, 1) != _GO:
                os._exit(1)
            if follow is not None:
                follow()
            return True
        os.waitpid(middle, 0)
        os.close(telling)
        telling = -1
        if pid := os.read(told, _PID_BYTES):
            # Who asked may have given up, or have ended; and the new process may have been killed.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                os.write(reply, pid)
                os.write(opening, _GO)
    finally:
        for descriptor in (told, telling, gate, opening):
            with contextlib.suppress(OSError):
                os.close(descriptor)
    return False


def _fork_again(telling: int) -> None:
    """Comes back in the child only; its parent tells who that is, and ends."""
    try:
        pid = os.fork()
        if pid:
            os.write(telling, str(pid).encode())
    except OSError:
        os._exit(1)
    if pid:
        os._exit(0)
