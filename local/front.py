"""What the outside meets: webhooks, the API, and /healthz, on the public port."""

import socket
import sys
from threading import Timer
from wsgiref.types import WSGIApplication

from local.health import build_health
from local.hosting import load_function, mounted
from local.later import Later
from local.supervised import attach
from shared.bootstrap.embeddings import warm
from shared.bootstrap.serving import lanes_of_the_front, serve
from shared.settings import EmbeddingSettings, FeedSettings, HttpSettings

_RUSH_S = 10.0


def main(arguments: list[str]) -> int:
    """``front LISTENING_DESCRIPTOR``."""
    supervised = attach()
    webhooks = load_function("ingest_alert", "ingest_alert")
    # Whose alert is lost if nobody listens does not wait for the API, which takes longer to load than all else here.
    api = Later(_api)
    application = mounted({"/webhooks": webhooks, "/healthz": build_health()}, otherwise=api)
    lanes = lanes_of_the_front(HttpSettings(), FeedSettings())
    serve(application, socket.socket(fileno=int(arguments[0])), lanes=lanes, beat=supervised.pulse)
    return 0


def _api() -> WSGIApplication:
    """What a question needs besides, its model, is loaded when the rush of a start is over."""
    application = load_function("api", "api")
    later = Timer(_RUSH_S, lambda: warm(EmbeddingSettings()))
    later.daemon = True
    later.start()
    return application


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
