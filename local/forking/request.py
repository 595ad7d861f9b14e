"""What the fork server is asked for, as it travels between two processes: a line of JSON, and descriptors."""

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

_MOST_BYTES = 64 * 1024
_MOST_DESCRIPTORS = 32


@dataclass(frozen=True, slots=True)
class ForkRequest:
    """``environment``: the part's own settings (OWN_SETTINGS); all others are the fork server's, too.

    ``descriptors``: by the number that it has in the part, what it is in the process that holds this request.
    ``reply``: a socket on which the part's pid is told; closed without a word when there will be none.
    """

    module: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    descriptors: Mapping[int, int]
    reply: int

    def send(self, to: socket.socket) -> None:
        """Raises OSError when nothing more can be asked for now."""
        document = {
            "module": self.module,
            "arguments": self.arguments,
            "environment": dict(self.environment),
            "numbers": list(self.descriptors),
        }
        socket.send_fds(to, [json.dumps(document).encode()], self._passed)

    @classmethod
    def receive(cls, where: socket.socket) -> Self:
        """Takes the next one; its descriptors are this process's own.

        Raises TimeoutError or BlockingIOError when nobody asked, EOFError when nobody will ask any more.
        """
        text, passed, _, _ = socket.recv_fds(where, _MOST_BYTES, _MOST_DESCRIPTORS)
        if not text:
            raise EOFError
        document = json.loads(text)
        reply, *descriptors = passed
        return cls(
            document["module"],
            tuple(document["arguments"]),
            document["environment"],
            dict(zip(document["numbers"], descriptors, strict=True)),
            reply,
        )

    def close(self) -> None:
        """Closes what was received."""
        for descriptor in self._passed:
            os.close(descriptor)

    @property
    def _passed(self) -> list[int]:
        return [self.reply, *self.descriptors.values()]
