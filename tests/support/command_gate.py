"""A writer that says yes: keeps what it was asked and remembers its answers, or gives the one it was told to give."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from shared.kernel.envelope import Envelope
from shared.kernel.ids import derive_from
from shared.ports.outcome import Outcome, WriterUnavailable


class RecordingGate:
    """``answer_with`` is repeated for every command until it is None again; ``away`` makes it unreachable."""

    def __init__(self) -> None:
        self.asked: list[Envelope[Any]] = []
        self.answer_with: Outcome | None = None
        self.away = False
        self._answers: dict[UUID, Outcome] = {}

    def submit(self, envelopes: Sequence[Envelope[Any]]) -> Sequence[Outcome]:
        if self.away:
            raise WriterUnavailable("the writer is away")
        self.asked += envelopes
        return [self._outcome(envelope) for envelope in envelopes]

    def _outcome(self, envelope: Envelope[Any]) -> Outcome:
        if self.answer_with is not None:
            return replace(self.answer_with, message_id=envelope.message_id)
        if envelope.message_id in self._answers:
            return replace(self._answers[envelope.message_id], replayed=True)
        outcome = Outcome(
            message_id=envelope.message_id,
            status="accepted",
            aggregate_version=(envelope.aggregate_version or 0) + 1,
            fact_ids=(derive_from(envelope.message_id, 0),),
            position=len(self.asked),
        )
        self._answers[envelope.message_id] = outcome
        return outcome
