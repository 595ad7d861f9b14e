"""What the line of an operation says is counted: which field of which operation adds to which counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.adapters.metrics.instruments import (
    INTAKE_ALERTS,
    OPERATION_DURATION,
    RELAY_EVENTS,
    WRITER_FACTS,
    WRITER_INTENTS,
    Instrument,
)
from shared.adapters.metrics.tally import TALLY, Tally

_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """``by`` names a field whose value is the counter's first attribute; ``outcome`` is the value of its last."""

    field: str
    counter: Instrument
    by: str = ""
    outcome: str = ""

    def add(self, tally: Tally, fields: Mapping[str, Any]) -> None:
        if number := fields.get(self.field):
            by = (str(fields.get(self.by, "")),) if self.by else ()
            tally.add(self.counter, number, *by, *((self.outcome,) if self.outcome else ()))


#: By operation.
SAID: Mapping[str, tuple[SaidNumber, ...]] = {
    "ingest_alert": (
        SaidNumber("accepted", INTAKE_ALERTS, by="kind", outcome="accepted"),
        SaidNumber("quarantined", INTAKE_ALERTS, by="kind", outcome="quarantined"),
    ),
    **dict.fromkeys(
        ("domain_writer", "domain_writer_http"),
        (
            SaidNumber("facts", WRITER_FACTS),
            *(
                SaidNumber(outcome, WRITER_INTENTS, outcome=outcome)
                for outcome in ("accepted", "ignored", "rejected", "conflict", "replayed")
            ),
        ),
    ),
    "outbox_relay": (SaidNumber("published", RELAY_EVENTS),),
}


def count_operation(
    operation: str, fields: Mapping[str, Any], seconds: float, error: BaseException | None, tally: Tally = TALLY
) -> None:
    """Counts one operation that has ended, and what it says of itself."""
    tally.record(OPERATION_DURATION, seconds, operation, _error_type(fields, error))
    for number in SAID.get(operation, ()):
        number.add(tally, fields)


def _error_type(fields: Mapping[str, Any], error: BaseException | None) -> str:
    """Gives what kind of failure it was, "" for none: an answer that says that we are to blame is one, too."""
    if error is not None:
        return type(error).__name__
    status = fields.get("status")
    return str(status) if isinstance(status, int) and status >= _SERVER_ERROR else ""
