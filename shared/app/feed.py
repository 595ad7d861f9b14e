"""The live feed: what changed, told as it becomes certain, resumable at any place, for a bounded time."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from shared.app.seats import Seat, Seats
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.kernel.wire import wire_type
from shared.ports.feed import BEGINNING, FeedLog, Happened, Place
from shared.ports.operation import Declined, StreamEvent
from shared.ports.outcome import Problem
from shared.projections.projection import Projection

_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLimits:
    """``readers`` at the same time, each of which holds a thread; further behind than ``farthest`` facts is a reset.

    When all places are taken, a tenant that has fewer than another gets one of the other's.
    """

    readers: int = 4
    longest_s: float = 300.0
    poll_s: float = 1.0
    heartbeat_s: float = 15.0
    farthest: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedQuery:
    after: int | None = None
    last: int = 0
    kinds: Sequence[str] | None = None
    follow: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChange:
    """Something has changed; what it is now, a query says. ``views``: the read models that show it."""

    position: int
    """Where the fact stands in the log, which is also the id of the event: sent as ``after``, the feed goes on behind
    it.
    """
    type: str
    """The CloudEvents type of the fact, such as ``io.ameide.sre.fact.incident-created.v1``."""
    aggregate_type: str
    """What kind of thing it happened to, such as ``incident`` or ``alert``."""
    aggregate_id: UUID
    """The id of the thing that it happened to."""
    version: int
    """Which fact of that thing it is, counted from 1 without gaps."""
    occurred_at: datetime
    """When it happened, by the event's own time; when the event cannot be read, when it was recorded."""
    views: tuple[str, ...]
    """The names of the read models that use facts of this type, such as ``incident_timeline``; empty when none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReset:
    """What happened since the reader's place is not told: too much, or the place is unknown. Read the views anew."""

    position: int
    """The newest position in the log, behind which the feed goes on; 0 when nothing has happened yet."""


def views_by_type(projections: Sequence[Projection], facts: Sequence[type[Fact]]) -> Mapping[str, tuple[str, ...]]:
    return {
        wire_type(fact): tuple(projection.name for projection in projections if fact in projection.handles)
        for fact in facts
    }


class FeedReading:
    """Events for one reader. ``close`` gives its place to the next one, however far it came."""

    def __init__(self, events: Iterator[StreamEvent], leave: Callable[[], None]) -> None:
        self._events = events
        self._leave: Callable[[], None] | None = leave

    def __iter__(self) -> Iterator[StreamEvent]:
        return self

    def __next__(self) -> StreamEvent:
        try:
            return next(self._events)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._leave is not None:
            leave, self._leave = self._leave, None
            leave()


class Feed:
    def __init__(
        self,
        log: FeedLog,
        views: Mapping[str, tuple[str, ...]],
        limits: FeedLimits,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._log = log
        self._views = views
        self._limits = limits
        self._monotonic = monotonic
        self._pause = pause
        self._seats = Seats(limits.readers)

    def read(self, tenant_id: TenantId, query: FeedQuery) -> FeedReading:
        """Raises Declined when there are as many readers as there may be, and no other tenant has more of them."""
        seat = self._seats.take(tenant_id)
        if seat is None:
            raise Declined("busy", Problem(code="feed.full", title="As many readers are here as there is room for"))
        return FeedReading(self._events(seat, query), partial(self._seats.leave, seat))

    def _events(self, seat: Seat, query: FeedQuery) -> Iterator[StreamEvent]:
        tenant_id = seat.tenant_id
        ends_at = self._monotonic() + self._limits.longest_s
        place, reset = self._begin(tenant_id, query)
        # The place is told first: a reader that is cut off before anything happens goes on from here.
        yield _event_of(FeedReset(position=place.position)) if reset else StreamEvent(id=place.position)
        told_at = self._monotonic()
        while True:
            found, reached = self._log.page(tenant_id, place, kinds=query.kinds, limit=_PAGE)
            yield from (_event_of(self._change(happened)) for happened in found)
            now, moved, place = self._monotonic(), reached != place, reached
            if now >= ends_at or seat.given_away or not (query.follow or moved):
                yield StreamEvent(id=place.position)
                return
            if found:
                told_at = now
            elif now - told_at >= self._limits.heartbeat_s:
                told_at = now
                yield StreamEvent(id=place.position)
            if not moved:
                yield StreamEvent()
                self._pause(min(self._limits.poll_s, ends_at - now))

    def _change(self, happened: Happened) -> FeedChange:
        return FeedChange(**asdict(happened), views=self._views.get(happened.type, ()))

    def _begin(self, tenant_id: TenantId, query: FeedQuery) -> tuple[Place, bool]:
        """Where, and whether the reader's place is one that can no longer be gone on from."""
        if query.after is None:
            return self._log.newest(tenant_id, back=query.last), False
        place = BEGINNING if query.after == 0 else self._log.at(tenant_id, query.after)
        if place is None:
            # Not certain yet: it comes again, behind whatever may still come before it.
            return self._log.newest(tenant_id), not self._log.exists(tenant_id, query.after)
        if self._log.more_than(self._limits.farthest, tenant_id, place):
            return self._log.newest(tenant_id), True
        return place, False


def _event_of(told: FeedChange | FeedReset) -> StreamEvent:
    return StreamEvent(id=told.position, name="change" if isinstance(told, FeedChange) else "reset", content=told)
