"""Time passes without a word: ask the writer what it means. A missing resolve ends here, an unanswered approval too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from shared.app.apart import Apart
from shared.app.handle_intents import HandleIntents
from shared.domain.alert.intents import MarkAlertStale
from shared.domain.approval.intents import ExpireApproval
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.batches import grouped
from shared.kernel.envelope import Envelope
from shared.kernel.ids import AlertId, ApprovalId, TenantId, derive
from shared.kernel.message import Intent
from shared.ports.clock import Clock
from shared.ports.overdue import Overdue, OverdueAggregates

_LIMIT = 500
_ROUNDS = 20
PRODUCER = "/sre/domain_writer"


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepOverdue:
    handle: HandleIntents
    overdue: OverdueAggregates
    clock: Clock

    def __call__(self) -> int:
        """How many were judged: all, or as many as a few rounds find. A crash in between repeats the same ids.

        Raises, at the end, what single ones failed with; it kept no other from being judged.
        """
        judged = 0
        apart = Apart()
        for _ in range(_ROUNDS):
            found = self.overdue.find(_LIMIT, without=apart.tenants)
            for tenant_id, some in grouped(found, lambda overdue: overdue.tenant_id):
                judged += apart.do(tenant_id, some, partial(self._judge, tenant_id))
            if not found:
                break
        apart.tell()
        return judged

    def _judge(self, tenant_id: TenantId, overdue: Sequence[Overdue]) -> None:
        known = [each for each in overdue if each.aggregate_type in _MEANINGS]
        self.handle(tenant_id, [self._ask(each) for each in known])
        self.overdue.settle(tenant_id, overdue)

    def _ask(self, overdue: Overdue) -> Envelope[Intent]:
        now = self.clock.now()
        meaning = _MEANINGS[overdue.aggregate_type]
        message_id = derive(overdue.tenant_id, meaning.word, overdue.aggregate_id, overdue.seen_at.isoformat())
        return Envelope(
            message_id=message_id,
            tenant_id=overdue.tenant_id,
            data=meaning.intent(overdue, now),
            occurred_at=now,
            producer=PRODUCER,
            actor=str(Actor(ActorKind.PROCESS, meaning.process)),
            correlation_id=message_id,
        )


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What it means that nobody has spoken of an aggregate of one type."""

    word: str
    """Names the request, so that its id is no other's."""
    process: str
    """Who asks."""
    intent: Callable[[Overdue, datetime], Intent]


def _stale(overdue: Overdue, now: datetime) -> Intent:
    silent_for = max(1, int((now - overdue.seen_at).total_seconds()))
    return MarkAlertStale(alert_id=AlertId(overdue.aggregate_id), last_seen_at=overdue.seen_at, silent_for_s=silent_for)


def _expired(overdue: Overdue, _now: datetime) -> Intent:
    return ExpireApproval(approval_id=ApprovalId(overdue.aggregate_id))


_MEANINGS: Mapping[str, _Meaning] = {
    "alert": _Meaning("stale", "staleness", _stale),
    "approval": _Meaning("expired", "expiry", _expired),
}
