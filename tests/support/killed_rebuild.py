"""A rebuild in a process of its own that is killed, without a word, the nth time it reaches a boundary.

``python -m tests.support.killed_rebuild URL PROJECTION BOUNDARY TIMES``
"""

import os
import signal
import sys

from shared.adapters.postgres.projections import log_pages
from shared.bootstrap.rebuild import build
from shared.ports.failpoint import install_boundary


def main(url: str, name: str, boundary: str, times: str) -> None:
    left = int(times)

    def kill(at: str) -> None:
        nonlocal left
        left -= at == boundary
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    log_pages.PAGE_SIZE = 5
    install_boundary(kill)
    build(url, name)


if __name__ == "__main__":
    main(*sys.argv[1:])
