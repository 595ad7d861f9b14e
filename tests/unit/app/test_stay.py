"""Whoever is woken for a timer stays until it is due; others who come meanwhile make him stay longer, and go."""

import pytest

from shared.app.stay import Stay


class Days:
    """Time passes only while somebody sleeps; ``at`` says what happens when so many seconds are over."""

    def __init__(self) -> None:
        self.time = 0.0
        self.ticked: list[float] = []
        self.fails = False
        self.stay = Stay(tick=self.tick, at_most_s=60.0, now=lambda: self.time, sleep=self.sleep)
        self.comes_at: dict[float, float] = {}

    def tick(self) -> dict[str, int]:
        if self.fails:
            raise ValueError("away")
        self.ticked.append(self.time)
        return {"triage": 1}

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        if self.time in self.comes_at:
            assert self.stay(self.comes_at[self.time]) == {}


def test_the_clock_ticks_once():
    days = Days()
    assert days.stay() == {"triage": 1}
    assert days.ticked == [0.0]


def test_whoever_is_woken_ticks_until_the_time_is_over():
    days = Days()
    assert days.stay(12.0) == {"triage": 3}
    assert days.ticked == [0.0, 5.0, 10.0]


def test_who_comes_meanwhile_makes_him_stay_longer_and_goes():
    days = Days()
    days.comes_at[10.0] = 12.0
    assert days.stay(12.0) == {"triage": 5}
    assert days.ticked == [0.0, 5.0, 10.0, 15.0, 20.0]


def test_nobody_stays_for_longer_than_a_request_may_and_the_clock_takes_over_what_is_left():
    days = Days()
    days.stay(70.0)
    assert days.ticked[-1] == 55.0
    days.stay()
    assert days.ticked[-1] == 65.0


def test_a_tick_that_fails_is_told_and_the_next_may_come():
    days = Days()
    days.fails = True
    with pytest.raises(ValueError, match="away"):
        days.stay(12.0)
    days.fails = False
    assert days.stay() != {}
