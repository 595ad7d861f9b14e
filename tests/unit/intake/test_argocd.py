"""Argo CD: the shipped templates, rendered with a recorded application, are what the reader understands."""

import json
import re
from datetime import UTC, datetime

import pytest
import yaml

from shared.adapters.argocd.webhook import parse_argocd
from shared.kernel.vocabulary import Severity
from shared.ports.webhook import UnexpectedPayload
from tests.support.argocd import CONFIG_MAP, application, one, render, template
from tests.support.intake import NOW, a_source


def test_a_degraded_application_fires_since_it_degraded():
    intent = one("health", application())
    assert (intent.status, intent.name, intent.severity) == ("firing", "ArgoCDApplicationHealth", Severity.HIGH)
    assert intent.starts_at == datetime(2026, 11, 23, 3, 18, 40, tzinfo=UTC)
    assert intent.annotations["description"] == 'Deployment "checkout" exceeded its progress deadline'
    assert intent.generator_url == "https://argocd.example/applications/argocd/checkout"
    assert intent.labels == {
        "alertname": "ArgoCDApplicationHealth",
        "application": "checkout",
        "application_namespace": "argocd",
        "cluster": "https://kubernetes.default.svc",
        "namespace": "pay",
        "project": "payments",
    }


def test_a_recovered_application_resolves_the_same_alert_with_the_same_labels():
    degraded = one("health", application())
    healthy = one("health", application(health={"status": "Healthy", "lastTransitionTime": "2026-11-23T03:30:00Z"}))
    assert (healthy.status, healthy.alert_id, healthy.labels) == ("resolved", degraded.alert_id, degraded.labels)
    assert healthy.ends_at == datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
    assert healthy.severity is degraded.severity


@pytest.mark.parametrize("status", ["Progressing", "Suspended"])
def test_what_is_neither_well_nor_ill_says_nothing(status):
    reading = parse_argocd(render("health", application(health={"status": status})), a_source("argocd"), NOW)
    assert (reading.intents, reading.invalid) == ((), ())


def test_a_failed_operation_fires_since_it_started_and_a_later_success_resolves_it():
    failed = one("operation", application())
    assert (failed.status, failed.starts_at) == ("firing", datetime(2026, 11, 23, 3, 16, tzinfo=UTC))
    later = {"phase": "Succeeded", "startedAt": "2026-11-23T04:00:00Z", "finishedAt": "2026-11-23T04:01:00Z"}
    succeeded = one("operation", application(operationState=later))
    assert (succeeded.status, succeeded.alert_id) == ("resolved", failed.alert_id)
    assert (succeeded.starts_at, succeeded.ends_at) == (
        datetime(2026, 11, 23, 4, tzinfo=UTC),
        datetime(2026, 11, 23, 4, 1, tzinfo=UTC),
    )


def test_an_application_that_cannot_be_compared_fires_with_the_reason():
    unknown = one("sync", application())
    assert (unknown.status, unknown.severity) == ("firing", Severity.MEDIUM)
    assert unknown.starts_at == datetime(2026, 11, 23, 3, 17, tzinfo=UTC)
    assert unknown.annotations["description"] == 'rpc error: "repo" <unreachable>'
    synced = one("sync", application(sync={"status": "OutOfSync"}, conditions=[]))
    assert (synced.status, synced.alert_id) == ("resolved", unknown.alert_id)


def test_the_three_conditions_of_an_application_are_three_alerts_and_another_application_has_its_own():
    other = application()
    other["metadata"]["uid"] = "another"
    ids = {
        one(condition, app).alert_id for condition in ("health", "operation", "sync") for app in (application(), other)
    }
    assert len(ids) == 6


def test_an_application_that_was_never_synced_renders_too():
    bare = {
        "metadata": {"name": "new", "namespace": "argocd"},
        "spec": {},
        "status": {"reconciledAt": "2026-11-23T03:20:00Z"},
    }
    assert parse_argocd(render("operation", bare), a_source("argocd"), NOW).intents == ()


def test_an_unknown_health_is_kept_aside():
    reading = parse_argocd(render("health", application(health={"status": "Confused"})), a_source("argocd"), NOW)
    assert reading.invalid == ("ArgoCDApplicationHealth: unknown status 'Confused'",)
    assert json.loads(reading.rest)["condition"] == "health"


def test_a_source_may_grade_the_words_itself():
    assert one("health", application(), severity_map={"degraded": "critical"}).severity is Severity.CRITICAL


def test_another_template_is_not_ours():
    with pytest.raises(UnexpectedPayload, match="another template"):
        parse_argocd(b'{"app": "checkout"}', a_source("argocd"), NOW)


def test_the_templates_differ_in_the_condition_only():
    names = ("health", "operation", "sync", "deleted")
    bodies = {template(name).replace(f'"condition": "{name}"', "") for name in names}
    assert len(bodies) == 1


def test_the_config_map_is_valid_and_every_trigger_sends_a_template_that_there_is():
    data = yaml.safe_load(CONFIG_MAP)["data"]
    sent = {
        name
        for key, text in data.items()
        if key.startswith("trigger.")
        for rule in yaml.safe_load(text)
        for name in rule["send"]
    }
    assert sent == {key.removeprefix("template.") for key in data if key.startswith("template.")}
    assert {f"trigger.{name}" for name in sent} <= set(data)
    service = yaml.safe_load(data["service.webhook.ameide-sre"])
    assert service["url"] == "https://sre.example.com/webhooks/argocd"
    for name in sent:
        assert list(yaml.safe_load(data[f"template.{name}"])["webhook"]) == ["ameide-sre"]


def test_no_trigger_is_sent_once_per_commit_only():
    assert not re.search(r"^\s+oncePer:", CONFIG_MAP, re.MULTILINE)
    assert "Bearer $sre-webhook-token" in CONFIG_MAP
