"""A fork that the process above adopts: it becomes the child of whoever is a subreaper there. Linux only."""

import contextlib
import os
import signal

from local.lifeline import following

_PID_BYTES = 32
_GO = b"+"


def fork_adopted(reply: int, *, by: int) -> bool:
    """Returns True in the new process, a child of ``by``, and False in this one. Raises OSError without room for it.

    The one in between has ended, so that the new process is adopted, before its pid is told on ``reply``; and it goes
    on only when that was told. Whoever has no pid to wait for has no process either, whatever is killed meanwhile.
    """
    # Made before the fork: afterwards it only calls two C functions.
    follow = following(parent=by)
    told, telling = os.pipe()
    gate, opening = os.pipe()
    ends = {told, telling, gate, opening}
    try:
        middle = os.fork()
        if middle == 0:
            _close(ends, opening)
            _fork_again(telling)
            _close(ends, telling)
            _wait(gate)
            if follow is not None:
                follow()
            return True
        os.waitpid(middle, 0)
        # Nothing is there to be read where the one in between could not fork, or was killed before it told.
        _close(ends, telling)
        if pid := os.read(told, _PID_BYTES):
            # Who asked may have given up, or have ended; and the new process may have been killed.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                os.write(reply, pid)
                os.write(opening, _GO)
    finally:
        _close(ends, *ends)
    return False


def _close(ends: set[int], *these: int) -> None:
    for descriptor in these:
        ends.remove(descriptor)
        os.close(descriptor)


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


def _wait(gate: int) -> None:
    """Until its pid was told. Never told: it ends as if killed, as whoever should have told it was."""
    if os.read(gate, 1) != _GO:
        os.kill(os.getpid(), signal.SIGKILL)
