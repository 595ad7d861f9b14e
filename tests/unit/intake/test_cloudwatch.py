"""CloudWatch's alarms as alerts: who they are, how they stand, what they are about."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.adapters import cloudwatch
from shared.adapters.cloudwatch.webhook import CloudWatchWebhook
from shared.domain.alert.intents import IngestAlert
from shared.kernel.vocabulary import AlertSource, Severity
from shared.ports.webhook import ParsedWebhook
from tests.support.intake import NOW, a_source, as_body, recorded

EXAMPLE = json.loads((Path(cloudwatch.__path__[0]) / "example.json").read_text("utf-8"))


def read(said: Any, **settings: Any) -> ParsedWebhook:
    return CloudWatchWebhook()(as_body(said), a_source("cloudwatch", **settings), NOW)


def alert(said: Any, **settings: Any) -> IngestAlert:
    (intent,) = read(said, **settings).intents
    return intent


def test_a_metric_alarm_that_goes_off():
    fires = alert(EXAMPLE)
    assert (fires.source, fires.name, fires.status) == (AlertSource.CLOUDWATCH, "checkout-5xx-critical", "firing")
    assert fires.fingerprint == "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:checkout-5xx-critical"
    assert fires.starts_at == datetime(2026, 11, 23, 3, 15, 2, 214000, tzinfo=UTC)
    assert fires.labels == {
        "alertname": "checkout-5xx-critical",
        "account_id": "123456789012",
        "region": "eu-west-1",
        "metric_name": "HTTPCode_Target_5XX_Count",
        "metric_namespace": "AWS/ApplicationELB",
        "LoadBalancer": "app/checkout/50dc6c495c0c9188",
    }
    assert fires.annotations["summary"].startswith("Threshold Crossed: 2 out of the last 2 datapoints")
    assert fires.annotations["description"].startswith("More than 2 % of requests fail.")
    assert fires.generator_url == (
        "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/checkout-5xx-critical"
    )
    assert (fires.stale_after_s, fires.retry_window_s, fires.marks) == (7 * 86_400, 3_600, ())


def test_recovery_ends_the_same_alert_when_its_state_changed():
    over = alert(EXAMPLE | {"NewStateValue": "OK", "OldStateValue": "ALARM"})
    assert (over.alert_id, over.status) == (alert(EXAMPLE).alert_id, "resolved")
    assert (over.ends_at, over.unwatched, over.end_reason) == (alert(EXAMPLE).starts_at, False, None)


def test_data_that_end_during_an_alarm_are_no_recovery():
    unseen = alert(recorded("cloudwatch/insufficient_data.json"))
    assert (unseen.status, unseen.unwatched, unseen.end_reason) == ("resolved", True, "InsufficientData")
    assert unseen.annotations["summary"] == "Insufficient Data: 10 datapoints were unknown."


def test_data_that_end_while_nothing_is_wrong_say_nothing():
    assert read(EXAMPLE | {"NewStateValue": "INSUFFICIENT_DATA", "OldStateValue": "OK"}) == ParsedWebhook(intents=())


def test_data_that_come_again_say_how_it_is_and_not_since_when():
    well = alert(EXAMPLE | {"NewStateValue": "OK", "OldStateValue": "INSUFFICIENT_DATA"})
    assert (well.status, well.unwatched, well.start_unknown) == ("resolved", False, True)


def test_the_first_data_may_be_an_alarm():
    first = alert(recorded("cloudwatch/first_data_alarm.json"))
    assert (first.status, first.start_unknown) == ("firing", False)
    assert first.starts_at == datetime(2025, 2, 2, 12, 6, 35, 472000, tzinfo=UTC)


def test_an_anomaly_band_is_about_the_metric_and_not_about_the_band():
    over = alert(recorded("cloudwatch/anomaly_band_ok.json"))
    assert (over.labels["metric_name"], over.labels["metric_namespace"]) == ("CPUUtilization", "AWS/RDS")
    assert over.labels["DBInstanceIdentifier"] == "trailsoffroad-prod-v3"
    assert over.annotations["expression"] == "ad1 = ANOMALY_DETECTION_BAND(m1, 12)"
    assert str(over.generator_url).endswith("#alarmsV2:alarm/RDS%20Prod%20-%20CPU%20Util")


def test_a_metric_of_a_cluster_is_labelled_as_everybody_labels_clusters():
    assert alert(recorded("cloudwatch/container_insights_ok.json")).labels["cluster"] == "cloudone-dev-v1-eks-cluster"


def test_an_expression_is_called_by_its_label_and_has_the_dimensions_that_its_metrics_share():
    fires = alert(recorded("cloudwatch/metric_math_alarm.json"))
    assert fires.annotations["expression"] == "e1 = (m2/m1*100)"
    assert fires.labels == {
        "alertname": "TESTING DiskSpace Warning-APIHUB -db-1/u01volumediskspacefree<=30%",
        "account_id": "123456789012",
        "region": "ap-southeast-1",
        "metric_name": "Intellect-db-1/u01volumediskspacefree%",
        "metric_namespace": "CWAgent",
        "path": "/u01",
        "device": "nvme1n1",
        "fstype": "ext4",
    }
    assert fires.severity is Severity.MEDIUM


def test_a_composite_alarm_says_its_rule_and_what_set_it_off():
    fires = alert(recorded("cloudwatch/composite_alarm.json"))
    assert fires.annotations["alarm_rule"].startswith(
        "ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:if-sim-app"
    )
    assert json.loads(fires.annotations["triggering_children"])[0]["State"]["Value"] == "ALARM"
    assert fires.labels == {
        "alertname": "if-sim-app_123456789012_us-east-1-test_node_monitor",
        "account_id": "123456789012",
        "region": "us-east-1",
    }


def test_an_old_alarm_without_an_arn_is_known_by_what_it_is_called_and_about():
    old = recorded("cloudwatch/insufficient_data.json")
    again = alert(old | {"NewStateValue": "ALARM", "NewStateReason": "another"})
    assert again.alert_id == alert(old).alert_id
    assert again.marks == ("the fingerprint was missing: computed from the labels",)
    assert (again.labels["region"], again.generator_url) == ("EU (Ireland)", None)


@pytest.mark.parametrize(
    ("name", "description", "severity"),
    [
        ("checkout", "", Severity.MEDIUM),
        ("memory-low", "", Severity.MEDIUM),
        ("disk-space-low-critical", "", Severity.CRITICAL),
        ("prod_api_warning", "", Severity.MEDIUM),
        ("[P1] disk is full", "", Severity.CRITICAL),
        ("api sev-3", "", Severity.MEDIUM),
        ("api/p4", "", Severity.LOW),
        ("disk", "SEV2: see the runbook", Severity.HIGH),
        ("p95-latency", "", Severity.MEDIUM),
    ],
)
def test_a_name_grades_only_by_words_that_mean_nothing_else(name: str, description: str, severity: Severity):
    assert alert(EXAMPLE | {"AlarmName": name, "AlarmDescription": description}).severity is severity


def test_the_source_s_own_words_grade_first_whole_names_and_parts():
    words = {"checkout-5xx-critical": Severity.LOW, "batch": Severity.LOW, "payments": Severity.HIGH}
    assert alert(EXAMPLE, severity_map=words).severity is Severity.LOW
    assert alert(EXAMPLE | {"AlarmName": "payments-batch-p1"}, severity_map=words).severity is Severity.HIGH


def test_a_state_that_nobody_knows_is_kept_with_the_reason():
    reading = read(EXAMPLE | {"NewStateValue": "SNOOZED"})
    assert (reading.intents, reading.invalid) == ((), ("unknown state 'SNOOZED'",))
    assert json.loads(reading.rest)["AlarmName"] == "checkout-5xx-critical"


@pytest.mark.parametrize("value", [None, 7, "", [], {}, [7], {"Metrics": [7]}, {"Dimensions": [7]}, "\ud800\0"])
def test_whatever_a_field_holds_is_an_alert_or_has_a_reason(value: Any):
    for field in EXAMPLE:
        reading = read(EXAMPLE | {field: value})
        assert len(reading.intents) + len(reading.invalid) == 1, field


@pytest.mark.parametrize("value", [None, 7, "", [], {}, [7], "true"])
def test_whatever_a_metric_holds_is_read(value: Any):
    said = recorded("cloudwatch/metric_math_alarm.json")
    for query in said["Trigger"]["Metrics"]:
        for holder in (query, query.get("MetricStat", {}), query.get("MetricStat", {}).get("Metric", {})):
            for field in [*holder]:
                before, holder[field] = holder[field], value
                assert alert(said).status == "firing"
                holder[field] = before
