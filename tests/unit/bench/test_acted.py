"""The arithmetic of an incident's time: what is ours is what is left when all waiting is taken away."""

import pytest

from bench.acted import Moments, Said, figures

NOTE, PLAN = "note", "plan"
SAID = (
    Said("incident-triage-started", None, 0.0),
    Said("approval-awaited", PLAN, 3.0),
    Said("approval-granted", PLAN, 10.0),
    Said("approval-received", PLAN, 10.5),
    Said("approval-consumed", PLAN, 10.75),
    Said("remediation-applied", PLAN, 20.5),
    Said("verification-started", None, 20.5),
    Said("verification-completed", None, 47.0),
    Said("approval-awaited", NOTE, 48.0),
    Said("approval-granted", NOTE, 48.0),
    Said("approval-received", NOTE, 48.5),
    Said("approval-consumed", NOTE, 49.5),
    Said("remediation-applied", NOTE, 50.0),
    Said("incident-triage-completed", None, 50.0),
)
MOMENTS = Moments(SAID, recovered_at=30.0, hold_s=15.0)


def test_an_approval_takes_from_its_own_yes_to_its_own_use():
    assert list(MOMENTS.yes_to_effect) == [0.75, 1.5]


def test_the_hold_is_not_counted_as_time_to_believe_it():
    assert MOMENTS.believed_after == 2.0


def test_ours_and_waiting_are_the_whole():
    told = {each.name: each.value for each in figures([MOMENTS])}
    assert told["an incident, waiting"] == pytest.approx(7.5 + 10 + 26.5 + 0.5 + 1.5)
    assert told["an incident, ours"] + told["an incident, waiting"] == pytest.approx(50.0)
    assert told["an incident, share that is ours"] == pytest.approx(8.0)
