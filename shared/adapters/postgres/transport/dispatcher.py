"""Push a subscription's messages to its endpoint: tenants in turn, in order per key, until acknowledged or dead."""

import time
from collections.abc import Sequence
from itertools import groupby
from threading import Event

from shared.adapters.metrics.instruments import CONSUMED_MESSAGES
from shared.adapters.metrics.tally import TALLY
from shared.adapters.observe import observed
from shared.adapters.postgres.connection import TRANSIENT, Pool, transaction
from shared.adapters.postgres.transport import subscription_queue as queue
from shared.adapters.postgres.transport.coalescing import BundlePart, WaitingMessage, bundles, part_of
from shared.adapters.postgres.transport.pushing import Pushing
from shared.adapters.postgres.transport.recent import RecentMessages
from shared.adapters.postgres.transport.subscription_queue import PushRefusal, Round
from shared.adapters.postgres.transport.turns import Appetite, in_turn
from shared.ports.failpoint import failpoint
from shared.ports.heartbeat import Heartbeat, NoHeartbeat
from shared.ports.transport import Endpoint, Subscription, TransportUnavailable

_AWAY_MAX_S = 5.0
#: How long to leave a queue alone that somebody else serves.
_ANOTHER_SERVES_S = 1.0
#: Rest after a round, in rounds. Most of what a round of a few messages costs it costs for one as well.
_REST = 2.0


