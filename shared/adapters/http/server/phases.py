"""Where a connection stands, and until when it may stand there."""

from enum import Enum

from shared.adapters.http.server.limits import ServerLimits


class Phase(Enum):
    """What is awaited of the peer; ``WORK`` and ``ASKING`` are awaited of us, and bounded by their lane."""

    NEW = "new"
    HEADER = "header"
    BODY = "body"
    ASKING = "asking"
    WORK = "work"
    IDLE = "idle"
    LINGER = "linger"

    @property
    def unfinished(self) -> bool:
        """The peer has opened a connection and not sent a whole request."""
        return self in (Phase.NEW, Phase.HEADER, Phase.BODY, Phase.ASKING)


def patience(phase: Phase, limits: ServerLimits) -> float | None:
    """Seconds that a connection may stay in a phase; None: another bound holds."""
    seconds = {
        Phase.NEW: limits.header_s,
        Phase.HEADER: limits.header_s,
        Phase.BODY: limits.body_s,
        Phase.IDLE: limits.keepalive_s,
        Phase.LINGER: limits.linger_s,
    }
    return seconds.get(phase)
