"""What the parts that are always there listen on, bound before any is started: their addresses are known to all."""

import socket

from local.listening import bind_datagram, bind_stream, port_of

#: The two halves of what works behind, and whom each serves; see `served_parts`, which the supervisor does not read.
FUNCTIONS = {
    "writer": ("domain_writer", "ingest_backlog", "outbox_relay"),
    "views": ("projectors", "triage_steps", "slo_checks"),
}
HOST = "127.0.0.1"


class Listeners:
    """``public``: the front's. ``private``: by part, where its functions are called and where it is woken.

    Raises PortInUse.
    """

    def __init__(self, port: int) -> None:
        self.public = bind_stream(HOST, port)
        self.private = {part: (bind_stream(HOST, 0), bind_datagram(HOST)) for part in FUNCTIONS}

    @property
    def api_url(self) -> str:
        return _url(self.public)

    @property
    def back_url(self) -> str:
        return _url(self.private["writer"][0])

    @property
    def wake_address(self) -> str:
        return ",".join(f"{HOST}:{port_of(wake)}" for _, wake in self.private.values())

    @property
    def behind(self) -> dict[str, socket.socket]:
        return {part: listener for part, (listener, _) in self.private.items()}

    @property
    def urls(self) -> dict[str, str]:
        """Where each function is served behind, by its name."""
        return {
            function: _url(self.private[part][0]) for part, functions in FUNCTIONS.items() for function in functions
        }


def _url(listener: socket.socket) -> str:
    return f"http://{HOST}:{port_of(listener)}"
