"""What every transport promises: all of it, to everybody who asked, in order per key, until acknowledged or dead."""

from dataclasses import replace

import pytest

from shared.ports.transport import OutboundMessage, Subscription, TransportUnavailable
from tests.support.recorder import INGESTED, TENANT, TOPIC, Recorder, message
from tests.support.transports import TransportWith, publish


def subscription(name: str, *aggregate_types: str, topic: str = TOPIC) -> Subscription:
    return Subscription(
        name=name,
        topic=topic,
        aggregate_types=frozenset(aggregate_types),
        max_attempts=5,
        min_backoff_s=0.02,
        max_backoff_s=0.1,
    )


def needs_dead_letters(transport_name: str) -> None:
    if transport_name == "pubsub-emulator":
        pytest.skip("the emulator neither buries a message of an ordered subscription nor lets its key flow again")


def needs_filters(transport_name: str) -> None:
    if transport_name == "pubsub-emulator":
        pytest.skip("the emulator accepts filters and ignores them; handlers filter again")


def needs_one_line(transport_name: str) -> None:
    if transport_name == "sqs":
        pytest.skip("SQS chooses among the keys by itself, and says of a dead letter only how often it was given out")
    if transport_name.startswith("pubsub"):
        pytest.skip("Pub/Sub delivers every key beside the others: there is no line in which one waits behind another")


def test_a_message_reaches_every_subscription_of_its_topic_and_no_other(transport_with: TransportWith):
    first, second, other = Recorder(), Recorder(), Recorder()
    lines = [subscription("first"), subscription("second"), subscription("other", topic="sre.process.facts.v1")]
    with transport_with(lines, {"first": first, "second": second, "other": other}) as harness:
        publish(harness, message("a", "key"), message("b", "key", topic="sre.process.facts.v1"))
        harness.deliver_until(lambda: bool(first.acknowledged and second.acknowledged and other.acknowledged))
    assert (first.acknowledged, second.acknowledged, other.acknowledged) == (["a"], ["a"], ["b"])


def test_attributes_and_data_arrive_as_they_were_sent(transport_with: TransportWith):
    recorder = Recorder()
    sent = message("a", "tenant/lane-01")
    with transport_with([subscription("only")], {"only": recorder}) as harness:
        publish(harness, sent)
        harness.deliver_until(lambda: bool(recorder.acknowledged))
    (pushed,) = recorder.pushes
    received = {name.lower(): value for name, value in pushed.attributes.items()}
    assert {name.lower(): value for name, value in sent.attributes.items()}.items() <= received.items()
    assert (pushed.subscription, pushed.ordering_key, pushed.data) == ("only", "tenant/lane-01", sent.data)


def test_a_subscription_gets_only_the_types_it_asked_for(transport_with: TransportWith, transport_name: str):
    needs_filters(transport_name)
    recorder = Recorder()
    with transport_with([subscription("only", "incident")], {"only": recorder}) as harness:
        publish(harness, message("a", "key", event_type=INGESTED, holds=["alert"]), message("b", "key"))
        harness.deliver_until(lambda: bool(recorder.acknowledged))
    assert recorder.acknowledged == ["b"]


def test_the_broker_hands_each_message_to_those_who_want_what_it_holds(
    transport_with: TransportWith, transport_name: str
):
    needs_filters(transport_name)
    wanted = {"rules": ["correlation_rule"], "both": ["alert", "incident"], "all": [], "none": ["slo"]}
    recorders = {name: Recorder() for name in wanted}
    with transport_with([subscription(name, *types) for name, types in wanted.items()], recorders) as harness:
        publish(
            harness,
            message("1-rule", "key", holds=["correlation_rule"]),
            message("2-alert", "key", holds=["alert"]),
            message("3-mixed", "key", holds=["alert", "correlation_rule"]),
            message("4-service", "key", holds=["service"]),
            message("5-incident", "key"),
        )
        harness.deliver_until(lambda: sum(len(each.acknowledged) for each in recorders.values()) == 10)
    assert {name: recorder.acknowledged for name, recorder in recorders.items()} == {
        "rules": ["1-rule", "3-mixed"],
        "both": ["2-alert", "3-mixed", "5-incident"],
        "all": ["1-rule", "2-alert", "3-mixed", "4-service", "5-incident"],
        "none": [],
    }


