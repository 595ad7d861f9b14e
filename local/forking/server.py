"""Reads once what several parts are made of, and forks each from there: it has no thread and opens nothing itself.

A part is the supervisor's child all the same, which waits for it, hears it and ends it as any other.
"""

import gc
import os
import socket
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from local.beats import Beats
from local.forking.adopted import fork_adopted
from local.forking.becoming import become
from local.forking.preloading import preload
from local.forking.request import ForkRequest
from local.supervised import BEATS, Supervised

_PULSE_S = 1.0


def main(arguments: list[str]) -> int:
    """``server DATA_DIRECTORY MODULE… DESCRIPTOR``: whose it is, what it reads, and where it is asked.

    A module is told as ``local/front``: whoever looks for a part by its module's name does not find this process.
    """
    _, *modules, descriptor = arguments
    supervisor = os.getppid()
    where = socket.socket(fileno=int(descriptor))
    where.settimeout(_PULSE_S)
    beats = Beats(int(os.environ[BEATS]))
    # What was read stays: nobody looks at it again, so that its memory remains shared.
    gc.disable()
    for module in modules:
        preload(module.replace("/", "."))
    gc.freeze()
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        sys.exit("a module has started a thread when it was read: nothing can be forked from here")
    for request in _requests(where, Supervised(beats).pulse):
        if _forked(request, supervisor):
            beats.close()
            where.close()
            become(request, child_of=supervisor)
            gc.enable()
            return _run(request)
        request.close()
    return 0


def _requests(where: socket.socket, pulse: Callable[[], None]) -> Iterator[ForkRequest]:
    while True:
        pulse()
        try:
            yield ForkRequest.receive(where)
        except TimeoutError:
            continue
        except EOFError:
            return


def _forked(request: ForkRequest, supervisor: int) -> bool:
    """Says whether this is the new process. Without room for one, who asked is told by the closed socket."""
    try:
        return fork_adopted(request.reply, by=supervisor)
    except OSError as refused:
        print(f"{request.module} cannot be forked: {refused}", file=sys.stderr)
        return False


def _run(request: ForkRequest) -> int:
    code: int = import_module(request.module).main(list(request.arguments))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
