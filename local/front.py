"""What the outside meets: webhooks, the API, and /healthz, on the public port."""

import socket
import sys
from threading import Timer
from wsgiref.types import WSGIApplication

from werkzeug.wrappers import Request

from local.console_link import PEOPLE
from local.console_people import build_people
from local.environment import CONSOLE
from local.health import build_health
from local.hosting import load_function, mounted
from local.later import Later
from local.metrics_page import PATH as METRICS
from local.metrics_page import application_of, build_metrics_page
from local.supervised import attach
from shared.adapters.http.front import Front
from shared.adapters.http.request_body import AtMost
from shared.bootstrap.embeddings import warm
from shared.bootstrap.serving import lanes_of_the_front, serve
from shared.settings import EmbeddingSettings, FeedSettings, HttpSettings

_RUSH_S = 10.0
_CHOICE_BYTES = 16_384


def main(arguments: list[str]) -> int:
    """``front LISTENING_DESCRIPTOR``."""
    supervised = attach()
    webhooks = load_function("ingest_alert", "ingest_alert")
    # Whose alert is lost if nobody listens does not wait for the API, which takes longer to load than all else here.
    api = Later(_api)
    pages = Later(_console, after=api)
    besides: dict[str, WSGIApplication] = {
        "/healthz": build_health(),
        METRICS: application_of(build_metrics_page()),
        CONSOLE: pages,
    }
    application = mounted({"/webhooks": webhooks, **besides}, otherwise=api)
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


def _console() -> WSGIApplication:
    """Beside the console there is a page on which this machine's user chooses whom to be."""
    people = Front(Request.application(build_people().respond), body=AtMost(_CHOICE_BYTES))
    return mounted({PEOPLE: people}, otherwise=load_function("console", "console"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
