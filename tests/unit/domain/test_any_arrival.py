"""Sightings of one episode, in any order of arrival: a resolve among them is the last word."""

from datetime import timedelta
from uuid import UUID

import hypothesis
from hypothesis import strategies as st

from shared.domain.alert.decide import alert
from shared.kernel.decider import Context, Ignored
from shared.kernel.vocabulary import AlertStatus
from tests.support.alerts import RETRY_WINDOW, sighted
from tests.support.given import NOON

CONTEXT = Context(at=NOON, actor="integration:alertmanager", message_id=UUID(int=1))
_sightings = st.lists(st.sampled_from(["firing", "firing", "resolved"]), min_size=1, max_size=8)
_gaps = st.integers(0, int(RETRY_WINDOW.total_seconds()) // 8)


@hypothesis.given(_sightings.flatmap(st.permutations), st.lists(_gaps, min_size=8, max_size=8))
def test_a_resolve_among_the_sightings_of_an_episode_is_the_last_word(statuses, gaps):
    state, received_at, episodes = None, NOON, set()
    for status, gap in zip(statuses, gaps, strict=False):
        received_at += timedelta(seconds=gap)
        told = sighted(status, received_at=received_at, annotations={"received": received_at.isoformat()})
        decision = alert.decide(told, state, CONTEXT)
        state = state if isinstance(decision, Ignored) else alert.fold(decision, state)
        assert state is not None
        episodes.add(state.episode)
    assert state is not None
    assert state.status is (AlertStatus.RESOLVED if "resolved" in statuses else AlertStatus.FIRING)
    assert episodes == {1}
