"""Argo CD: the shipped templates, rendered with a recorded application, are what the reader understands."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.adapters.argocd import webhook
from shared.adapters.argocd.webhook import read_argocd
from shared.kernel.vocabulary import Severity
from shared.ports.webhook import NotOurs
from tests.support.intake import NOW, a_source, recorded

CONFIG_MAP = (Path(webhook.__file__).parent / "notifications-cm.yaml").read_text("utf-8")
CONTEXT = {"argocdUrl": "https://argocd.example"}
EMPTY = {'""': "", "(list)": [], "(dict)": {}}


def template(condition: str) -> str:
    """The body of one template, as it stands in the ConfigMap."""
    body = CONFIG_MAP.split(f"template.sre-{condition}: |\n")[1].split("body: |\n")[1].split("\n  template.")[0]
    return "\n".join(line.removeprefix(" " * 10) for line in body.splitlines())


def dig(path: list[str], default, found):
    for name in path:
        if name not in found:
            return default
        found = found[name]
    return found


def render(condition: str, application: dict) -> bytes:
    """Go's templates, as far as ours go: ``toJson`` over ``dig`` with a default, and over the context."""

    def value(match: re.Match) -> str:
        if match["context"]:
            return json.dumps(CONTEXT[match["context"]])
        return json.dumps(dig(re.findall(r'"(\w+)"', match["path"]), EMPTY[match["default"]], application))

    pattern = (
        r"\{\{toJson (?:\.context\.(?P<context>\w+)|"
        r'\(dig (?P<path>(?:"\w+" )+)(?P<default>""|\(list\)|\(dict\)) \.app\))\}\}'
    )
    rendered = re.sub(pattern, value, template(condition))
    assert "{{" not in rendered
    return rendered.encode()


def application(**status) -> dict:
    found = recorded("argocd/degraded_application.json")
    found["status"] |= status
    return found


def one(condition: str, app: dict, **settings):
    (intent,) = read_argocd(render(condition, app), a_source("argocd", **settings), NOW).intents
    return intent


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
    reading = read_argocd(render("health", application(health={"status": status})), a_source("argocd"), NOW)
    assert (reading.intents, reading.refused) == ((), ())


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
    assert read_argocd(render("operation", bare), a_source("argocd"), NOW).intents == ()


def test_an_unknown_health_is_kept_aside():
    reading = read_argocd(render("health", application(health={"status": "Confused"})), a_source("argocd"), NOW)
    assert reading.refused == ("ArgoCDApplicationHealth: unknown status 'Confused'",)
    assert json.loads(reading.rest)["condition"] == "health"


def test_a_source_may_grade_the_words_itself():
    assert one("health", application(), severity_map={"degraded": "critical"}).severity is Severity.CRITICAL


def test_another_template_is_not_ours():
    with pytest.raises(NotOurs, match="another template"):
        read_argocd(b'{"app": "checkout"}', a_source("argocd"), NOW)


def test_the_three_templates_differ_in_the_condition_only():
    bodies = {template(name).replace(f'"condition": "{name}"', "") for name in ("health", "operation", "sync")}
    assert len(bodies) == 1


def test_no_trigger_is_sent_once_per_commit_only():
    assert not re.search(r"^\s+oncePer:", CONFIG_MAP, re.MULTILINE)
    assert "Bearer $sre-webhook-token" in CONFIG_MAP
