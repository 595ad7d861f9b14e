"""Telling a history to the writer: in batches, in order, and what became of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from local.demo.asking import DatedIntent, envelope_of
from shared.kernel.batches import batched
from shared.kernel.ids import TenantId
from shared.kernel.wire import wire_name
from shared.ports.outcome import CommandGate, Outcome

BATCH = 250
#: Of a window of which measuring told before the history did: there the present stands.
_MEASURED: Final = frozenset({"slo.window_overlaps", "window_too_old"})


@dataclass(slots=True)
class WriteCounts:
    """``again``: these messages were told before, and nothing followed this time."""

    new: int = 0
    again: int = 0
    facts: int = 0
    measured: int = 0
    """Windows of objectives that had been measured before they could be told."""
    #: By request and reason: what the writer did not want.
    refused: Counter[str] = field(default_factory=Counter)


def tell(
    gate: CommandGate,
    tenant_id: TenantId,
    asks: Sequence[DatedIntent],
    told: WriteCounts,
    advance: Callable[[int], None],
) -> None:
    """Tells the writer in batches. Raises WriterUnavailable: tell it again, what has arrived is known."""
    for batch in batched(asks, BATCH):
        outcomes = gate.submit([envelope_of(tenant_id, ask) for ask in batch])
        for ask, outcome in zip(batch, outcomes, strict=True):
            _count(told, ask, outcome)
        advance(len(batch))


def _count(told: WriteCounts, ask: DatedIntent, outcome: Outcome) -> None:
    if outcome.replayed:
        told.again += 1
    elif outcome.status == "accepted":
        told.new += 1
        told.facts += len(outcome.fact_ids)
    elif outcome.problem is not None and outcome.problem.code in _MEASURED:
        told.measured += 1
    else:
        problem = outcome.problem
        why = f"{problem.code}: {problem.detail}" if problem else outcome.status
        told.refused[f"{wire_name(type(ask.intent))} {ask.at:%Y-%m-%d %H:%M} {outcome.status}: {why}"] += 1