def test_who_goes_on_from_some_facts_of_a_stream_is_not_handed_the_others(
    transport_with: TransportWith, transport_name: str
):
    needs_filters(transport_name)
    started, ended = (f"io.ameide.sre.process-fact.triage-{name}.v1" for name in ("started", "ended"))
    wanted = {"started": [started], "either": [started, ended], "none": ["io.ameide.sre.process-fact.triage-paused.v1"]}
    recorders = {name: Recorder() for name in (*wanted, "rules")}
    lines = [replace(subscription(name), fact_types=frozenset(types)) for name, types in wanted.items()]
    lines.append(replace(subscription("rules", "correlation_rule"), fact_types=frozenset({ended})))
    with transport_with(lines, recorders) as harness:
        publish(
            harness,
            message("1-started", "key", event_type=started, holds=["triage"], facts=[started]),
            message("2-ended", "key", event_type=ended, holds=["triage"], facts=[ended]),
            message("3-rule", "key", holds=["correlation_rule"]),
        )
        harness.deliver_until(lambda: sum(len(each.acknowledged) for each in recorders.values()) == 5)
    assert {name: recorder.acknowledged for name, recorder in recorders.items()} == {
        "started": ["1-started"],
        "either": ["1-started", "2-ended"],
        "none": [],
        "rules": ["2-ended", "3-rule"],
    }


def test_messages_of_one_key_arrive_in_the_order_of_publishing(transport_with: TransportWith):
    recorder = Recorder()
    expected = {key: [f"{key}-{index:02d}" for index in range(10)] for key in ("x", "y", "z")}
    with transport_with([subscription("only")], {"only": recorder}) as harness:
        for index in range(10):
            publish(harness, *(message(expected[key][index], key) for key in expected))
        harness.deliver_until(lambda: len(recorder.acknowledged) == 30)
    assert {key: recorder.of(key) for key in expected} == expected


def test_a_refused_message_is_delivered_again_before_the_next_of_its_key(transport_with: TransportWith):
    refusals = iter([True, True])
    recorder = Recorder(refuse=lambda name: name == "x-1" and next(refusals, False))
    with transport_with([subscription("only")], {"only": recorder}) as harness:
        publish(harness, message("x-1", "x"), message("x-2", "x"))
        harness.deliver_until(lambda: len(recorder.acknowledged) == 2)
    assert recorder.acknowledged == ["x-1", "x-2"]


def test_a_refused_message_does_not_hold_up_other_keys(transport_with: TransportWith):
    recorder = Recorder(refuse=lambda name: name == "x-1" and not recorder.of("y"))
    with transport_with([subscription("only")], {"only": recorder}) as harness:
        publish(harness, message("x-1", "x"), message("x-2", "x"), message("y-1", "y"))
        harness.deliver_until(lambda: len(recorder.acknowledged) == 3)
    assert recorder.of("y") == ["y-1"]
    assert recorder.of("x") == ["x-1", "x-2"]


def test_after_the_last_attempt_a_message_is_a_dead_letter_and_its_key_flows_again(
    transport_with: TransportWith, transport_name: str
):
    needs_dead_letters(transport_name)
    recorder = Recorder(refuse=lambda name: name == "x-1")
    with transport_with([subscription("only")], {"only": recorder}) as harness:
        publish(harness, message("x-1", "x"), message("x-2", "x"))
        harness.deliver_until(lambda: recorder.acknowledged == ["x-2"])
        harness.deliver_until(lambda: harness.dead_letters.count() == 1)
        (dead,) = harness.dead_letters.list(subscription="only", limit=10)
    assert dead.attributes["ce-id"] == "x-1"
    assert (dead.subscription, dead.topic, dead.ordering_key) == ("only", TOPIC, "x")
    assert dead.data == message("x-1", "x").data
    assert dead.attempts >= 5
    assert dead.reason == f"refused {dead.attempts} times"


def test_a_redriven_dead_letter_is_delivered_again_and_is_no_longer_dead(
    transport_with: TransportWith, transport_name: str
):
    needs_dead_letters(transport_name)
    recorder = Recorder(refuse=lambda name: name.startswith("bad"))
    with transport_with([subscription("only")], {"only": recorder}) as harness:
        publish(harness, message("bad-1", "x"), message("bad-2", "x"))
        harness.deliver_until(lambda: harness.dead_letters.count() == 2)
        recorder.refuse = lambda _name: False
        assert harness.dead_letters.redrive(None) == 2
        harness.deliver_until(lambda: len(recorder.acknowledged) == 2)
        assert harness.dead_letters.count() == 0
    assert recorder.acknowledged == ["bad-1", "bad-2"]


