"""What one subscriber of a process has decoded the next one finds, and only when all of it is the same."""

import json
from typing import Any

import pytest

from shared.adapters.cloudevents.codec import Codec, Unreadable
from shared.adapters.cloudevents.recent import RecentEnvelopes
from shared.domain.alert.facts import ALERT_FACTS
from shared.domain.runbook.facts import RUNBOOK_FACTS
from tests.support.facts import Log, ingested


def wire() -> dict[str, Any]:
    return json.loads(Codec(ALERT_FACTS).encode(Log().add(ingested("a"))))


def test_the_second_subscriber_is_given_what_the_first_one_decoded():
    recent = RecentEnvelopes()
    first, second = Codec(ALERT_FACTS, recent=recent), Codec(ALERT_FACTS, recent=recent)
    assert second.decode(wire()) is first.decode(wire())


def test_an_event_with_a_known_id_and_another_content_is_decoded():
    codec = Codec(ALERT_FACTS, recent=RecentEnvelopes())
    event = wire()
    known = codec.decode(event)
    other = codec.decode({**event, "actor": "user:other"})
    assert (known.actor, other.actor) == (event["actor"], "user:other")


def test_who_does_not_know_the_type_is_not_given_it_either():
    recent = RecentEnvelopes()
    Codec(ALERT_FACTS, recent=recent).decode(wire())
    with pytest.raises(Unreadable, match="unknown type"):
        Codec(RUNBOOK_FACTS, recent=recent).decode(wire())


def test_an_event_without_an_id_is_told_as_ever():
    codec = Codec(ALERT_FACTS, recent=RecentEnvelopes())
    with pytest.raises(Unreadable):
        codec.decode({**wire(), "id": ["x"]})


def test_no_more_is_kept_than_the_limit_allows():
    recent = RecentEnvelopes(limit=2)
    codec = Codec(ALERT_FACTS, recent=recent)
    events = [{**wire(), "id": f"0d5c0a52-3f0e-5f6a-9d5b-6f1f1f2a000{number}"} for number in range(5)]
    for event in events:
        codec.decode(event)
    assert [recent.find(event) is not None for event in events] == [False, False, True, True, True]
