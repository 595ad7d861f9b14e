"""Accepted means safe: what is published, what is kept, and when the sender has to come again."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.intake import MemorySources
from shared.app.accept_webhook import AcceptWebhook, Delivery
from shared.app.redrive_quarantine import Redriven, RedriveQuarantine
from shared.bootstrap.source_kinds import SOURCE_KINDS, by_name
from shared.kernel.ids import derive
from shared.ports.intake import IntakeUnavailable
from shared.ports.transport import OutboundMessage, PublishRefused, TransportUnavailable
from tests.support.intake import NOW, TENANT, Intake, a_source, as_body, recorded
from tests.support.publishers import RecordingPublisher

KINDS = by_name(SOURCE_KINDS)
FIRING = recorded("alertmanager/firing.json")
GROUPED = recorded("alertmanager/grouped_firing.json")


def with_unknown_status():
    payload = recorded("alertmanager/grouped_firing.json")
    payload["alerts"][1]["status"] = "suppressed"
    return payload


def mended(body, source, received_at):
    """A parser that has learned what the word means."""
    return KINDS["alertmanager"].parse(body.replace(b"suppressed", b"firing"), source, received_at)


def test_an_event_says_who_asked_and_belongs_to_its_webhook():
    intake = Intake()
    receipt = intake.send(GROUPED)
    events = intake.publisher.events
    assert [event["id"] for event in events] == [str(message_id) for message_id in receipt.message_ids]
    assert {event["actor"] for event in events} == {"integration:main"}
    assert {event["source"] for event in events} == {"/sre/ingest_alert"}
    assert {event["tenantid"] for event in events} == {str(TENANT)}
    assert len({event["correlationid"] for event in events}) == 1
    assert {event["data"]["environment_id"] for event in events} == {"prod"}
    (message,) = intake.publisher.messages
    assert message.topic == "sre.domain.intents.v1"
    assert message.attributes["ce-tenantid"] == str(TENANT)
    assert message.ordering_key.startswith(f"{TENANT}/main/")


def test_one_group_has_one_ordering_key_and_another_group_another():
    intake = Intake()
    intake.send(FIRING)
    intake.send(GROUPED)
    intake.send(FIRING | {"groupKey": "{}:{}"})
    first, second, third = [message.ordering_key for message in intake.publisher.messages]
    assert first == second != third


def test_no_message_is_larger_than_a_megabyte_or_longer_than_five_hundred_events():
    payload = recorded("alertmanager/firing.json")
    alert = payload["alerts"][0] | {"annotations": {"description": "x" * 2000}}
    payload["alerts"] = [alert | {"fingerprint": f"{number:016x}"} for number in range(1200)]
    intake = Intake()
    intake.send(payload)
    assert len(intake.publisher.events) == 1200
    assert all(len(message.data) <= 1_000_000 for message in intake.publisher.messages)
    numbers = [int(event["data"]["fingerprint"], 16) for event in intake.publisher.events]
    assert numbers == list(range(1200))
    assert len({message.attributes["ce-id"] for message in intake.publisher.messages}) == len(intake.publisher.messages)


def test_while_the_broker_is_away_nothing_is_accepted():
    intake = Intake()
    intake.publisher.away = True
    with pytest.raises(TransportUnavailable):
        intake.send(FIRING)


def test_while_the_quarantine_is_away_neighbours_go_on_and_the_sender_comes_again():
    intake = Intake()
    intake.quarantine.away = True
    with pytest.raises(IntakeUnavailable):
        intake.send(with_unknown_status())
    assert len(intake.publisher.events) == 2
    intake.quarantine.away = False
    again = intake.send(with_unknown_status())
    assert again.quarantined == 1
    assert {event["id"] for event in intake.publisher.events} == {str(sent) for sent in again.message_ids}


def test_an_unreadable_body_is_kept_whole_and_accepted():
    intake = Intake()
    receipt = intake.send(b"\xff\x00 not json")
    assert (receipt.status, receipt.quarantined, receipt.message_ids) == ("accepted", 1, ())
    (entry,) = intake.quarantine.entries.values()
    assert (entry.body, entry.whole, entry.source_name) == (b"\xff\x00 not json", True, "main")


def test_the_same_unreadable_body_again_is_counted():
    intake = Intake()
    for minute in (0, 1, 2):
        intake.send(b"nonsense", at=NOW + timedelta(minutes=minute))
    assert list(intake.quarantine.times.values()) == [3]


def test_a_body_too_large_to_parse_is_kept_and_accepted():
    intake = Intake()
    small = AcceptWebhook(
        kinds={"alertmanager": replace(KINDS["alertmanager"], max_parsed_bytes=100)},
        publish=intake.publish,
        quarantine=intake.quarantine,
        reconcile=intake.reconcile,
    )
    body = as_body(FIRING)
    receipt = small(a_source(), Delivery(body=body, size=len(body), content_type="", received_at=NOW))
    assert (receipt.status, receipt.quarantined) == ("accepted", 1)
    assert [entry.body for entry in intake.quarantine.entries.values()] == [body]
    assert intake.publisher.messages == []


def test_a_body_that_was_cut_off_is_recorded_with_its_size_and_refused():
    intake = Intake()
    delivery = Delivery(body=b"{", size=80_000_000, content_type="application/json", received_at=NOW)
    receipt = intake.accept(a_source(), delivery)
    assert receipt.status == "too_large"
    (entry,) = intake.quarantine.entries.values()
    assert (entry.size, entry.whole, entry.reason) == (80_000_000, False, "80000000 bytes; cut off")


def test_what_the_broker_will_never_take_is_kept():
    class Refusing:
        def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused]:
            return [PublishRefused("too large") for _ in messages]

    intake = Intake()
    intake.accept = replace(intake.accept, publish=replace(intake.publish, publisher=Refusing()))
    receipt = intake.send(FIRING)
    assert (receipt.quarantined, receipt.reason) == (len(FIRING["alerts"]), "the broker refuses it: too large")
    assert [entry.body for entry in intake.quarantine.entries.values()] == [as_body(FIRING)]


def test_alerts_that_are_too_much_together_are_published_one_by_one():
    intake = Intake(publisher=RecordingPublisher(refuses=lambda data: len(json.loads(data)) > 1))
    receipt = intake.send(FIRING | {"alerts": [FIRING["alerts"][0] | {"fingerprint": f"{n}"} for n in range(3)]})
    assert (receipt.quarantined, intake.quarantine.entries) == (0, {})
    assert [len(json.loads(message.data)) for message in intake.publisher.messages] == [1, 1, 1]
    assert len({message.attributes["ce-id"] for message in intake.publisher.messages}) == 3


def redrive(intake: Intake, **parsers) -> Redriven:
    sources = MemorySources({"token": a_source()})
    kinds = {name: replace(kind, parse=parsers.get(name, kind.parse)) for name, kind in KINDS.items()}
    return RedriveQuarantine(kinds=kinds, publish=intake.publish, quarantine=intake.quarantine, sources=sources)()


def test_a_redrive_publishes_what_is_understood_by_now_under_the_time_it_came():
    intake = Intake()
    intake.send(with_unknown_status())
    assert redrive(intake) == Redriven(settled=0, still_waiting=1)
    assert redrive(intake, alertmanager=mended) == Redriven(settled=1, still_waiting=0)
    assert redrive(intake, alertmanager=mended) == Redriven(settled=0, still_waiting=0)
    driven = intake.publisher.events[-1]
    assert (driven["data"]["status"], driven["time"]) == ("firing", "2026-11-23T03:16:30.000000Z")


def test_a_redrive_that_fails_to_publish_leaves_the_entry_waiting():
    intake = Intake()
    intake.send(with_unknown_status())
    intake.publisher.away = True
    with pytest.raises(TransportUnavailable):
        redrive(intake, alertmanager=mended)
    intake.publisher.away = False
    assert redrive(intake, alertmanager=mended) == Redriven(settled=1, still_waiting=0)


def test_a_redrive_of_somebody_who_is_gone_says_so():
    intake = Intake()
    intake.send(b"nonsense")
    entry_id = next(iter(intake.quarantine.entries))
    again = RedriveQuarantine(
        kinds=KINDS, publish=intake.publish, quarantine=intake.quarantine, sources=MemorySources({})
    )
    assert again([derive("somebody", "else")]) == Redriven(0, 0)
    assert again([entry_id]) == Redriven(0, 1)
    assert intake.quarantine.entries[entry_id].reason == "its source is no longer registered"


def test_a_redrive_of_a_kind_that_is_known_no_longer_says_so():
    intake = Intake()
    intake.send(b"nonsense")
    sources = MemorySources({"token": a_source("nagios")})
    again = RedriveQuarantine(kinds=KINDS, publish=intake.publish, quarantine=intake.quarantine, sources=sources)
    assert again() == Redriven(0, 1)
    (entry,) = intake.quarantine.entries.values()
    assert entry.reason == "sources of kind nagios are not known here"
