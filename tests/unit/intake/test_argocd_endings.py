"""Argo CD: what ends an alert beside its own recovery, and what never was a fault."""

from datetime import UTC, datetime

import pytest

from shared.adapters.argocd.webhook import parse_argocd
from tests.support.argocd import application, one, render
from tests.support.intake import NOW, a_source

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
        told = parse_argocd(render(condition, application(**status)), a_source("argocd"), NOW).intents
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
    told = parse_argocd(render("sync", application(operationState=FAILED, **status)), a_source("argocd"), NOW).intents
    assert [intent.name for intent in told] == ["ArgoCDApplicationSync"]


def test_missing_before_the_first_sync_or_while_one_runs_is_not_a_fault():
    """R2."""
    missing = {"status": "Missing", "lastTransitionTime": "2026-11-23T03:18:40Z"}
    for operation in ({}, {"phase": "Running", "startedAt": "2026-11-23T03:18:00Z"}):
        app = application(health=missing, operationState=operation)
        assert parse_argocd(render("health", app), a_source("argocd"), NOW).intents == ()
    never = application(health=missing)
    del never["status"]["operationState"]
    assert parse_argocd(render("health", never), a_source("argocd"), NOW).intents == ()
    over = application(health=missing, operationState={"phase": "Terminating"})
    assert one("health", over).status == "firing"


def test_that_an_operation_succeeded_is_read_from_whatever_is_told():
    """A notification of the success may have come while the operation still ran, and said nothing."""
    failed = one("operation", application(operationState=FAILED))
    succeeded = FAILED | {"phase": "Succeeded", "startedAt": "2026-11-23T03:30:00Z"}
    app = application(operationState=succeeded)
    told = parse_argocd(render("health", app), a_source("argocd"), NOW).intents
    assert [(intent.name, intent.status) for intent in told] == [
        ("ArgoCDApplicationHealth", "firing"),
        ("ArgoCDApplicationOperation", "resolved"),
    ]
    assert (told[1].alert_id, told[1].start_unknown) == (failed.alert_id, True)


@pytest.mark.parametrize("condition", ["deleted", "health", "operation", "sync"])
def test_an_application_that_is_deleted_ends_all_its_alerts_whatever_is_said_of_it(condition):
    """R6."""
    degraded = {name: one(name, application()).alert_id for name in ("health", "operation", "sync")}
    gone = application()
    gone["metadata"]["deletionTimestamp"] = "2026-11-23T03:25:00Z"
    told = parse_argocd(render(condition, gone), a_source("argocd"), NOW).intents
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
