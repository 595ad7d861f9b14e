"""What a part leaves in the shared memory is there for whoever watches it, and for its own next start."""

import time

import pytest

from local.beats import Beats


@pytest.fixture
def beats() -> Beats:
    return Beats()


def test_who_opens_the_same_memory_sees_the_same(beats):
    part = Beats(beats.descriptor)
    before = time.monotonic()
    part.holding("line", ["17", "18"])
    (seen,) = beats.seen()
    assert (seen.name, seen.held) == ("line", ("17", "18"))
    assert before <= seen.beat_at <= time.monotonic()
    assert before <= seen.held_since <= time.monotonic()
    part.holding("line", ())
    assert beats.seen()[0].held == ()


def test_a_loop_that_is_expected_is_missed_before_it_ever_goes_round(beats):
    beats.expect("late")
    assert [loop.name for loop in beats.seen()] == ["late"]


def test_a_loop_that_rests_is_not_missed_until_it_beats_again(beats):
    beats.beat("idle")
    beats.resting("idle")
    assert beats.seen() == []
    beats.beat("idle")
    assert [loop.name for loop in beats.seen()] == ["idle"]


def test_when_one_loop_was_heard_is_asked_for_alone(beats):
    assert beats.beat_at("line") is None
    beats.beat("other")
    beats.beat("line")
    assert beats.beat_at("line") == next(loop.beat_at for loop in beats.seen() if loop.name == "line")
    beats.resting("line")
    assert beats.beat_at("line") is None


def test_only_the_loops_to_blame_are_suspected_and_the_times_are_counted(beats):
    for loop in ("guilty", "innocent"):
        beats.holding(loop, [f"{loop}-1", f"{loop}-2"])
    assert beats.bury(lambda loop: loop.name == "guilty") == {"guilty": ("guilty-1", "guilty-2")}
    again = Beats(beats.descriptor)
    assert again.seen() == []
    assert again.suspects("guilty") == {"guilty-1": 1, "guilty-2": 1}
    assert again.suspects("innocent") == {}
    again.holding("guilty", ["guilty-1"])
    beats.bury(lambda _: True)
    assert Beats(beats.descriptor).suspects("guilty") == {"guilty-1": 2, "guilty-2": 1}


def test_work_that_was_put_down_alive_is_no_longer_suspected(beats):
    beats.holding("line", ["1", "2"])
    beats.bury(lambda _: True)
    again = Beats(beats.descriptor)
    again.holding("line", ["1"])
    assert again.suspects("line") == {"1": 1, "2": 1}
    again.holding("line", ())
    assert again.suspects("line") == {"2": 1}


def test_whoever_ends_the_process_takes_the_blame_alone(beats):
    beats.holding("other", ["1"])
    beats.holding("mine", ["2"])
    beats.confess()
    assert {loop.name: loop.held for loop in beats.seen()} == {"other": (), "mine": ("2",)}


def test_a_call_to_the_outside_is_a_sign_of_life_of_the_loop_that_makes_it(beats):
    beats.beat("line")
    before = beats.seen()[0].beat_at
    beats.touch()
    assert beats.seen()[0].beat_at > before


def test_of_more_work_than_there_is_room_for_whole_ids_are_kept(beats):
    work = [str(10**12 + number) for number in range(5_000)]
    beats.holding("line", work)
    held = beats.seen()[0].held
    assert held == tuple(work[: len(held)])
    assert len(held) > 1_000


def test_more_loops_than_can_be_heard_are_refused_by_name(beats):
    for number in range(64):
        beats.beat(f"loop-{number}")
    with pytest.raises(RuntimeError, match="no room for the loop one-more"):
        beats.beat("one-more")
