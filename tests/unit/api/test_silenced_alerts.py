"""Which firing periods a silence has held back."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.app.operations.silence.silenced import held_back
from shared.domain.silence.values import SilenceDefinition
from shared.kernel.ids import AlertId
from shared.kernel.vocabulary import AlertStatus, Severity
from shared.projections.alert_groups.fired import FiredEpisode, FiredEpisodes
from shared.projections.page import AsOf
from tests.support.given import NOON, after
from tests.support.silences import once, recurring, utc


def fired(number: int, starts_at: datetime, ends_at: datetime | None, namespace: str = "payments") -> FiredEpisode:
    return FiredEpisode(
        alert_id=AlertId(UUID(int=number)),
        episode=1,
        name="HighErrorRate",
        labels={"namespace": namespace},
        status=AlertStatus.FIRING if ends_at is None else AlertStatus.RESOLVED,
        severity=Severity.HIGH,
        starts_at=starts_at,
        ends_at=ends_at,
        stale_at=None,
    )


def held(definition: SilenceDefinition, until: datetime, *episodes: FiredEpisode) -> list[int]:
    given = FiredEpisodes(items=episodes, all_given=True, as_of=AsOf(position=1, at=until))
    return [each.alert_id.int for each in held_back(definition, until, given)]


def test_what_began_or_went_on_while_it_was_active_was_held_back():
    before, during, long_ago = NOON - timedelta(minutes=5), after(10), NOON - timedelta(hours=9)
    episodes = (
        fired(1, during, after(20)),
        fired(2, during, None),
        fired(3, before, None),
        fired(4, before, after(1)),
        fired(5, before, before + timedelta(minutes=1)),
        fired(6, during, None, namespace="search"),
        fired(7, long_ago, None),
    )
    assert held(once(), after(60), *episodes) == [1, 2, 3, 4, 7]


def test_one_that_was_ended_early_holds_nothing_back_from_then_on():
    started_before, nothing = fired(1, NOON - timedelta(minutes=5), None), NOON
    assert held(once(start=after(1)), nothing, started_before) == []
    assert held(once(start=after(1)), after(2), started_before) == [1]


def test_one_that_recurs_holds_back_in_its_windows_only():
    nightly = recurring("FREQ=DAILY", utc(2026, 3, 1, 0), zone="UTC")
    episodes = (
        fired(1, utc(2026, 3, 2, 1), utc(2026, 3, 2, 1, 30)),
        fired(2, utc(2026, 3, 2, 3), utc(2026, 3, 2, 4)),
        fired(3, utc(2026, 3, 2, 23), utc(2026, 3, 3, 0, 30)),
    )
    assert held(nightly, utc(2026, 3, 4), *episodes) == [1, 3]


def test_one_that_cannot_be_used_has_held_nothing_back():
    assert held(once(matchers=('namespace=~"("',)), after(60), fired(1, after(10), None)) == []
