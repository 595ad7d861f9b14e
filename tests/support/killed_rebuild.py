"""A rebuild in a process of its own that is killed, without a word, the nth time it reaches a failpoint.

``python -m tests.support.killed_rebuild URL PROJECTION FAILPOINT TIMES``
"""

import os
import signal
import sys

from shared.adapters.postgres.projections import log_pages
from shared.bootstrap.rebuild import build
from shared.ports.failpoint import install_failpoint


def main(url: str, name: str, failpoint: str, times: str) -> None:
    left = int(times)

    def kill(at: str) -> None:
        nonlocal left
        left -= at == failpoint
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    log_pages.PAGE_SIZE = 5
    install_failpoint(kill)
    build(url, name)


if __name__ == "__main__":
    main(*sys.argv[1:])
