"""Handing messages over: several at once where they may, singly where one is refused, each for a bounded time."""

import random
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from shared.adapters.deadline import DeadlineExceeded, deadline
from shared.adapters.observe import observed
from shared.adapters.postgres.connection import TRANSIENT
from shared.adapters.postgres.transport.coalescing import BundlePart, WaitingMessage, inbound
from shared.adapters.postgres.transport.subscription_queue import STRIKES, PushRefusal, Round
from shared.ports.failpoint import failpoint
from shared.ports.heartbeat import Heartbeat
from shared.ports.transport import Endpoint, Subscription, TransportUnavailable

#: Whoever used so much processor time, or this part of the time there was, computes; whoever used less waits for
#: somebody. On a busy machine much of the time is others'.
_COMPUTES_S = 5.0
_COMPUTES_PART = 0.1
_LONGEST_REASON = 500
_NOT_ITS_FAULT: tuple[type[Exception], ...] = (TransportUnavailable, *TRANSIENT)


@dataclass(frozen=True, slots=True)
class _Answer:
    acknowledged: bool
    reason: str = "refused"
    #: Its own computing took all the time there is.
    overran: bool = False


class Pushing:
    """``deadline_s``: what a push may take. A batch that takes longer is pushed again in parts.

    A single message that computes for longer is put aside the second time; one that waits for somebody, such as a
    database that does not answer, is refused like any other and tried as often.
    """

    def __init__(self, subscription: Subscription, endpoint: Endpoint, heartbeat: Heartbeat, deadline_s: float) -> None:
        self._subscription = subscription
        self._endpoint = endpoint
        self._heartbeat = heartbeat
        self._deadline_s = deadline_s

    def push(self, bundle: Sequence[BundlePart], outcome: Round, held: set[str]) -> None:
        """Pushes a bundle as one. ``held``: keys that wait, to which a refused message's is added. Raises
        TransportUnavailable.
        """
        outcome.pushes += 1
        answer = self._hand_over(bundle)
        if answer.acknowledged:
            outcome.settled += [part.waiting.position for part in bundle]
        elif len(bundle) == 1:
            outcome.refused.append(self._refusal(bundle[0].waiting, answer))
            if bundle[0].waiting.ordering_key:
                held.add(bundle[0].waiting.ordering_key)
        else:
            self._push_singly(bundle, outcome, held)

    def _push_singly(self, bundle: Sequence[BundlePart], outcome: Round, held: set[str]) -> None:
        """Pushes each message of a refused bundle by itself, so that only the key of the one to blame waits."""
        for part in bundle:
            if part.waiting.ordering_key not in held:
                self.push([part], outcome, held)

    def _hand_over(self, bundle: Sequence[BundlePart]) -> _Answer:
        name = self._subscription.name
        self._heartbeat.holding(name, [str(part.waiting.position) for part in bundle])
        computed_from = time.thread_time()
        try:
            failpoint("transport.push")
            with deadline(self._deadline_s, f"push of {name}"):
                acknowledged = self._endpoint.push(inbound(bundle, self._subscription))
            failpoint("transport.pushed")
        except DeadlineExceeded as late:
            computed_s = time.thread_time() - computed_from
            _log("transport.too_long", name, bundle, late.stack, computed_s=round(computed_s, 2))
            overran = computed_s >= min(_COMPUTES_S, self._deadline_s * _COMPUTES_PART)
            return _Answer(acknowledged=False, reason=f"took longer than {late.seconds:g} s", overran=overran)
        except _NOT_ITS_FAULT:
            raise
        except Exception as defect:  # noqa: BLE001 - a defect of whoever is pushed to is a refusal, told with its trace
            _log("transport.defect", name, bundle, traceback.format_exc())
            return _Answer(acknowledged=False, reason=f"{type(defect).__name__}: {defect}"[:_LONGEST_REASON])
        finally:
            self._heartbeat.holding(name, ())
        return _Answer(acknowledged)

    def _refusal(self, waiting: WaitingMessage, answer: _Answer) -> PushRefusal:
        attempts, strikes = waiting.attempts + 1, waiting.strikes + answer.overran
        if answer.overran and strikes >= STRIKES:
            return PushRefusal(waiting.position, attempts, f"{answer.reason}, {strikes} times", None)
        if attempts >= self._subscription.max_attempts:
            last = "" if answer.reason == "refused" else f", at last: {answer.reason}"
            return PushRefusal(waiting.position, attempts, f"refused {attempts} times{last}", None)
        limit = min(self._subscription.max_backoff_s, self._subscription.min_backoff_s * 2 ** min(waiting.attempts, 30))
        wait_s = limit * random.uniform(0.5, 1.0)  # noqa: S311 - jitter
        return PushRefusal(waiting.position, attempts, answer.reason, wait_s, int(answer.overran))


def _log(event: str, subscription: str, bundle: Sequence[BundlePart], stack: str, **fields: object) -> None:
    waiting = [part.waiting for part in bundle]
    with observed(event, traceparent=waiting[0].attributes.get("ce-traceparent"), subscription=subscription) as line:
        line.add(
            positions=[each.position for each in waiting[:20]],
            messages=len(waiting),
            ids=[each.attributes.get("ce-id") for each in waiting[:20]],
            stack=stack,
            **fields,
        )
