"""Ports for servers that are told where to listen."""

import random
import socket

#: Below those that the kernel gives to connections, so that nobody takes one between the look and the server's start.
_LOWEST, _HIGHEST = 15_000, 30_000


def free_port() -> int:
    while True:
        port = random.SystemRandom().randint(_LOWEST, _HIGHEST)
        with socket.socket() as bound:
            try:
                bound.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
