"""The broker's part: the emulator, the topology that Terraform provisions too, and what stands between it and us."""

import json
import os
import signal
import socket
import sys

from local.environment import AUDIENCE, ISSUER, SERVICE
from local.listening import port_of
from local.pubsub.broker_part import URLS
from local.pubsub.emulator import PubSubEmulator
from local.pubsub.pushes import Pushes
from local.supervised import attach
from shared.adapters.http.service_identity import TokenSigner
from shared.adapters.pubsub.topology import ensure_topology, ensure_wakes
from shared.bootstrap.serving import serve
from shared.bootstrap.topology import SLEEPERS, SUBSCRIPTIONS
from shared.settings import IdentitySettings, TransportSettings

#: The emulator hands over two messages of a subscription at a time, and each is a request that waits.
_THREADS = 2 * (len(SUBSCRIPTIONS) + len(SLEEPERS))


def main(arguments: list[str]) -> int:
    """``broker LISTENING_DESCRIPTOR``."""
    supervised = attach()
    listener = socket.socket(fileno=int(arguments[0]))
    emulator = PubSubEmulator(os.environ["PUBSUB_EMULATOR_HOST"])
    try:
        emulator.wait()
        _provision(f"http://127.0.0.1:{port_of(listener)}")
        signer = TokenSigner(IdentitySettings().identity_key, issuer=ISSUER, caller_email=SERVICE)
        pushes = Pushes(json.loads(os.environ[URLS]), lambda: signer.token(AUDIENCE))

        def beat() -> None:
            if not emulator.alive():
                os.kill(os.getpid(), signal.SIGTERM)  # and the supervisor starts both again
            supervised.pulse()

        serve(pushes, listener, threads=_THREADS, beat=beat)
    finally:
        emulator.stop()
    return 0


def _provision(base: str) -> None:
    project = TransportSettings().pubsub_project
    ensure_topology(project, SUBSCRIPTIONS, {each.name: f"{base}/{each.name}" for each in SUBSCRIPTIONS})
    ensure_wakes(project, {(each.topic, each.subscription): f"{base}/{each.subscription}" for each in SLEEPERS})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
