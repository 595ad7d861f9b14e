"""Where a connection stands, and until when it may stand there."""

from enum import Enum

from shared.adapters.http.server.limits import ServerLimits


class ConnectionPhase(Enum):
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
        return self in (ConnectionPhase.NEW, ConnectionPhase.HEADER, ConnectionPhase.BODY, ConnectionPhase.ASKING)

    @property
    def answered(self) -> bool:
        """All that the peer asked for has been answered: who makes room now loses nothing."""
        return self in (ConnectionPhase.IDLE, ConnectionPhase.LINGER)


def patience(phase: ConnectionPhase, limits: ServerLimits) -> float | None:
    """Seconds that a connection may stay in a phase; None: another bound holds."""
    seconds = {
        ConnectionPhase.NEW: limits.header_s,
        ConnectionPhase.HEADER: limits.header_s,
        ConnectionPhase.BODY: limits.body_s,
        ConnectionPhase.IDLE: limits.keepalive_s,
        ConnectionPhase.LINGER: limits.linger_s,
    }
    return seconds.get(phase)
