"""What a fresh fork does before it is the part: its descriptors, environment, limits and name are as if executed."""

import contextlib
import fcntl
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path

from local.forking.command_line import show
from local.forking.request import ForkRequest
from local.supervised import OWN_SETTINGS

_STANDARD = frozenset({0, 1, 2})


def become(request: ForkRequest, *, child_of: int) -> None:
    """Afterwards nothing of the fork server's is open here but what it was asked to pass on."""
    os.setsid()
    _take_limits(child_of)
    _take_descriptors(request.descriptors)
    for name in OWN_SETTINGS:
        os.environ.pop(name, None)
    os.environ.update(request.environment)
    sys.argv = [request.module, *request.arguments]
    show([sys.executable, "-P", "-m", *sys.argv])


def _take_descriptors(descriptors: Mapping[int, int]) -> None:
    # First out of the way of each other: what one is called now another may be called then.
    above = max(descriptors, default=0) + 1
    moved = {number: fcntl.fcntl(each, fcntl.F_DUPFD, above) for number, each in descriptors.items()}
    for number, each in moved.items():
        os.dup2(each, number)
    for opened in [int(each.name) for each in Path("/proc/self/fd").iterdir()]:
        if opened not in _STANDARD and opened not in descriptors:
            # One of them is that by which the list was read.
            with contextlib.suppress(OSError):
                os.close(opened)


def _take_limits(parent: int) -> None:
    """As its parent's are now: the fork server has those of the time when it was started."""
    for limit in {getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")}:
        soft, _ = resource.prlimit(parent, limit)
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
