"""What `sre run` knows of the emulator before it starts: its address, and what everybody else is told of it."""

import json
import socket
from collections.abc import Mapping
from importlib.util import find_spec

from local.listening import bind_stream, port_of
from local.pubsub.emulator import EmulatorMissing, the_jar

#: Says by function where it is served.
URLS = "SRE_LOCAL_FUNCTION_URLS"
_PROJECT = "sre-local"
_HOST = "127.0.0.1"


class BrokerPart:
    """A bound socket to which the emulator pushes. Raises EmulatorMissing where it cannot run."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        the_jar()
        if find_spec("google.cloud.pubsub_v1") is None:
            raise EmulatorMissing("the client of Pub/Sub is not installed: `make .venv/.dev` installs it")
        self.listener = bind_stream(_HOST, 0)
        self.for_others = {
            "SRE_PUBSUB_PROJECT": _PROJECT,
            "PUBSUB_EMULATOR_HOST": f"{_HOST}:{_free_port()}",
            # The database is not the broker: what is published must be on its disk.
            "SRE_DATABASE_SYNCHRONOUS_COMMIT": "true",
        }
        self.for_itself = {URLS: json.dumps(dict(urls))}


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind((_HOST, 0))
        return port_of(bound)