class Dispatcher:
    """Several may exist, also in other processes; one at a time serves the queue.

    Reading, pushing and settling are one transaction, so a crash before the commit delivers again and loses nothing.
    Until the first delete it has no transaction id, so a slow endpoint does not hold back readers of the fact log.
    """

    def __init__(
        self,
        pool: Pool,
        subscription: Subscription,
        endpoint: Endpoint,
        *,
        max_round_s: float = 30.0,
        max_rest_s: float = 0.0,
        slice_s: float = 0.25,
        deadline_s: float = 60.0,
        heartbeat: Heartbeat | None = None,
        recent: RecentMessages | None = None,
    ) -> None:
        """After a round that left nothing behind it rests for twice as long as it took, ``max_rest_s`` at most: the
        busier the machine, the more travels together, and the less each message costs. Who comes to a queue at rest
        for longer does not wait. With more in the queue it goes on.

        ``slice_s``: a round takes up about as much as is worked off in that time; who arrives meanwhile waits so long.
        ``deadline_s``: a push is ended after so long, and what was pushed is to blame.
        ``recent``: what other dispatchers of this process, on the same database, have read already.
        """
        self._pool = pool
        self._max_rest_s = max_rest_s
        self._subscription = subscription
        self._heartbeat = heartbeat or NoHeartbeat()
        self._pushing = Pushing(subscription, endpoint, self._heartbeat, deadline_s)
        self._max_round_s = max_round_s
        self._recent = recent or RecentMessages()
        self._appetite = Appetite(subscription.max_batch_bytes, slice_s)
        self._since = queue.FIRST
        self._passed_over: frozenset[str] = frozenset()
        #: Something may wait here for another attempt.
        self._owed = True

    def run_once(self) -> int:
        """Serves the queue for one round; how many messages left it: acknowledged, not wanted, or dead."""
        return len(self._round().done)

    def run(self, stop: Event, wake: Event, idle_s: float) -> None:
        """Serves the queue until ``stop`` is set; sleeps while there is nothing to do, for ``idle_s`` at most or until
        ``wake``.
        """
        away = 0
        accused = busy = False
        while not stop.is_set():
            self._heartbeat.beat(self._subscription.name)
            if self._since == queue.FIRST:
                # Before the look: what is published after it sets this again.
                wake.clear()
                busy = False
            began = time.monotonic()
            try:
                if not accused:
                    self._accuse()
                    accused = True
                outcome = self._round()
            except TRANSIENT as failed:
                outcome = Round(away=f"{type(failed).__name__}: {failed}")
            self._report(outcome)
            busy = busy or outcome.more
            away = away + 1 if outcome.away else 0
            if away:
                stop.wait(min(_AWAY_MAX_S, self._subscription.min_backoff_s * 2 ** min(away - 1, 10)))
            elif not outcome.more:
                if outcome.pushes and self._max_rest_s:
                    stop.wait(min(self._max_rest_s, _REST * (time.monotonic() - began)))
                if not busy and self._since == queue.FIRST:
                    self._sleep(wake, outcome, idle_s)

    def _accuse(self) -> None:
        """Charges each message that the process before had in hand when it ended, so that it is pushed singly or put
        aside.
        """
        told = self._heartbeat.suspects(self._subscription.name)
        suspects = {int(position): times for position, times in told.items()}
        if suspects:
            with transaction(self._pool) as connection:
                dead = queue.accuse(connection, self._subscription.name, suspects)
            self._report(Round(refused=dead))

    def _round(self) -> Round:
        name = self._subscription.name
        with transaction(self._pool) as connection:
            if not queue.take(connection, name):
                return Round(served=False)
            failpoint("transport.read")
            began_at = self._since
            waiting_flows, self._since = queue.flows(connection, name, began_at)
            if not waiting_flows:
                return Round(empty=began_at == queue.FIRST)
            began = time.monotonic()
            waiting, more = queue.read(connection, name, waiting_flows, max_bytes=self._appetite.bytes)
            outcome = self._push_all(waiting)
            outcome.more = more or bool(self._passed_over)
            tenants = {_tenant(each) for each in waiting}
            self._appetite.after(time.monotonic() - began, more=more, tenants=tenants)
            queue.settle(connection, name, outcome)
            failpoint("transport.commit")
        failpoint("transport.committed")
        return outcome

    def _push_all(self, waiting: Sequence[WaitingMessage]) -> Round:
        outcome = Round()
        held: set[str] = set()
        passed_over: set[str] = set()
        until = time.monotonic() + self._max_round_s
        try:
            for tenant, bundle in in_turn(self._bundles(waiting, outcome), self._passed_over):
                free = [part for part in bundle if part.waiting.ordering_key not in held]
                if free and time.monotonic() < until:
                    self._pushing.push(free, outcome, held)
                elif free:
                    passed_over.add(tenant)
        except TransportUnavailable as away:
            outcome.away = str(away) or "nobody answers"
        self._passed_over = frozenset(passed_over)
        return outcome

    def _bundles(self, waiting: Sequence[WaitingMessage], outcome: Round) -> dict[str, list[list[BundlePart]]]:
        """Gives the bundles that are to be pushed, by tenant."""
        in_tenants = sorted(waiting, key=_tenant)
        found: dict[str, list[list[BundlePart]]] = {}
        for tenant, messages in groupby(in_tenants, key=_tenant):
            parts = []
            for message in messages:
                part = part_of(message, self._subscription, self._recent)
                if part is None:
                    outcome.settled.append(message.position)
                else:
                    parts.append(part)
            found[tenant] = [*bundles(parts, self._subscription)]
        return found

    def _report(self, outcome: Round) -> None:
        """Counts everything and logs trouble only; what goes well is logged by whoever handles it."""
        dead = [refusal for refusal in outcome.refused if refusal.retry_in_s is None]
        self._count(acknowledged=len(outcome.settled), refused=len(outcome.refused) - len(dead), dead=len(dead))
        if not (outcome.refused or outcome.away):
            return
        with observed("transport.trouble", subscription=self._subscription.name, away=outcome.away) as line_of_log:
            line_of_log.add(refused=len(outcome.refused), dead=len(dead), put_aside=_named(dead))

    def _count(self, **became: int) -> None:
        for outcome, messages in became.items():
            if messages:
                TALLY.add(CONSUMED_MESSAGES, messages, self._subscription.name, outcome)

    def _sleep(self, wake: Event, outcome: Round, idle_s: float) -> None:
        """Sleeps until woken, until what was refused is due again, or until ``idle_s`` is over."""
        seconds = idle_s
        self._owed = not outcome.empty and (self._owed or bool(outcome.refused))
        if not outcome.served:
            # Whoever serves the queue may end, and then what it left is ours.
            self._owed = True
            seconds = min(idle_s, _ANOTHER_SERVES_S)
        elif self._owed:
            seconds = self._until_due_s(idle_s)
        self._heartbeat.resting(self._subscription.name)
        wake.wait(seconds)

    def _until_due_s(self, idle_s: float) -> float:
        try:
            with transaction(self._pool) as connection:
                due_s = queue.next_due_s(connection, self._subscription.name)
        except TRANSIENT:
            return 0.0  # the round that follows says so, and waits
        self._owed = due_s is not None
        return idle_s if due_s is None else max(0.0, min(idle_s, due_s))


def _tenant(waiting: WaitingMessage) -> str:
    return waiting.attributes.get("ce-tenantid", "")


def _named(dead: Sequence[PushRefusal]) -> list[str]:
    return [f"{refusal.position}: {refusal.reason}" for refusal in dead[:20]]
