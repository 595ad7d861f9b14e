"""A loop that hangs is told apart from one that is starved or waits for the database, and from our own sleep."""

import pytest

from local.beats import PULSE, LoopSeen
from local.limits import Limits, WrongSetting, limits_of
from local.silence import SilenceJudge, Since

_LIMITS = Limits(silence_s=15, loop_silence_s=75)
_NOW = 1000.0


def _loop(name: str, silent_s: float, *held: str, thread: int = 7) -> LoopSeen:
    return LoopSeen(name, _NOW - silent_s, thread, held, 0.0)


def _judge(*loops: LoopSeen, since: Since = Since(), cpu: float | None = 0.0, halted: bool = False) -> str:  # noqa: B008
    silence = SilenceJudge(1, _NOW - 500, _LIMITS, cpu_of=lambda _pid, _thread: cpu)
    silence.judge(loops, _NOW - 1, since, halted=False)
    return silence.judge(loops, _NOW, since, halted=halted)


def test_nobody_is_silent_within_the_time_allowed():
    assert _judge(_loop(PULSE, 14), _loop("line", 74)) == ""


def test_a_part_that_does_not_answer_is():
    assert _judge(_loop(PULSE, 16), _loop("line", 0)) == "has not answered for 16 s"


def test_a_loop_that_does_nothing_is_named_with_what_it_has_in_hand():
    said = _judge(_loop(PULSE, 0), _loop("line", 76, "17", "18"))
    assert said == "hangs in line for 76 s with 2 messages in hand, the first 17"


def test_who_waits_for_the_database_does_not_hang_until_as_long_after_it_is_back():
    assert _judge(_loop(PULSE, 0), _loop("line", 500), since=Since(database_away=_NOW - 74)) == ""
    assert _judge(_loop(PULSE, 0), _loop("line", 500), since=Since(database_away=_NOW - 76)) != ""


def test_nobody_is_late_who_was_halted_together_with_the_watcher():
    assert _judge(_loop(PULSE, 500), _loop("line", 500), since=Since(watched=_NOW - 14)) == ""


def test_a_part_that_never_answers_is_ended_at_last():
    assert _judge(_loop("line", 0)) == "has not begun to answer within 120 s"


def test_a_loop_that_is_starved_is_given_its_time_and_one_that_computed_it_all_is_ended():
    computed = [10.0]
    silence = SilenceJudge(1, _NOW, _LIMITS, cpu_of=lambda _pid, _thread: computed[0])
    loops = [LoopSeen("line", _NOW, 7, (), 0.0)]

    def judged(after_s: float) -> str:
        return silence.judge(
            [*loops, LoopSeen(PULSE, _NOW + after_s, 1, (), 0.0)], _NOW + after_s, Since(), halted=False
        )

    assert judged(10) == ""
    computed[0] = 12.0
    assert judged(300) == ""
    computed[0] = 85.5
    assert judged(400) == "computes without end in line"


def test_one_that_is_halted_is_ended_after_as_long():
    silence = SilenceJudge(1, _NOW, _LIMITS)
    beats = [LoopSeen(PULSE, _NOW + 40, 1, (), 0.0)]
    assert silence.judge(beats, _NOW, Since(), halted=True) == ""
    assert silence.judge(beats, _NOW + 16, Since(), halted=True) == "has been stopped by a signal"
    assert silence.halted


def test_limits_are_settings_and_a_wrong_one_is_named():
    assert limits_of({}) == Limits()
    given = {"SRE_SILENCE_S": "20", "SRE_LOOP_SILENCE_S": "90", "SRE_DATABASE_SILENCE_S": "45", "SRE_LOG_MIB": "1"}
    assert limits_of(given) == Limits(20, 90, 45, 1024 * 1024)
    for wrong in ("no", "0", "inf", "nan", "-3"):
        with pytest.raises(WrongSetting, match="SRE_SILENCE_S is a number from 2"):
            limits_of({"SRE_SILENCE_S": wrong})
