"""How long, how large and how many: the bounds of a server that strangers can reach."""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerLimits:
    """Seconds and bytes. Each bound says in its comment what happens at it."""

    #: From a connection's opening, or from a request's first byte, to the end of its header: then 408.
    header_s: float = 10.0
    #: From the end of the header to the end of the body: then 408.
    body_s: float = 30.0
    #: Without a next request, longer than clients keep an idle connection, so that it is they who close it.
    keepalive_s: float = 75.0
    #: An answer, or a part of a long one, that its reader does not take: then the connection is ended.
    answer_s: float = 60.0
    #: After an answer that ends a connection, what is still being sent is thrown away for so long and so many bytes.
    linger_s: float = 5.0
    linger_bytes: int = 64 * _MIB
    #: The request line: 414. 4,000 characters of any script in a query come to 48,000 bytes.
    line_bytes: int = 128 * 1024
    #: Request line and header fields together: 431.
    header_bytes: int = 192 * 1024
    #: A body of which the application does not say how much it takes: 413.
    body_bytes: int = 64 * _MIB
    #: A larger body, or one of unknown size, is taken once its sender is known; a smaller one costs less than asking.
    unasked_bytes: int = 64 * 1024
    #: Connections: at more, the one that has waited longest without a whole request is ended.
    connections: int = 1000
    #: Of one address, connections without a whole request: at more, the one that has waited longest gets 408.
    unfinished_per_peer: int = 128
    #: Bodies that are here, of unfinished and of running requests: at more, the largest unfinished one gets 503.
    bodies_bytes: int = 256 * _MIB
    bodies_bytes_per_peer: int = 128 * _MIB
    #: SIGTERM: requests that are being answered have so long to end.
    grace_s: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneLimits:
    """A lane has workers of its own, so that no other lane's work can keep its own waiting."""

    name: str
    #: Paths that begin so; the empty one is everything else.
    prefix: str
    threads: int
    #: Requests that wait for a worker: at more, 503.
    queue: int = 256
    #: Waiting for a worker: then 503.
    wait_s: float = 10.0
    #: Being worked on: then the work is ended and the answer is 503. None: the application bounds it itself.
    work_s: float | None = 30.0
    #: Workers that one tenant, or all who are not known yet, may have at once while others call too; alone, they may
    #: have all but one. More of them only compete for the interpreter. None: all of them, always.
    per_tenant: int | None = None

    def at_most(self, *, shared: bool) -> int:
        """Gives how many workers one tenant may have at once."""
        if self.per_tenant is None:
            return self.threads
        return self.per_tenant if shared else max(1, self.threads - 1)

    def takes(self, path: str) -> bool:
        return not self.prefix or path == self.prefix or path.startswith(f"{self.prefix}/")
