"""Grafana's webhook: what it says beyond Alertmanager's is kept."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.grafana.webhook import parse_grafana
from shared.kernel.vocabulary import AlertSource, Severity
from shared.ports.webhook import UnexpectedPayload
from tests.support.intake import NOW, a_source, as_body, changed, recorded


def grafana(payload):
    return parse_grafana(as_body(payload), a_source("grafana"), NOW)


def test_rule_values_and_links_are_annotations():
    firing = grafana(recorded("grafana/firing.json")).intents[0]
    assert firing.source is AlertSource.GRAFANA
    assert firing.severity is Severity.HIGH
    assert firing.starts_at == datetime(2026, 11, 23, 3, 16, 10, 123456, tzinfo=UTC)
    assert firing.annotations == {
        "grafana_dashboard_url": "https://grafana.example/d/checkout?orgId=1",
        "grafana_org_id": "1",
        "grafana_panel_url": "https://grafana.example/d/checkout?orgId=1&viewPanel=4",
        "grafana_rule_uid": "abc123",
        "grafana_silence_url": "https://grafana.example/alerting/silence/new?alertmanager=grafana",
        "grafana_value_string": "[ var='B' labels={service=checkout} value=2.31 ]",
        "grafana_values": '{"B":2.31,"C":1}',
        "runbook_url": "https://runbooks.example/latency",
        "summary": "p99 above 2 s",
    }


def test_an_alert_about_missing_data_is_an_alert():
    missing = grafana(recorded("grafana/firing.json")).intents[1]
    assert (missing.name, missing.status, missing.severity) == ("DatasourceNoData", "resolved", Severity.MEDIUM)
    assert missing.ends_at == datetime(2026, 11, 23, 3, 10, tzinfo=UTC)


def test_a_value_that_is_not_a_number_leaves_one_alert_and_not_the_body():
    reading = grafana(changed(recorded("grafana/firing.json"), labels="none"))
    assert reading.invalid == ("alerts[0]: labels are missing",)
    assert [intent.name for intent in reading.intents] == ["DatasourceNoData"]


@pytest.mark.parametrize(
    ("reason", "unwatched"),
    [
        ("MissingSeries", True),
        ("NoData", True),
        ("Error", True),
        ("Paused", True),
        ("RuleDeleted", True),
        ("NoData, KeepLast", True),
        ("Updated", False),
        ("KeepLast", False),
    ],
)
def test_why_it_ended_is_told_and_whether_anybody_knows_that_the_problem_is_over(reason, unwatched):
    ended: dict[str, Any] = {"status": "resolved", "endsAt": "2026-11-23T03:20:00Z"}
    annotations = {"grafana_state_reason": reason}
    intent = grafana(changed(recorded("grafana/firing.json"), annotations=annotations, **ended)).intents[0]
    assert (intent.status, intent.end_reason, intent.unwatched) == ("resolved", reason, unwatched)
    firing = grafana(changed(recorded("grafana/firing.json"), annotations=annotations)).intents[0]
    assert (firing.status, firing.end_reason, firing.unwatched) == ("firing", None, False)


def test_a_recovery_has_no_reason():
    ended = grafana(recorded("grafana/firing.json")).intents[1]
    assert (ended.status, ended.end_reason, ended.unwatched) == ("resolved", None, False)


def test_legacy_alerting_is_told_apart():
    body = b'{"evalMatches": [], "ruleId": 7, "ruleName": "Load", "ruleUrl": "http://g/", "state": "alerting"}'
    with pytest.raises(UnexpectedPayload, match="legacy alerting"):
        parse_grafana(body, a_source("grafana"), NOW)
