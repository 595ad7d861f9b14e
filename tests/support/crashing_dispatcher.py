"""A child process that serves one subscription and is killed at a named failpoint."""

import os
import signal
import sys
from pathlib import Path

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.ports.failpoint import install_failpoint
from shared.ports.transport import InboundMessage, Subscription
from tests.support.recorder import TOPIC, names_in


class _Notebook:
    """Acknowledges, and writes what it acknowledged where the parent can read it after the kill."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def push(self, message: InboundMessage) -> bool:
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(f"{name}\n" for name in names_in(message.attributes, message.data))
        return True


def main(url: str, step: str, notebook: str) -> None:
    def kill(name: str) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    install_failpoint(kill)
    pool = connect_pool(url, role="sre_transport", application="crashing-dispatcher")
    Dispatcher(pool, Subscription(name="only", topic=TOPIC), _Notebook(Path(notebook))).run_once()
    pool.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
