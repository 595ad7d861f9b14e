"""What the outside meets: webhooks, the API, and /healthz, on the public port."""

import socket
import sys

from local.health import build_health
from local.hosting import load_function, mounted
from local.supervised import attach
from shared.bootstrap.serving import lanes_of_the_front, serve
from shared.settings import FeedSettings, HttpSettings


def main(arguments: list[str]) -> int:
    """``front LISTENING_DESCRIPTOR``."""
    supervised = attach()
    application = mounted(
        {"/webhooks": load_function("ingest_alert", "ingest_alert"), "/healthz": build_health()},
        otherwise=load_function("api", "api"),
    )
    lanes = lanes_of_the_front(HttpSettings(), FeedSettings())
    serve(application, socket.socket(fileno=int(arguments[0])), lanes=lanes, beat=supervised.pulse)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
