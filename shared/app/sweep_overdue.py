"""Time passes without a word from the source: ask the writer to call the alert stale. A missing resolve ends here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from shared.app.apart import Apart
from shared.app.handle_intents import HandleIntents
from shared.domain.alert.intents import MarkAlertStale
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId, derive
from shared.ports.clock import Clock
from shared.ports.overdue import OverdueAlert, OverdueAlerts

_LIMIT = 500
_ROUNDS = 20
PRODUCER = "/sre/domain_writer"
_ACTOR = str(Actor(ActorKind.PROCESS, "staleness"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepOverdue:
    handle: HandleIntents
    overdue: OverdueAlerts
    clock: Clock

    def __call__(self) -> int:
        """How many alerts were judged: all, or as many as a few rounds find. A crash in between repeats the same ids.

        Raises, at the end, what single alerts failed with; it kept no other from being judged.
        """
        judged = 0
        apart = Apart()
        for _ in range(_ROUNDS):
            found = self.overdue.find(_LIMIT, without=apart.tenants)
            for tenant_id, group in groupby(sorted(found, key=_tenant), lambda alert: alert.tenant_id):
                judged += apart.do(tenant_id, list(group), partial(self._judge, tenant_id))
            if not found:
                break
        apart.tell()
        return judged

    def _judge(self, tenant_id: TenantId, alerts: Sequence[OverdueAlert]) -> None:
        self.handle(tenant_id, [self._ask(alert) for alert in alerts])
        self.overdue.settle(tenant_id, alerts)

    def _ask(self, alert: OverdueAlert) -> Envelope[MarkAlertStale]:
        now = self.clock.now()
        message_id = derive(alert.tenant_id, "stale", alert.alert_id, alert.seen_at.isoformat())
        silent_for = max(1, int((now - alert.seen_at).total_seconds()))
        return Envelope(
            message_id=message_id,
            tenant_id=alert.tenant_id,
            data=MarkAlertStale(alert_id=alert.alert_id, last_seen_at=alert.seen_at, silent_for_s=silent_for),
            occurred_at=now,
            producer=PRODUCER,
            actor=_ACTOR,
            correlation_id=message_id,
        )


def _tenant(alert: OverdueAlert) -> str:
    return str(alert.tenant_id)
