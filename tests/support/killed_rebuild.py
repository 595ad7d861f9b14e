"""A rebuild in a process of its own that is killed, without a word, the nth time it reaches a failpoint."""

import multiprocessing
import os
import signal

from shared.adapters.postgres.projections import log_pages
from shared.bootstrap.rebuild import build
from shared.ports.failpoint import install_failpoint
from tests.support.patience import PATIENCE_S

#: Begins with what a rebuild needs, which takes longer to load than to fork.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])


def killed_rebuild(url: str, name: str, failpoint: str, times: int) -> int | None:
    """Its exit code; None: it has not ended in time."""
    process = _PROCESSES.Process(target=_rebuild, args=(url, name, failpoint, times))
    process.start()
    process.join(PATIENCE_S)
    ended = process.exitcode
    process.kill()
    return ended


def _rebuild(url: str, name: str, failpoint: str, times: int) -> None:
    left = times

    def kill(at: str) -> None:
        nonlocal left
        left -= at == failpoint
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    log_pages.PAGE_SIZE = 5
    install_failpoint(kill)
    build(url, name)
