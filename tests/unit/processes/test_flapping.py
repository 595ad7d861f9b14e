"""An incident whose alerts clear and fire again and again is held open, and says so once."""

from typing import Any

from shared.domain.alert.facts import Change
from shared.domain.incident.facts import IncidentResolved
from shared.domain.incident.intents import (
    CorrelateAlertsToIncident,
    HoldFlappingIncident,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.kernel.vocabulary import IncidentStatus
from shared.processes.alert_correlation.react import alert_correlation
from tests.support.facts import ingested, minutes, named
from tests.support.given_process import GivenProcess, given_process
from tests.support.incident_facts import rule_put

#: Held after four changes within twenty minutes.
RULE = {"flap_changes": 4, "flap_window_s": 1_200, "hold_down_s": 300}


def fires(at: float, episode: int) -> Any:
    changes = {"change": Change.REFIRED if episode > 1 else Change.NEW, "episode": episode}
    return ingested("a", starts_at=minutes(at), **changes)


def clears(at: float, episode: int) -> Any:
    return ingested("a", change=Change.RESOLVED, episode=episode, status="resolved", ends_at=minutes(at))


def flaps(world: GivenProcess[Any], times: int, every: float) -> float:
    """It fires and clears so often; gives the minute of the last clearing."""
    for number in range(times):
        world.when(fires(2 * number * every, number + 1), at=2 * number * every)
        world.when(clears((2 * number + 1) * every, number + 1), at=(2 * number + 1) * every)
    return (2 * times - 1) * every


def world(**rule: Any) -> GivenProcess[Any]:
    return given_process(alert_correlation).given(rule_put(**(RULE | rule)))


def test_it_is_said_once_when_it_changes_too_often():
    flapping = world()
    flaps(flapping, 2, every=2)
    flapping.when(fires(8, 3), at=8).then_asks(CorrelateAlertsToIncident, HoldFlappingIncident)
    held = flapping.intent(HoldFlappingIncident)
    assert (held.changes, held.within_s) == (4, 1_200)
    flapping.when(clears(10, 3), at=10).then_nothing()
    flapping.when(fires(12, 4), at=12).then_asks(CorrelateAlertsToIncident)


def test_it_stays_open_until_it_has_been_clear_for_the_window():
    held = world()
    last = flaps(held, 3, every=2)
    held.when_timers_fire(at=last + 19.9).then_nothing()
    held.when_timers_fire(at=last + 20).then_asks(ResolveIncident)
    assert "stayed clear for 1200 s" in held.intent(ResolveIncident).summary


def test_slow_changes_are_no_flapping():
    slow = world(flap_window_s=300)
    last = flaps(slow, 4, every=4)
    slow.when_timers_fire(at=last + 5).then_asks(ResolveIncident)


def test_reopening_again_and_again_is_flapping_too():
    slow = world(hold_down_s=0, flap_window_s=7_200)
    for number in range(2):
        at = 10.0 * number
        slow.when(fires(at, number + 1), at=at).when(clears(at + 1, number + 1), at=at + 1).when_timers_fire(at=at + 1)
        slow.then_asks(ResolveIncident)
    slow.when(fires(20, 3), at=20)
    slow.then_asks(TransitionIncidentStatus, CorrelateAlertsToIncident, HoldFlappingIncident)


def test_a_rule_without_the_count_resolves_each_time():
    plain = world(flap_changes=None)
    last = flaps(plain, 5, every=1)
    plain.when_timers_fire(at=last + 5).then_asks(ResolveIncident)


def test_what_a_person_resolved_is_held_no_longer():
    held = world()
    flaps(held, 3, every=2)
    held.when(fires(11, 4), at=11)
    (episode,) = held.states(f"alert:{named('a')}")
    assert episode.flapping_since == minutes(8)
    resolved = IncidentResolved(
        incident_id=episode.incident_id,
        previous=IncidentStatus.OPEN,
        summary="s",
        resolved_by="human:ana",
        resolved_at=minutes(12),
        approval_id=None,
    )
    held.when(resolved, at=12)
    (episode,) = held.states(f"incident:{episode.incident_id}")
    assert episode.flapping_since is None
