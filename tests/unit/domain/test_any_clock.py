"""A true history told by senders as they are: late, twice, merged, with losses, by clocks that are wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import hypothesis
from hypothesis import strategies as st

from shared.domain.alert.decide import alert
from shared.domain.alert.facts import AlertSightingIgnored
from shared.domain.alert.intents import IngestAlert
from shared.domain.alert.state import Alert
from shared.kernel.decider import Context, Ignored
from shared.kernel.vocabulary import AlertStatus
from tests.support.alerts import sighted
from tests.support.examples import examples
from tests.support.given import NOON

WINDOW_S = 60
_FEW_S = st.integers(0, WINDOW_S - 1)
#: Often short enough for one message to overtake the next.
_GAP_S = st.one_of(st.integers(1, 10), st.integers(1, 10), st.integers(1, 4_000))


@dataclass(frozen=True)
class Sent:
    """``at`` and the claims in seconds after noon."""

    at: int
    status: str
    start: int
    end: int | None


@dataclass(frozen=True)
class Heard:
    arrives: int
    sent: Sent


@st.composite
def histories(draw: Any) -> tuple[Sequence[Sent], bool]:
    """What a truthful sender says of some episodes, and whether it fires in the end. Nothing of the last is missing."""
    now, sent, ended = 0, [], 0
    episodes = draw(st.integers(1, 4))
    ends_firing = draw(st.booleans())
    for number in range(episodes):
        now += draw(_GAP_S)
        start, merged_earlier = now, draw(st.sampled_from((0, 0, 7)))
        is_last = number == episodes - 1
        told = draw(st.sampled_from((1, 1, 2, 3) if is_last and ends_firing else (0, 1, 1, 3)))
        for _ in range(told):
            now += draw(_GAP_S)
            sent.append(Sent(now, "firing", start, None))
        if is_last and ends_firing:
            break
        now += draw(_GAP_S)
        end = now
        now += draw(st.integers(0, 30))
        if is_last or draw(st.sampled_from((True, True, False))):
            # Merged with an earlier start by Alertmanager, which never reaches into an episode that it has ended.
            earliest = max(ended + 1, start - merged_earlier) if told else start
            sent.append(Sent(now, "resolved", earliest, end))
        ended = end
    return sent, ends_firing


@st.composite
def deliveries(draw: Any, sent: Sequence[Sent]) -> list[Heard]:
    """Each once or twice, each up to a retry window late."""
    heard = [Heard(each.at + draw(_FEW_S), each) for each in sent for _ in range(draw(st.sampled_from((1, 1, 2))))]
    return sorted(heard, key=lambda each: each.arrives)


def tell(heard: Sequence[Heard], skew: timedelta) -> tuple[Alert | None, list[tuple[IngestAlert, Any]]]:
    state, seen, story = None, None, []
    for each in heard:
        told = sighted(
            each.sent.status,
            starts_at=NOON + timedelta(seconds=each.sent.start) + skew,
            ends_at=None if each.sent.end is None else NOON + timedelta(seconds=each.sent.end) + skew,
            received_at=NOON + timedelta(seconds=each.arrives),
            retry_window_s=WINDOW_S,
        )
        context = Context(at=told.received_at, actor="integration:prod", message_id=UUID(int=1), sighted_at=seen)
        decision = alert.decide(told, state, context)
        facts: Any = decision.facts if isinstance(decision, Ignored) else decision
        state = alert.fold(facts, state)
        seen = seen if isinstance(decision, Ignored) else told.received_at
        story.append((told, decision))
    return state, story


SKEWS = st.sampled_from([0, 1, -1, 200, -200, 299, 301, 330, 400, -400, 3_600, -3_600, 86_400 * 90, -86_400 * 90])


@hypothesis.settings(max_examples=examples(150))
@hypothesis.given(st.data(), histories(), SKEWS)
def test_whatever_is_late_twice_or_lost_on_the_way_the_last_state_is_the_true_one(data, history, skew):
    sent, ends_firing = history
    state, _ = tell(data.draw(deliveries(sent)), timedelta(seconds=skew))
    assert state is not None
    assert state.status is (AlertStatus.FIRING if ends_firing else AlertStatus.RESOLVED)


_NONSENSE = st.integers(-(10**8), 10**8)
_ANYTHING = st.builds(
    Heard,
    st.integers(0, 10_000),
    st.builds(Sent, st.just(0), st.sampled_from(["firing", "resolved"]), _NONSENSE, _NONSENSE),
)


@hypothesis.settings(max_examples=examples(75))
@hypothesis.given(st.lists(_ANYTHING, max_size=12), _NONSENSE)
def test_whatever_was_said_before_a_sender_that_insists_on_firing_is_believed_and_what_is_ignored_leaves_a_fact(
    before, start
):
    heard = sorted(before, key=lambda each: each.arrives)
    insisting = [Heard(at, Sent(0, "firing", start, None)) for at in (20_000, 20_000 + WINDOW_S)]
    state, story = tell([*heard, *insisting], timedelta(0))
    assert state is not None
    assert state.status is AlertStatus.FIRING
    for told, decision in story:
        if isinstance(decision, Ignored):
            (fact,) = decision.facts
            assert isinstance(fact, AlertSightingIgnored)
            assert (fact.status, fact.starts_at) == (told.status, told.starts_at)


@hypothesis.settings(max_examples=examples(75))
@hypothesis.given(st.lists(_ANYTHING, max_size=12))
def test_no_fact_claims_a_time_far_after_it_was_heard_or_an_end_before_its_start(before):
    _, story = tell(sorted(before, key=lambda each: each.arrives), timedelta(0))
    for told, decision in story:
        for fact in () if isinstance(decision, Ignored) else decision:
            latest = told.received_at + timedelta(minutes=5)
            assert fact.starts_at <= latest
            assert fact.ends_at is None or fact.starts_at <= fact.ends_at <= latest
