"""One row per window of time that was told of, with what was told of it last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.slo.facts import SLIWindowRecorded
from shared.kernel.envelope import Envelope
from shared.projections.projection import Key, ProjectionView


@dataclass(frozen=True, slots=True, kw_only=True)
class SLIWindowRow:
    slo_id: UUID
    window_start: datetime
    window_end: datetime
    source: str
    revision: int
    """Under which it was told; its target is what the window is judged by."""
    good: int
    total: int
    expected_events: int
    """As how many events it counts at least."""
    excluded: bool
    """It uses up no budget."""
    corrections: int


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    fact: SLIWindowRecorded = envelope.data
    # As the database gives it back.
    return ((fact.slo_id, fact.window_start, fact.window_end, fact.source.replace("\x00", "\ufffd")),)


def _evolve(key: Key, row: SLIWindowRow | None, envelope: Envelope[Any]) -> SLIWindowRow:
    fact: SLIWindowRecorded = envelope.data
    anew = row is None or fact.corrected_total is None
    return SLIWindowRow(
        slo_id=key[0],
        window_start=key[1],
        window_end=key[2],
        source=key[3],
        revision=fact.revision,
        good=fact.good,
        total=fact.total,
        expected_events=fact.expected_events,
        excluded=fact.excluded,
        corrections=0 if row is None or anew else row.corrections + 1,
    )


sli_windows = ProjectionView(
    table="sli_window",
    row=SLIWindowRow,
    key_columns=4,
    handles=frozenset({SLIWindowRecorded}),
    keys=_keys,
    evolve=_evolve,
)
