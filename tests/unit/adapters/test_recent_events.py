"""A fact that several functions of one process are given is decoded once, and an equal id alone is no proof."""

import json
from typing import Any

import pytest

from shared.adapters.cloudevents.codec import Codec, Unreadable
from shared.adapters.cloudevents.recent import RecentEvents, SharingCodec
from shared.domain.alert.facts import AlertIngested
from shared.domain.incident.facts import IncidentCreated
from tests.support import facts as make
from tests.support.facts import CODEC, Log


def event_of(fact: Any) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(CODEC.encode(Log().add(fact)))
    return event


def test_an_equal_event_is_decoded_once_for_all_codecs_of_a_process():
    recent = RecentEvents()
    first = SharingCodec((AlertIngested,), recent).decode(event_of(make.ingested("a")))
    assert SharingCodec((AlertIngested, IncidentCreated), recent).decode(event_of(make.ingested("a"))) is first
    assert first == CODEC.decode(event_of(make.ingested("a")))


def test_another_event_of_the_same_id_is_read_for_itself():
    codec = SharingCodec((AlertIngested,), RecentEvents())
    codec.decode(event_of(make.ingested("a")))
    assert codec.decode(event_of(make.ingested("a", name="DiskFull"))).data.name == "DiskFull"


def test_what_one_codec_knows_stays_unreadable_to_one_that_does_not():
    recent = RecentEvents()
    event = event_of(make.ingested("a"))
    SharingCodec((AlertIngested,), recent).decode(event)
    with pytest.raises(Unreadable, match="unknown type"):
        SharingCodec((IncidentCreated,), recent).decode(event)


@pytest.mark.parametrize("event", [{}, {"id": 7}, {"id": ["a"], "type": "x"}, {"id": "a", "type": None}], ids=repr)
def test_what_is_no_event_is_unreadable_as_ever(event: dict[str, Any]):
    with pytest.raises(Unreadable):
        Codec((AlertIngested,)).decode(event)
    with pytest.raises(Unreadable):
        SharingCodec((AlertIngested,), RecentEvents()).decode(event)


def test_it_keeps_a_bounded_number_of_events():
    recent = RecentEvents(most=10)
    codec = SharingCodec((AlertIngested,), recent)
    events = [event_of(make.ingested(f"a{number}")) for number in range(45)]
    for event in events:
        codec.decode(event)
    assert [recent.find(event) is not None for event in events] == [False] * 30 + [True] * 15
