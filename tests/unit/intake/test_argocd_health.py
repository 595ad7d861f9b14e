"""Argo CD's notifications also say how the application stands."""

import json
from typing import Any

import pytest

from shared.adapters.argocd.webhook import parse_argocd
from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.ids import health_check_id_for
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from tests.support.intake import NOW, a_source

SOURCE = a_source("argocd")
NOTIFIED: dict[str, Any] = {
    "version": "sre.argocd.v1",
    "condition": "health",
    "name": "checkout",
    "namespace": "argocd",
    "uid": "u-1",
    "reconciledAt": "2026-03-01T12:00:00Z",
    "sync": {"status": "OutOfSync", "revision": "abc"},
    "health": {"status": "Degraded", "message": "crash loop", "lastTransitionTime": "2026-03-01T11:00:00Z"},
    "conditions": [{"type": "SyncError", "message": "no such image"}, "odd", {"message": "no type"}],
    "operation": {"phase": "Succeeded", "revision": "def"},
}


def reading(**changed):
    return parse_argocd(json.dumps({**NOTIFIED, **changed}).encode(), SOURCE, NOW)


def health(word: str, phase: str = "Succeeded"):
    (check,) = reading(health={**NOTIFIED["health"], "status": word}, operation={"phase": phase}).health
    return check


def test_a_notification_is_an_alert_and_a_health_check():
    read = reading()
    assert [intent.name for intent in read.intents] == ["ArgoCDApplicationHealth", "ArgoCDApplicationOperation"]
    (check,) = read.health
    assert check.resource == ResourceRef(
        kind="Application",
        name="checkout",
        namespace="argocd",
        cluster=SOURCE.name,
        environment=SOURCE.environment_id,
    )
    assert check.health_check_id == health_check_id_for(
        SOURCE.tenant_id, kind="Application", name="checkout", namespace="argocd", cluster=SOURCE.name
    )
    assert (check.status, check.message, check.progressing) == (HealthStatus.UNHEALTHY, "crash loop", False)
    assert check.deployment == Deployment(
        application="checkout", sync="OutOfSync", health="Degraded", operation_phase="Succeeded", revision="def"
    )
    assert check.conditions == (
        Condition(type="Synced", status="False", reason="OutOfSync"),
        Condition(type="SyncError", status="True", message="no such image"),
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Healthy", HealthStatus.HEALTHY),
        ("Suspended", HealthStatus.DEGRADED),
        ("Missing", HealthStatus.UNHEALTHY),
        ("Degraded", HealthStatus.UNHEALTHY),
        ("Unknown", HealthStatus.UNKNOWN),
    ],
)
def test_each_word_means_one_status(word, status):
    assert (health(word).status, health(word).progressing) == (status, False)


def test_on_its_way_is_told_as_such():
    assert health("Progressing").progressing


@pytest.mark.parametrize("phase", ["Failed", "Error"])
def test_a_failed_operation_is_never_healthy(phase):
    assert health("Healthy", phase).status is HealthStatus.DEGRADED
    assert health("Degraded", phase).status is HealthStatus.UNHEALTHY


def test_a_notification_without_health_is_an_alert_only():
    read = reading(condition="operation", health={})
    assert (len(read.intents), read.health, read.invalid) == (1, (), ())


def test_a_word_that_nobody_knows_is_kept_with_its_reason_and_does_not_cost_the_alert():
    read = reading(condition="operation", health={"status": "Wobbly"})
    assert ([intent.name for intent in read.intents], read.health) == (["ArgoCDApplicationOperation"], ())
    assert read.invalid == ("unknown health 'Wobbly'",)
    assert json.loads(read.rest)["name"] == "checkout"


def test_what_is_not_there_yet_is_on_its_way_and_what_is_being_deleted_has_no_health():
    (check,) = reading(health={"status": "Missing"}, operation={"phase": ""}).health
    assert (check.progressing, check.deployment.health) == (True, "Missing")
    (check,) = reading(health={"status": "Missing"}, operation={"phase": "Succeeded"}).health
    assert (check.progressing, check.status) == (False, HealthStatus.UNHEALTHY)
    (check,) = reading(health={"status": "Missing"}, deletionTimestamp="2026-11-23T04:00:00Z").health
    assert (check.progressing, check.status) == (False, HealthStatus.UNKNOWN)
    assert "Deleting" in {condition.type for condition in check.conditions}


def test_an_endless_list_of_conditions_is_cut():
    (check,) = reading(conditions=[{"type": "SyncError", "message": "x" * 10_000}] * 1_000).health
    assert len(check.conditions) == 41
    assert len(check.conditions[1].message) == 4_000
