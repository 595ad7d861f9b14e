"""Push one subscription's messages to its endpoint: in order per key, until acknowledged or dead."""

import random
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from threading import Event

from shared.adapters.observe import observed
from shared.adapters.postgres.connection import TRANSIENT, Pool, transaction
from shared.adapters.postgres.transport import line
from shared.adapters.postgres.transport.coalescing import Part, Waiting, bundles, inbound, part_of
from shared.adapters.postgres.transport.line import Refusal, Round
from shared.ports.boundary import boundary
from shared.ports.heartbeat import Heartbeat, NoHeartbeat
from shared.ports.transport import Endpoint, Subscription, TransportUnavailable

_READ_BATCHES = 4
_AWAY_MAX_S = 5.0
_SWEEP_EVERY_S = 60.0


class Dispatcher:
    """Several may exist, also in other processes; one at a time serves the line.

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
        heartbeat: Heartbeat | None = None,
    ) -> None:
        """After a round of one push it rests for as long as the round took, ``max_rest_s`` at most: the busier the
        machine, the more travels together, and the less each message costs. With more in line it goes on at once."""
        self._pool = pool
        self._max_rest_s = max_rest_s
        self._subscription = subscription
        self._endpoint = endpoint
        self._max_round_s = max_round_s
        self._swept_at = 0.0
        self._heartbeat = heartbeat or NoHeartbeat()

    def run_once(self) -> int:
        """How many messages left the line: acknowledged, not wanted, or dead."""
        return len(self._round().done)

    def run(self, stop: Event, wake: Event, idle_s: float) -> None:
        """Until ``stop`` is set; sleeps while there is nothing to do, at most ``idle_s`` and until ``wake`` is set."""
        away = 0
        while not stop.is_set():
            wake.clear()
            self._heartbeat.beat(self._subscription.name)
            began = time.monotonic()
            try:
                outcome = self._round()
                if not (outcome.done or outcome.refused or outcome.away):
                    wake.wait(self._nap_s(idle_s))
                away = away + 1 if outcome.away else 0
                self._report(outcome)
            except TRANSIENT as failed:
                away += 1
                outcome = Round(away=f"{type(failed).__name__}: {failed}")
                self._report(outcome)
            if outcome.pushes == 1 and self._max_rest_s:
                stop.wait(min(self._max_rest_s, time.monotonic() - began))
            if away:
                stop.wait(min(_AWAY_MAX_S, self._subscription.min_backoff_s * 2 ** min(away - 1, 10)))

    def _round(self) -> Round:
        name = self._subscription.name
        with transaction(self._pool) as connection:
            if not line.take(connection, name):
                return Round()
            boundary("transport.read")
            waiting = line.read(connection, name, max_bytes=_READ_BATCHES * self._subscription.max_batch_bytes)
            outcome = self._push_all(waiting)
            line.settle(connection, name, outcome)
            boundary("transport.commit")
        boundary("transport.committed")
        return outcome

    def _push_all(self, waiting: Sequence[Waiting]) -> Round:
        outcome = Round()
        held: set[str] = set()
        until = time.monotonic() + self._max_round_s
        try:
            for bundle in self._bundles(waiting, outcome):
                free = [part for part in bundle if part.waiting.ordering_key not in held]
                if free and time.monotonic() < until:
                    self._push(free, outcome, held)
        except TransportUnavailable as away:
            outcome.away = str(away) or "nobody answers"
        return outcome

    def _bundles(self, waiting: Sequence[Waiting], outcome: Round) -> Iterator[list[Part]]:
        in_tenants = sorted(waiting, key=_tenant)
        for _, messages in groupby(in_tenants, key=_tenant):
            parts = []
            for message in messages:
                part = part_of(message, self._subscription)
                if part is None:
                    outcome.settled.append(message.position)
                else:
                    parts.append(part)
            yield from bundles(parts, self._subscription)

    def _push(self, bundle: Sequence[Part], outcome: Round, held: set[str]) -> None:
        outcome.pushes += 1
        boundary("transport.push")
        self._heartbeat.holding(self._subscription.name, [str(part.waiting.position) for part in bundle])
        try:
            acknowledged = self._endpoint.push(inbound(bundle, self._subscription))
        finally:
            self._heartbeat.holding(self._subscription.name, ())
        boundary("transport.pushed")
        if acknowledged:
            outcome.settled += [part.waiting.position for part in bundle]
        elif len(bundle) == 1:
            outcome.refused.append(self._refusal(bundle[0].waiting))
            if bundle[0].waiting.ordering_key:
                held.add(bundle[0].waiting.ordering_key)
        else:
            self._push_singly(bundle, outcome, held)

    def _push_singly(self, bundle: Sequence[Part], outcome: Round, held: set[str]) -> None:
        """One of them is refused; only its key shall wait."""
        for part in bundle:
            if part.waiting.ordering_key not in held:
                self._push([part], outcome, held)

    def _refusal(self, waiting: Waiting) -> Refusal:
        attempts = waiting.attempts + 1
        if attempts >= self._subscription.max_attempts:
            return Refusal(waiting.position, attempts, f"refused {attempts} times", None)
        limit = min(self._subscription.max_backoff_s, self._subscription.min_backoff_s * 2 ** min(waiting.attempts, 30))
        return Refusal(waiting.position, attempts, "refused", limit * random.uniform(0.5, 1.0))  # noqa: S311 - jitter

    def _report(self, outcome: Round) -> None:
        """Trouble only; what goes well is logged by whoever handles it."""
        if not (outcome.refused or outcome.away):
            return
        dead = sum(refusal.retry_in_s is None for refusal in outcome.refused)
        with observed("transport.trouble", subscription=self._subscription.name, away=outcome.away) as line_of_log:
            line_of_log.add(refused=len(outcome.refused), dead=dead)

    def _nap_s(self, idle_s: float) -> float:
        with transaction(self._pool) as connection:
            due_s = line.next_due_s(connection, self._subscription.name)
            if time.monotonic() - self._swept_at > _SWEEP_EVERY_S:
                line.sweep(connection)
                self._swept_at = time.monotonic()
        return idle_s if due_s is None else max(0.0, min(idle_s, due_s))


def _tenant(waiting: Waiting) -> str:
    return waiting.attributes.get("ce-tenantid", "")
