"""Argo CD: the shipped templates, rendered with a recorded application, are what the reader understands."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

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


FAILED = {
    "phase": "Failed",
    "message": "one or more objects failed to apply",
    "startedAt": "2026-11-23T03:16:00Z",
    "finishedAt": "2026-11-23T03:16:10Z",
    "syncResult": {"revision": "bad"},
}
WELL = {"health": {"status": "Healthy", "lastTransitionTime": "2026-11-23T03:00:00Z"}, "conditions": []}


@pytest.mark.parametrize(
    ("revision", "message", "past"),
    [
        ("other", "one or more objects failed to apply", True),
        ("other", "one or more synchronization tasks completed unsuccessfully", True),
        ("bad", "one or more objects failed to apply", True),
        ("bad", "one or more synchronization tasks completed unsuccessfully", False),
    ],
)
def test_a_failed_operation_is_past_with_a_later_synced_and_healthy(revision, message, past):
    """R1: put right by another commit or by hand; a hook that failed says nothing about what is synced."""
    failed = one("operation", application(operationState=FAILED | {"message": message}))
    status = {
        "operationState": FAILED | {"message": message},
        "sync": {"status": "Synced", "revision": revision},
    } | WELL
    for condition in ("sync", "health"):
        told = read_argocd(render(condition, application(**status)), a_source("argocd"), NOW).intents
        ended = [intent for intent in told if intent.name == "ArgoCDApplicationOperation"]
        assert [(intent.status, intent.alert_id, intent.starts_at) for intent in ended] == (
            [("resolved", failed.alert_id, failed.starts_at)] if past else []
        )


@pytest.mark.parametrize(
    "status",
    [
        {"sync": {"status": "OutOfSync", "revision": "other"}} | WELL,
        {"sync": {"status": "Synced", "revision": "other"}, "health": {"status": "Progressing"}, "conditions": []},
    ],
)
def test_what_is_not_synced_and_healthy_ends_no_failure(status):
    told = read_argocd(render("sync", application(operationState=FAILED, **status)), a_source("argocd"), NOW).intents
    assert [intent.name for intent in told] == ["ArgoCDApplicationSync"]


def test_missing_before_the_first_sync_or_while_one_runs_is_not_a_fault():
    """R2."""
    missing = {"status": "Missing", "lastTransitionTime": "2026-11-23T03:18:40Z"}
    for operation in ({}, {"phase": "Running", "startedAt": "2026-11-23T03:18:00Z"}):
        app = application(health=missing, operationState=operation)
        assert read_argocd(render("health", app), a_source("argocd"), NOW).intents == ()
    never = application(health=missing)
    del never["status"]["operationState"]
    assert read_argocd(render("health", never), a_source("argocd"), NOW).intents == ()
    over = application(health=missing, operationState={"phase": "Succeeded"})
    assert one("health", over).status == "firing"


@pytest.mark.parametrize("condition", ["deleted", "health", "operation", "sync"])
def test_an_application_that_is_deleted_ends_all_its_alerts_whatever_is_said_of_it(condition):
    """R6."""
    degraded = {name: one(name, application()).alert_id for name in ("health", "operation", "sync")}
    gone = application()
    gone["metadata"]["deletionTimestamp"] = "2026-11-23T03:25:00Z"
    told = read_argocd(render(condition, gone), a_source("argocd"), NOW).intents
    assert {intent.alert_id for intent in told} == set(degraded.values())
    assert {(intent.status, intent.end_reason, intent.start_unknown, intent.unwatched) for intent in told} == {
        ("resolved", "the application was deleted", True, False)
    }
    assert {intent.ends_at for intent in told} == {datetime(2026, 11, 23, 3, 25, tzinfo=UTC)}


def test_an_endless_message_does_not_cost_the_alert():
    failed = one("operation", application(operationState=FAILED | {"message": "x" * 200_000}))
    assert failed.status == "firing"
    assert failed.marks == ("annotation description was cut from 200000 to 65536 characters",)


def test_a_health_since_nobody_knows_when_belongs_to_the_episode_under_way():
    assert one("health", application(health={"status": "Degraded"})).start_unknown


def test_another_template_is_not_ours():
    with pytest.raises(NotOurs, match="another template"):
        read_argocd(b'{"app": "checkout"}', a_source("argocd"), NOW)


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
