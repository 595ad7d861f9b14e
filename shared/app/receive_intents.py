"""What the writer does with a delivery: read, keep what cannot be read, handle the rest tenant by tenant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.app.handle_intents import HandleIntents
from shared.app.unreadable_event import unreadable_event
from shared.kernel.batches import grouped
from shared.kernel.envelope import Envelope
from shared.kernel.message import Intent
from shared.ports.outcome import Outcome
from shared.ports.tenants import TenantDirectory
from shared.ports.unreadable_events import UnreadableEvent, UnreadableEvents

#: Raises ValueError whose text is the reason.
Decode = Callable[[Mapping[str, Any]], Envelope[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveIntents:
    handle: HandleIntents
    decode: Decode
    tenants: TenantDirectory
    unreadable: UnreadableEvents

    def __call__(self, events: Sequence[Mapping[str, Any]]) -> list[Outcome]:
        """Outcomes of the readable ones, in order per tenant. Raises StoreUnavailable: deliver again."""
        readable: list[Envelope[Intent]] = []
        unreadable: list[UnreadableEvent] = []
        for event in events:
            try:
                readable.append(self._read(event))
            except ValueError as reason:
                unreadable.append(unreadable_event(event, str(reason)))
        if unreadable:
            self.unreadable.keep(unreadable)
        outcomes: list[Outcome] = []
        # Within a tenant the order of delivery is the order of handling.
        for tenant_id, envelopes in grouped(readable, lambda envelope: envelope.tenant_id):
            outcomes += self.handle(tenant_id, envelopes)
        return outcomes

    def keep_unreadable(self, delivery: Mapping[str, Any], reason: str) -> None:
        """A delivery whose outside is not ours: kept, and acknowledged by the caller."""
        self.unreadable.keep([unreadable_event(delivery, reason)])

    def _read(self, event: Mapping[str, Any]) -> Envelope[Intent]:
        envelope = self.decode(event)
        if not self.tenants.known(envelope.tenant_id):
            raise ValueError("unknown tenant")
        return envelope
