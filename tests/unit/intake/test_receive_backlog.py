"""What is asked is at the broker, and what cannot be read is kept, before anything is acknowledged."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.transformation.backlog_item import read_backlog_event
from shared.app.importing.receive_backlog import ReceiveBacklog, Received
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.ports.transport import TransportUnavailable
from shared.ports.unreadable_events import UnreadableEvent
from tests.support.publishers import RecordingPublisher
from tests.support.transformation import recorded, told

TENANT, OTHER = UUID(int=10), UUID(int=11)


class Shelf:
    def __init__(self) -> None:
        self.kept: list[UnreadableEvent] = []

    def keep(self, poison: Sequence[UnreadableEvent]) -> None:
        self.kept += poison


class Both:
    def known(self, tenant_id: UUID) -> bool:
        return tenant_id in {TENANT, OTHER}


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC)


class Backlog:
    def __init__(self, publisher: RecordingPublisher | None = None) -> None:
        self.publisher = publisher or RecordingPublisher()
        self.shelf = Shelf()
        self.receive = ReceiveBacklog(
            read=read_backlog_event,
            tenants=Both(),
            unreadable=self.shelf,
            publisher=self.publisher,
            encode=Codec((PutKnowledgeDocument, RemoveKnowledgeDocument)).encode,
            batch_attributes=batch_attributes,
            batch_data=batch_data,
            clock=StoppedClock(),
        )


def test_each_event_is_asked_for_passed_over_or_kept():
    backlog = Backlog()
    events = [told("changed", 1), recorded("of-another-kind"), told("changed", 2, title="")]
    assert backlog.receive(events) == Received(asked=1, unknown=1, unreadable=1)
    assert [event["data"]["content"]["title"] for event in backlog.publisher.events] == ["text 1"]
    assert [(poison.tenant_id, poison.reason[:25]) for poison in backlog.shelf.kept] == [
        (str(TENANT), "the item has no title: an")
    ]


def test_nothing_to_ask_asks_nothing_of_the_broker():
    backlog = Backlog()
    backlog.publisher.away = True
    assert backlog.receive([recorded("of-another-kind")]) == Received(asked=0, unknown=1, unreadable=0)


def test_the_events_of_one_item_travel_in_their_order_and_tenants_apart():
    backlog = Backlog()
    backlog.receive([told("changed", 1), told("changed", 1, tenant=OTHER), told("changed", 2), told("removed", 3)])
    messages = backlog.publisher.messages
    assert [message.attributes["ce-tenantid"] for message in messages] == [str(TENANT), str(OTHER)]
    assert {message.topic for message in messages} == {"sre.domain.intents.v1"}
    assert [message.ordering_key.partition("/")[0] for message in messages] == [str(TENANT), str(OTHER)]
    numbers = [event["data"]["revision"]["number"] for event in backlog.publisher.events]
    assert numbers == [1, 2, 3, 1]


def test_no_message_is_larger_than_a_megabyte():
    backlog = Backlog()
    backlog.receive([told("changed", number, body="\u00e9" * 100_000) for number in range(12)])
    assert len(backlog.publisher.events) == 12
    assert all(len(message.data) <= 1_000_000 for message in backlog.publisher.messages)


def test_a_broker_that_is_away_means_deliver_again_and_the_ids_are_the_same():
    backlog = Backlog()
    backlog.publisher.away = True
    with pytest.raises(TransportUnavailable):
        backlog.receive([told("changed", 1)])
    backlog.publisher.away = False
    backlog.receive([told("changed", 1)])
    backlog.receive([told("changed", 1)])
    first, again = backlog.publisher.events
    assert first == again


def test_what_the_broker_will_never_take_is_kept():
    backlog = Backlog(RecordingPublisher(refuses=lambda event: "strange" in event))
    backlog.receive([told("changed", 1, title="strange"), told("changed", 1, item="PAY-2", tenant=OTHER)])
    assert [event["tenantid"] for event in backlog.publisher.events] == [str(OTHER)]
    assert [(poison.tenant_id, poison.reason) for poison in backlog.shelf.kept] == [
        (str(TENANT), "the broker refuses it: too strange")
    ]
