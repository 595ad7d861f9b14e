"""Silences for tests."""

from datetime import UTC, datetime
from uuid import UUID

from shared.domain.silence.decide import silence
from shared.domain.silence.intents import CreateSilence
from shared.domain.silence.values import Recurrence, SilenceDefinition
from shared.kernel.ids import SilenceId
from tests.support.given import NOON, Given, after

SILENCE = SilenceId(UUID(int=8))
PAYMENTS = ('namespace="payments"',)
AN_HOUR_LATER = after(60)
given = Given(silence)


def utc(year: int, month: int, day: int, *time: int) -> datetime:
    """``time``: hour, minute, second, microsecond, or fewer."""
    hour, minute, second, microsecond = (*time, 0, 0, 0, 0)[:4]
    return datetime(year, month, day, hour, minute, second, microsecond, UTC)


def once(start: datetime = NOON, end: datetime | None = AN_HOUR_LATER, **more) -> SilenceDefinition:
    return SilenceDefinition(**{"matchers": PAYMENTS, "starts_at": start, "ends_at": end, "reason": "upgrade", **more})


def recurring(rrule: str, start: datetime, *, zone: str = "Europe/Berlin", hours: float = 2, end=None):
    recurrence = Recurrence(rrule=rrule, zone=zone, duration_s=int(hours * 3600))
    return SilenceDefinition(
        kind="maintenance", matchers=PAYMENTS, starts_at=start, ends_at=end, recurrence=recurrence, reason="upgrade"
    )


def create(definition: SilenceDefinition) -> CreateSilence:
    return CreateSilence(silence_id=SILENCE, definition=definition)
