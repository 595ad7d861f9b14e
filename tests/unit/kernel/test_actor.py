"""An actor is a kind and an id, and is stored as one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.actor import Actor, ActorKind


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("human:ada", Actor(ActorKind.HUMAN, "ada")),
        ("agent:triage", Actor(ActorKind.AGENT, "triage")),
        ("integration:ci", Actor(ActorKind.INTEGRATION, "ci")),
        ("process:correlation/1:2", Actor(ActorKind.PROCESS, "correlation/1:2")),
        ("human:", Actor(ActorKind.HUMAN, "")),
        ("human", Actor(None, "human")),
        ("ada", Actor(None, "ada")),
        ("robot:ada", Actor(None, "robot:ada")),
        ("", Actor(None, "")),
    ],
)
def test_it_is_read_from_its_text(text, actor):
    assert Actor.of(text) == actor
    assert actor.is_human == text.startswith("human:")


@given(st.text() | st.sampled_from(ActorKind).flatmap(lambda kind: st.text().map(lambda name: f"{kind}:{name}")))
def test_whatever_was_stored_comes_back_as_it_was(text):
    assert str(Actor.of(text)) == text
