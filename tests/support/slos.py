"""Objectives for tests: 99 % of counted events over seven days."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.domain.slo.decide import slo
from shared.domain.slo.facts import SLOCreated
from shared.domain.slo.intents import CreateSLO, RecordSLIWindow, UpdateSLO
from shared.domain.slo.values import CountsIndicator, RollingWindow, SLODefinition
from shared.kernel.ids import SloId
from tests.support.given import ANA, NOON, Given

OBJECTIVE = SloId(UUID(int=41))
COUNTS = CountsIndicator(good_query="good", total_query="total")
given = Given(slo)


def definition(**more) -> SLODefinition:
    return SLODefinition(
        **{"name": "Checkout", "target": 99, "window": RollingWindow(days=7), "indicator": COUNTS, **more}
    )


PLAIN = definition()


def create(wanted: SLODefinition = PLAIN) -> CreateSLO:
    return CreateSLO(slo_id=OBJECTIVE, slug="checkout", definition=wanted)


def update(wanted: SLODefinition) -> UpdateSLO:
    return UpdateSLO(slo_id=OBJECTIVE, definition=wanted)


def created(wanted: SLODefinition = PLAIN) -> SLOCreated:
    return SLOCreated(slo_id=OBJECTIVE, slug="checkout", revision=1, definition=wanted, created_by=ANA)


def window(good: int, total: int, *, start: datetime = NOON - timedelta(minutes=5), minutes: float = 5, **more):
    end = start + timedelta(minutes=minutes)
    return RecordSLIWindow(slo_id=OBJECTIVE, window_start=start, window_end=end, good=good, total=total, **more)
