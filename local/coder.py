"""Serves `sre_coder` to the other parts of this machine, and calls its clock."""

import socket
import sys
import threading
from functools import partial
from threading import Event, Thread

from local.back import die
from local.environment import AUDIENCE, ISSUER, SERVICE
from local.health import build_health
from local.hosting import load_function, mounted
from local.metrics_page import PATH as METRICS
from local.metrics_page import application_of, build_part_numbers
from local.push import InProcessEndpoint
from local.repeating import Repeating
from local.supervised import attach
from shared.adapters.http.service_identity import TokenSigner
from shared.bootstrap.serving import everything, serve
from shared.ports.failpoint import install_failpoint
from shared.settings import CoderSettings, HttpSettings, IdentitySettings

_TICK = "/sre_coder/tick/"
_TICK_S = 5.0
_THREADS = 4
#: What is ended where it stands has had its time, and a while more for its answer.
_BEYOND_S = 10.0


def main(arguments: list[str]) -> int:
    """``coder LISTENING_DESCRIPTOR``."""
    supervised = attach()
    threading.excepthook = partial(die, supervised.beats)
    # Whoever calls out, to the database or to a target, goes on.
    install_failpoint(lambda _name: supervised.beats.touch())
    numbers = application_of(build_part_numbers())
    beside = {_TICK: load_function("sre_coder", "tick"), "/healthz": build_health(), METRICS: numbers}
    application = mounted(beside, otherwise=load_function("sre_coder", "sre_coder"))
    signer = TokenSigner(IdentitySettings().identity_key, issuer=ISSUER, caller_email=SERVICE)
    endpoint = InProcessEndpoint(application, _TICK, lambda: signer.token(AUDIENCE))
    clock = Repeating(_TICK, endpoint.call, supervised.beats, every_s=_TICK_S, max_rest_s=0.0)
    stop = Event()
    supervised.beats.expect(_TICK)
    Thread(target=clock.run, args=(stop, Event()), name=_TICK, daemon=True).start()
    settings = HttpSettings(http_work_s=CoderSettings().coder_request_s + _BEYOND_S)
    serve(
        application,
        socket.socket(fileno=int(arguments[0])),
        lanes=[everything(settings, _THREADS)],
        beat=supervised.pulse,
    )
    stop.set()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
