"""What the outside meets: webhooks, the API, and /healthz, on the public port."""

import socket
import sys

from local.health import build_health
from local.hosting import load_function, mounted
from local.later import Later
from local.supervised import attach
from shared.bootstrap.serving import lanes_of_the_front, serve
from shared.settings import FeedSettings, HttpSettings


def main(arguments: list[str]) -> int:
    """``front LISTENING_DESCRIPTOR``."""
    supervised = attach()
    webhooks = load_function("ingest_alert", "ingest_alert")
    # Whose alert is lost if nobody listens does not wait for the API, which takes longer to load than all else here.
    api = Later(lambda: load_function("api", "api"))
    application = mounted({"/webhooks": webhooks, "/healthz": build_health()}, otherwise=api)
    lanes = lanes_of_the_front(HttpSettings(), FeedSettings())
    serve(application, socket.socket(fileno=int(arguments[0])), lanes=lanes, beat=supervised.pulse)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
