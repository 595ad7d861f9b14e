"""Serves one function as a platform would: ``python -m shared.bootstrap.serve [FOLDER]``.

``FUNCTION_TARGET`` names the entry point, ``FUNCTION_SOURCE`` its file (else FOLDER/main.py), ``PORT`` where to listen
(8080), ``HOST`` on which address (0.0.0.0), and ``SRE_HTTP_…`` the bounds. `/livez` says that it answers; it ends at
SIGTERM.
"""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from wsgiref.types import WSGIApplication

import functions_framework

from shared.adapters.http.server.limits import LaneLimits
from shared.bootstrap.liveness import LIVENESS, AnswersLiveness
from shared.bootstrap.serving import feed_lane, health_lane, live_lane, requests_lane, serve
from shared.settings import FeedSettings, HttpSettings

_BACKLOG = 1024


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m shared.bootstrap.serve", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="a function's folder")
    given = parser.parse_args(arguments)
    source = Path(os.environ.get("FUNCTION_SOURCE") or given.folder / "main.py")
    if not source.is_file():
        parser.error(f"{source} is not there; name the function's folder, or its file in FUNCTION_SOURCE")
    target = os.environ.get("FUNCTION_TARGET") or source.parent.name
    application: WSGIApplication = AnswersLiveness(functions_framework.create_app(target, str(source)))
    listener = socket.create_server(
        (os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8080"))),
        backlog=_BACKLOG,
    )
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    host, port = listener.getsockname()[:2]
    sys.stdout.write(f"serving   {target} of {source} on http://{host}:{port}\n")
    sys.stdout.flush()
    serve(application, listener, lanes=_lanes())
    return 0


def _lanes() -> list[LaneLimits]:
    alive = LaneLimits(name="liveness", prefix=LIVENESS, threads=1, wait_s=2.0, work_s=10.0)
    feeds = feed_lane(FeedSettings()), live_lane(FeedSettings(), below="")
    return [alive, health_lane(), *feeds, requests_lane(HttpSettings())]


if __name__ == "__main__":
    sys.exit(main())
