"""Time passes without a word from the source: ask the writer to call the alert stale. A missing resolve ends here."""

from dataclasses import dataclass
from itertools import groupby

from shared.app.handle_intents import HandleIntents
from shared.domain.alert.intents import MarkAlertStale
from shared.kernel.envelope import Envelope
from shared.kernel.ids import derive
from shared.ports.clock import Clock
from shared.ports.overdue import OverdueAlert, OverdueAlerts

_LIMIT = 500
PRODUCER = "/sre/domain_writer"


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepOverdue:
    handle: HandleIntents
    overdue: OverdueAlerts
    clock: Clock

    def __call__(self) -> int:
        """How many alerts were judged. Runs again until none is left; a crash in between repeats the same ids."""
        judged = 0
        while found := self.overdue.find(_LIMIT):
            for tenant_id, group in groupby(
                sorted(found, key=lambda alert: str(alert.tenant_id)), lambda a: a.tenant_id
            ):
                alerts = list(group)
                self.handle(tenant_id, [self._ask(alert) for alert in alerts])
                self.overdue.settle(tenant_id, alerts)
                judged += len(alerts)
        return judged

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
            actor="process:staleness",
            correlation_id=message_id,
        )