def test_one_chosen_dead_letter_can_be_redriven_and_the_others_stay(transport_with: TransportWith, transport_name: str):
    needs_dead_letters(transport_name)
    recorder = Recorder(refuse=lambda name: name.startswith("bad"))
    with transport_with([subscription("only")], {"only": recorder}) as harness:
        publish(harness, message("bad-1", "x"), message("bad-2", "x"))
        harness.deliver_until(lambda: harness.dead_letters.count() == 2)
        recorder.refuse = lambda _name: False
        second = harness.dead_letters.list(subscription=None, limit=10)[1]
        assert harness.dead_letters.redrive([second.dead_letter_id]) == 1
        harness.deliver_until(lambda: recorder.acknowledged == ["bad-2"])
        harness.deliver_until(lambda: harness.dead_letters.count() == 1)


def test_a_message_that_is_too_large_is_refused_and_its_neighbours_are_delivered(transport_with: TransportWith):
    recorder = Recorder()
    huge = OutboundMessage(topic=TOPIC, ordering_key="x", attributes={"ce-id": "huge"}, data=b"0" * 10_000_001)
    with transport_with([subscription("only")], {"only": recorder}) as harness:
        answers = harness.publisher.publish([message("a", "x"), huge, message("b", "x")])
        harness.deliver_until(lambda: recorder.acknowledged == ["a", "b"])
    assert [answer is None for answer in answers] == [True, False, True]


def test_a_broker_that_is_away_is_an_error_of_its_own(transport_with: TransportWith):
    with transport_with([subscription("only")], {"only": Recorder()}) as harness, pytest.raises(TransportUnavailable):
        harness.stranded.publish([message("a", "x")])


OTHER_TENANT = "0d5c0a52-3f0e-5f6a-9d5b-6f1f1f2a0002"


def test_a_backlog_of_one_tenant_does_not_hold_up_another(transport_with: TransportWith, transport_name: str):
    needs_one_line(transport_name)
    recorder = Recorder()
    few = replace(subscription("only"), max_batch_events=3)
    with transport_with([few], {"only": recorder}) as harness:
        publish(harness, *(message(f"a-{number:03d}", f"{TENANT}/lane-01") for number in range(60)))
        publish(harness, *(message(f"b-{number}", f"{OTHER_TENANT}/lane-01", tenant=OTHER_TENANT) for number in (0, 1)))
        harness.deliver_until(lambda: len(recorder.acknowledged) == 62)
    assert recorder.acknowledged.index("b-1") <= 7
    assert recorder.of("a") == [f"a-{number:03d}" for number in range(60)]


def test_a_storm_of_one_source_does_not_hold_up_the_tenants_other_sources(
    transport_with: TransportWith, transport_name: str
):
    needs_one_line(transport_name)
    recorder = Recorder()
    few = replace(subscription("only"), max_batch_events=3)
    with transport_with([few], {"only": recorder}) as harness:
        publish(harness, *(message(f"a-{number:03d}", f"{TENANT}/alertmanager-a/1") for number in range(60)))
        publish(harness, *(message(f"b-{number}", f"{TENANT}/grafana-b/{number}") for number in (0, 1)))
        publish(harness, message("c-0", f"{TENANT}/lane-07"))
        harness.deliver_until(lambda: len(recorder.acknowledged) == 63)
    assert max(recorder.acknowledged.index(name) for name in ("b-0", "b-1", "c-0")) <= 8
    assert recorder.of("a") == [f"a-{number:03d}" for number in range(60)]


def test_an_endpoint_that_fails_otherwise_than_by_refusing_refuses(transport_with: TransportWith, transport_name: str):
    needs_one_line(transport_name)
    recorder = Recorder(refuse=lambda name: name == "bad" and bool(1 // 0))
    with transport_with([subscription("only")], {"only": recorder}) as harness:
        publish(harness, message("bad", "x"), message("good", "y"))
        harness.deliver_until(lambda: harness.dead_letters.count() == 1)
        (dead,) = harness.dead_letters.list(subscription="only", limit=10)
    assert recorder.acknowledged == ["good"]
    assert "ZeroDivisionError" in dead.reason
