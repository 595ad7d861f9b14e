"""What a workflow step does with a delivery: pass over the foreign, keep the unreadable, run the rest."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from shared.app.run_process import Ran
from shared.app.unreadable_event import unreadable_event
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.kernel.wire import wire_type
from shared.ports.unreadable_events import UnreadableEvent, UnreadableEvents

#: Raises ValueError whose text is the reason.
Decode = Callable[[Mapping[str, Any]], Envelope[Any]]


class WorkflowStep(Protocol):
    """What is done with facts of one tenant, in order per aggregate; repeated ones have no effect."""

    @property
    def handles(self) -> frozenset[type[Fact]]: ...

    def handle(self, tenant_id: TenantId, facts: Sequence[Envelope[Any]]) -> Ran:
        """Raises StoreUnavailable: deliver again."""


R = TypeVar("R", bound=WorkflowStep)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveProcessFacts(Generic[R]):
    run: R
    decode: Decode
    #: Facts that exist; those that the process does not handle are passed over unread.
    published: Iterable[type[Fact]]
    unreadable: UnreadableEvents

    def __call__(self, events: Sequence[Mapping[str, Any]]) -> Ran:
        """Raises StoreUnavailable: deliver again."""
        passed_over = {wire_type(fact) for fact in self.published} - {wire_type(f) for f in self.run.handles}
        facts: dict[TenantId, list[Envelope[Any]]] = {}
        unreadable: list[UnreadableEvent] = []
        for event in events:
            if event.get("type") in passed_over:
                continue
            try:
                fact = self._read(event)
            except ValueError as reason:
                unreadable.append(unreadable_event(event, str(reason)))
            else:
                facts.setdefault(fact.tenant_id, []).append(fact)
        if unreadable:
            self.unreadable.keep(unreadable)
        return sum((self.run.handle(tenant_id, batch) for tenant_id, batch in facts.items()), Ran())

    def keep_unreadable(self, delivery: Mapping[str, Any], reason: str) -> None:
        """A delivery whose outside is not ours: kept, and acknowledged by the caller."""
        self.unreadable.keep([unreadable_event(delivery, reason)])

    def _read(self, event: Mapping[str, Any]) -> Envelope[Any]:
        fact = self.decode(event)
        if fact.aggregate_version is None or fact.aggregate_version < 1:
            raise ValueError("a fact without a version")
        return fact
