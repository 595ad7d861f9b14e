"""Intake conformance fixtures 1 to 17, as far as translation and envelopes go; the decider has tests of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.grafana.webhook import parse_grafana
from shared.kernel.vocabulary import Severity
from shared.ports.webhook import UnexpectedPayload
from tests.support.intake import NOW, OTHER_TENANT, Intake, a_source, as_body, changed, read, recorded

FIRING = "alertmanager/firing.json"
GROUPED = "alertmanager/grouped_firing.json"


def test_fixture_01_the_same_post_twice_is_one_message_id():
    intake = Intake()
    first = intake.send(recorded(FIRING), at=NOW)
    second = intake.send(recorded(FIRING), at=NOW + timedelta(seconds=15))
    assert first.message_ids == second.message_ids
    assert len(first.message_ids) == 1


def test_fixture_01_the_same_labels_in_another_order_are_the_same_message():
    other = recorded(FIRING)
    other["alerts"][0]["labels"] = dict(reversed(other["alerts"][0]["labels"].items()))
    intake = Intake()
    assert intake.send(recorded(FIRING)).message_ids == intake.send(other).message_ids
    assert intake.publisher.events[0]["data"] == intake.publisher.events[1]["data"]


def test_fixture_02_a_repeat_after_four_hours_is_another_message_so_that_last_seen_moves():
    intake = Intake()
    first = intake.send(recorded(FIRING), at=NOW)
    repeat = intake.send(recorded("alertmanager/firing.json"), at=NOW + timedelta(hours=4))
    assert first.message_ids != repeat.message_ids
    assert [event["data"]["received_at"] for event in intake.publisher.events] == [
        "2026-11-23T03:16:30Z",
        "2026-11-23T07:16:30Z",
    ]


def test_fixture_03_each_alert_of_a_mixed_group_is_judged_by_its_own_status():
    payload = recorded("alertmanager/partially_resolved.json")
    assert payload["status"] == "firing"
    statuses = {intent.labels["pod"]: intent.status for intent in read(payload).intents}
    assert statuses == {"checkout-1": "firing", "checkout-2": "resolved", "checkout-3": "firing"}


def test_fixture_04_truncated_alerts_are_asked_for_and_nothing_is_resolved():
    intake = Intake()
    receipt = intake.send(recorded(GROUPED) | {"truncatedAlerts": 7})
    assert intake.reconcile.requests == [("main", recorded(GROUPED)["groupKey"], 7)]
    assert len(receipt.message_ids) == 3
    assert {event["data"]["status"] for event in intake.publisher.events} == {"firing"}


def test_fixture_05_every_intent_says_how_long_silence_is_believed():
    default = read(recorded(FIRING)).intents[0]
    configured = read(recorded(FIRING), a_source(repeat_interval_s=3600, group_interval_s=60, stale_factor=3)).intents[
        0
    ]
    assert default.stale_after_s == 2 * (4 * 3600 + 300)
    assert configured.stale_after_s == 3 * (3600 + 60)


def test_fixture_06_a_firing_retry_after_its_resolve_is_absorbed_or_judged_with_the_retry_window():
    intake = Intake()
    firing = intake.send(recorded(FIRING), at=NOW)
    resolved = intake.send(changed(recorded(FIRING), status="resolved", endsAt="2026-11-23T03:16:25Z"), at=NOW)
    assert firing.message_ids != resolved.message_ids
    late = intake.send(recorded(FIRING), at=NOW + timedelta(seconds=10))
    assert late.message_ids == firing.message_ids
    assert read(recorded(FIRING), a_source(retry_window_s=90)).intents[0].retry_window_s == 90


def test_fixture_07_a_new_start_is_another_message_about_the_same_alert():
    first = read(recorded(FIRING)).intents[0]
    again = read(changed(recorded(FIRING), startsAt="2026-11-23T04:00:00Z")).intents[0]
    assert first.alert_id == again.alert_id
    intake = Intake()
    again_ids = intake.send(changed(recorded(FIRING), startsAt="2026-11-23T04:00:00Z")).message_ids
    assert intake.send(recorded(FIRING)).message_ids != again_ids


@pytest.mark.parametrize("settings", [{}, {"retry_window_s": 0}, {"group_interval_s": 1}])
def test_fixture_08_a_refire_under_an_unchanged_start_has_its_own_id_once_the_retry_window_is_over(settings):
    source = a_source(**settings)
    intake = Intake()
    firing = intake.send(recorded(FIRING), source, NOW)
    window = source.settings.retry_window_s
    refire = intake.send(recorded(FIRING), source, NOW + timedelta(seconds=window, milliseconds=1))
    assert refire.message_ids != firing.message_ids


def test_fixture_09_a_label_added_by_relabelling_is_another_alert():
    before = read(recorded(FIRING)).intents[0]
    payload = changed(recorded(FIRING), fingerprint="0123456789abcdef")
    payload["alerts"][0]["labels"]["replica"] = "b"
    assert read(payload).intents[0].alert_id != before.alert_id


def test_fixture_10_a_routing_edit_changes_the_group_key_and_nobodys_identity():
    intake = Intake()
    before = intake.send(recorded(GROUPED))
    after = intake.send(recorded(GROUPED) | {"groupKey": '{}/{team="payments"}:{service="checkout"}'})
    assert before.message_ids == after.message_ids


def test_fixture_11_two_tenants_with_the_same_fingerprint_share_nothing():
    intake = Intake()
    mine = intake.send(recorded(FIRING), a_source())
    theirs = intake.send(recorded(FIRING), a_source(tenant_id=OTHER_TENANT))
    assert mine.message_ids != theirs.message_ids
    one, other = intake.publisher.events
    assert one["data"]["alert_id"] != other["data"]["alert_id"]
    assert one["tenantid"] != other["tenantid"]
    assert one["correlationid"] != other["correlationid"]
    assert len({message.ordering_key for message in intake.publisher.messages}) == 2


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("2026-11-23T03:16:13.002Z", datetime(2026, 11, 23, 3, 16, 13, 2000, tzinfo=UTC)),
        ("2026-11-23T03:16:13.123456789Z", datetime(2026, 11, 23, 3, 16, 13, 123456, tzinfo=UTC)),
        ("2026-11-23T05:16:13+02:00", datetime(2026, 11, 23, 3, 16, 13, tzinfo=UTC)),
        ("2026-11-22T22:46:13.5-04:30", datetime(2026, 11, 23, 3, 16, 13, 500000, tzinfo=UTC)),
        ("2026-11-23 03:16:13.112013015 +0000 UTC m=+8560.285724134", NOW.replace(second=13, microsecond=112013)),
        ("2026-11-23 05:16:13 +0200 CEST", NOW.replace(second=13)),
    ],
)
def test_fixture_12_times_are_understood_with_any_offset_and_precision(sent, meant):
    assert read(changed(recorded(FIRING), startsAt=sent)).intents[0].starts_at == meant


def test_fixture_12_the_zero_end_is_none_and_a_firing_alert_has_no_end():
    assert read(recorded(FIRING)).intents[0].ends_at is None
    assert read(changed(recorded(FIRING), endsAt="2026-11-23T09:00:00Z")).intents[0].ends_at is None
    resolved = read(changed(recorded(FIRING), status="resolved", endsAt="2026-11-23T09:00:00+01:00")).intents[0]
    assert resolved.ends_at == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_fixture_13_an_unknown_severity_counts_as_high_in_sight_and_costs_nothing():
    payload = recorded(GROUPED)
    payload["alerts"][1]["labels"]["severity"] = "purple"
    intake = Intake()
    receipt = intake.send(payload)
    assert (len(receipt.message_ids), receipt.quarantined) == (3, 0)
    told = intake.publisher.events[1]["data"]
    assert told["severity"] == "high"
    assert told["marks"][0].startswith("severity 'purple' is not a word we know: taken as high")


def test_fixture_13_an_unknown_status_is_kept_aside():
    reading = read(changed(recorded(FIRING), status="suppressed"))
    assert reading.intents == ()
    assert reading.invalid == ("alerts[0]: unknown status 'suppressed'",)


def test_fixture_13_an_absent_severity_is_not_an_unknown_one():
    payload = recorded(FIRING)
    del payload["alerts"][0]["labels"]["severity"]
    assert read(payload).intents[0].severity is Severity.MEDIUM


def test_fixture_14_five_hundred_alerts_are_two_messages_at_most_and_all_of_them_travel():
    payload = recorded(FIRING)
    alert = payload["alerts"][0]
    payload["alerts"] = [alert | {"fingerprint": f"{number:016x}"} for number in range(500)]
    intake = Intake()
    receipt = intake.send(payload)
    assert len(set(receipt.message_ids)) == 500
    assert len(intake.publisher.events) == 500
    assert all(len(message.data) <= 1_000_000 for message in intake.publisher.messages)
    assert len({message.ordering_key for message in intake.publisher.messages}) == 1


def test_fixture_15_unknown_fields_are_accepted():
    payload = changed(recorded(FIRING), newField={"a": [1]}) | {
        "notification_reason": "repeat interval elapsed",
        "routeLabels": {"team": "payments"},
    }
    assert read(payload) == read(recorded(FIRING))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"text": "alert!"}, "version is 'None', not '4': another sender, or a custom payload"),
        ({"version": "4", "alerts": []}, "groupKey is missing: a custom payload"),
        ({"version": "4", "groupKey": "k"}, "the body has no list of alerts"),
        ([1, 2], "the body is JSON but not an object"),
    ],
)
def test_fixture_16_a_custom_payload_is_refused_with_a_reason_and_kept(body, reason):
    intake = Intake()
    receipt = intake.send(body)
    assert (receipt.status, receipt.reason, receipt.quarantined) == ("not_ours", reason, 1)
    (entry,) = intake.quarantine.entries.values()
    assert (entry.reason, entry.body) == (reason, as_body(body))
    assert intake.publisher.messages == []


def test_fixture_17_grafana_and_alertmanager_are_told_apart_by_version_and_org():
    with pytest.raises(UnexpectedPayload, match="this is Grafana's webhook"):
        read(recorded("grafana/firing.json"))
    with pytest.raises(UnexpectedPayload, match="this is Alertmanager's webhook"):
        parse_grafana(as_body(recorded(FIRING)), a_source("grafana"), NOW)
    assert len(parse_grafana(as_body(recorded("grafana/firing.json")), a_source("grafana"), NOW).intents) == 2
