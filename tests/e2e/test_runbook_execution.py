"""A runbook is run over the whole system: rendered, approved, done once, told in the incident, and learned from."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

import shared.bootstrap.api
import shared.bootstrap.triage
from cli.runbooks import told
from shared.adapters.postgres.provision import Provisioning
from shared.kernel.ids import TenantId, derive
from shared.ports.coder import Coder
from tests.support.demo_world import WorldUnderTest, a_world, served, time_passes
from tests.support.fake_coder import FakeCoder
from tests.support.patience import wait_until
from tests.support.real_coder import real_coder
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert
from tests.support.world import Tenant, World

RESTARTED = "argocd.resource_action"
DEFINITION = {
    "title": "Checkout answers 5xx",
    "trigger_conditions": ['alertname="Errors"'],
    "automation_level": "assisted",
    "steps": [
        {
            "id": "restart",
            "title": "Restart it",
            "kind": "command",
            "tool": "k8s.rollout_restart",
            "arguments": {"name": "{{ labels.deployment }}", "namespace": "shop"},
        },
        {"id": "look", "title": "Look at the dashboard"},
        {
            "id": "sync",
            "title": "Synchronise",
            "kind": "gitops",
            "tool": "argocd.sync",
            "arguments": {"application": "{{ arguments.app }}"},
        },
    ],
}


@dataclass
class Wired:
    """Who carries plans out in this world; a test may put somebody else there."""

    current: Coder

    def __getattr__(self, name: str) -> Any:
        return getattr(self.current, name)


@pytest.fixture(scope="module")
def wired() -> Iterator[Wired]:
    with pytest.MonkeyPatch.context() as patch:
        wired = Wired(FakeCoder(lambda _tenant, _approval: ""))
        for place in (shared.bootstrap.triage, shared.bootstrap.api):
            patch.setattr(place, "build_coder", lambda: wired)
        yield wired


@pytest.fixture
def coder(wired: Wired) -> FakeCoder:
    """It asks the writer for leave, as whoever carries plans out does."""
    fake = FakeCoder(lambda _tenant, _approval: "")
    wired.current = fake
    return fake


@pytest.fixture
def running(coder: FakeCoder, site: Site) -> Site:
    def granted(tenant_id: TenantId, approval_id: UUID) -> str:
        assert str(tenant_id) == str(site.tenant.id)
        asked = site.get(f"/v1/approvals/{approval_id}")
        assert asked["status"] in {"granted", "consumed"}
        use = {name: asked[name] for name in ("plan_hash", "dry_run_hash")}
        use["effect_id"] = str(derive(approval_id, "effect"))
        answer = site.world.api(site.tenant, "POST", f"/v1/approvals/{approval_id}/consume", use)
        assert answer.status_code == 200, answer.text
        plan: str = asked["definition"]["plan"]
        return plan

    coder.granted = granted
    return site


def asked_for(site: Site, **more: Any) -> tuple[str, str]:
    """The path of the execution, and the incident's."""
    runbook = site.command("POST", "/v1/runbooks", {"slug": "checkout-5xx", "definition": DEFINITION})
    site.tell(a_group(an_alert("a1", labels={"deployment": "web"})))
    (incident,) = site.incidents()
    path = f"/v1/runbooks/{runbook['aggregate_id']}/executions"
    body = {"incident_id": incident["incident_id"], "arguments": {"app": "shop-web"}, **more}
    site.command("POST", path, body)
    (execution,) = site.get(path)["items"]
    return f"{path}/{execution['execution_id']}", f"/v1/incidents/{incident['incident_id']}"


def statuses(site: Site, execution: str) -> list[tuple[str, str]]:
    return [(step["step_id"], step["status"]) for step in site.get(execution)["steps"]]


def another(site: Site) -> Tenant:
    """Another person of the same tenant."""
    key = f"sre_{secrets.token_urlsafe(32)}"
    Provisioning(site.world.pools[0]).ensure_api_key(site.tenant.id, name="ben", role="approver", token=key)
    return replace(site.tenant, api_key=key)


def approve(site: Site, execution: str) -> None:
    """By somebody else than who asked for the execution."""
    (*_, approval) = site.get(execution)["approvals"]
    asked = site.get(f"/v1/approvals/{approval['approval_id']}")
    said = {name: asked[name] for name in ("plan_hash", "dry_run_hash")}
    path = f"/v1/approvals/{approval['approval_id']}/grant"
    answer = site.world.api(another(site), "POST", path, said)
    assert answer.status_code == 200, answer.text
    site.world.settle()


def did(coder: FakeCoder) -> list[str]:
    return [action for _, _, action in coder.audit]


def test_from_asking_to_the_end_each_action_is_done_once_and_told(running: Site, coder: FakeCoder):
    execution, incident = asked_for(running)
    assert statuses(running, execution) == [("restart", "waiting"), ("look", "waiting"), ("sync", "waiting")]
    assert did(coder) == []
    approve(running, execution)
    assert statuses(running, execution) == [("restart", "succeeded"), ("look", "for_a_person"), ("sync", "waiting")]
    runbook, _, execution_id = execution.partition("/executions/")
    done = {"execution_id": execution_id, "step_id": "look", "note": "it is calm"}
    running.command("POST", f"{runbook}/executions/steps/complete", done)
    assert did(coder) == [RESTARTED, "argocd.sync"]
    found = running.get(execution)
    assert [step["status"] for step in found["steps"]] == ["succeeded"] * 3
    assert (found["outcome"], found["approvals"][0]["answered_by"]) == ("succeeded", "human:ben")
    (completed,) = running.facts("runbook-execution-completed")
    assert (completed["outcome"], completed["approved_by"]) == ("succeeded", "human:ben")
    entries = [each["text"] for each in running.get(f"{incident}/timeline")["entries"]["items"] if each.get("text")]
    assert any(text.startswith("Runbook checkout-5xx succeeded") for text in entries)
    assert any("Step look of runbook checkout-5xx is for a person" in text for text in entries)
    assert next(told(found)) == "Runbook checkout-5xx version 1: succeeded"


def test_it_counts_among_the_uses_of_the_runbook(running: Site):
    execution, _ = asked_for(running)
    approve(running, execution)
    runbook, _, execution_id = execution.partition("/executions/")
    running.command("POST", f"{runbook}/executions/steps/complete", {"execution_id": execution_id, "step_id": "look"})
    usage = running.get(f"{runbook}/usage")
    assert (usage["by_outcome"]["succeeded"], usage["last_outcome"]) == (1, "succeeded")


def test_what_is_stopped_between_two_steps_goes_no_further(running: Site, coder: FakeCoder):
    execution, _ = asked_for(running)
    approve(running, execution)
    runbook, _, execution_id = execution.partition("/executions/")
    stop = {"execution_id": execution_id, "outcome": "cancelled", "note": "it cleared"}
    running.command("POST", f"{runbook}/executions/complete", stop)
    assert did(coder) == [RESTARTED]
    found = running.get(execution)
    assert (found["outcome"], found["reason"]) == ("cancelled", "it cleared")
    assert [str(each) for each in coder.cancelled] == [found["approvals"][0]["approval_id"]]


def test_one_target_is_worked_on_by_one_execution_at_a_time(running: Site):
    target = {"kind": "Deployment", "name": "web", "namespace": "shop"}
    execution, _ = asked_for(running, target=target)
    path = execution.rpartition("/")[0]
    body = {"target": target, "arguments": {"app": "shop-web"}}
    answer = running.world.api(running.tenant, "POST", path, body)
    assert (answer.status_code, answer.json["code"]) == (409, "runbook.target_busy")


def test_what_it_would_do_is_told_without_asking_for_it(running: Site, coder: FakeCoder):
    execution, incident = asked_for(running)
    runbook = execution.partition("/executions/")[0]
    before = len(running.facts("runbook-execution-requested"))
    asked = {"incident_id": incident.rpartition("/")[2], "arguments": {"app": "shop-web"}}
    tried = running.command("POST", f"{runbook}/dry-run", asked)
    assert [step["step_id"] for step in tried["steps"]] == ["restart", "look", "sync"]
    assert tried["steps"][0]["action"]["target"]["name"] == "web"
    (plan,) = tried["plans"]
    assert (plan["actions"], plan["dry_run"]) == (
        [RESTARTED, "argocd.sync"],
        f"would do {RESTARTED}\nwould do argocd.sync",
    )
    refused = running.command("POST", f"{runbook}/dry-run", {})
    assert (refused["refused_step"], refused["refused_because"]) == ("restart", "there is no labels.deployment")
    assert len(running.facts("runbook-execution-requested")) == before
    assert did(coder) == []


@pytest.fixture
def outside(wired: Wired, tmp_path: Path, world: World) -> Iterator[WorldUnderTest]:
    """A cluster, an Argo CD and a repository, and the part of ours that may write to them."""
    del world
    under_test = a_world(tmp_path, at=datetime.now(UTC) - timedelta(minutes=30))
    with served(under_test), time_passes(under_test), real_coder(under_test, tmp_path / "cache") as coder:
        wired.current = coder
        yield under_test


def test_whoever_may_write_does_the_steps_of_a_runbook_in_the_world_and_each_once(site: Site, outside: WorldUnderTest):
    steps = [
        {
            "id": "restart",
            "title": "Restart it",
            "kind": "command",
            "tool": "k8s.rollout_restart",
            "arguments": {"name": "{{ labels.deployment }}", "namespace": "booking", "application": "pricing"},
        },
        {
            "id": "cordon",
            "title": "Keep off",
            "kind": "command",
            "tool": "k8s.cordon",
            "arguments": {"name": "pier-a"},
        },
    ]
    runbook = site.command("POST", "/v1/runbooks", {"slug": "restart", "definition": DEFINITION | {"steps": steps}})
    site.tell(a_group(an_alert("a1", labels={"deployment": "pricing"})))
    (incident,) = site.incidents()
    path = f"/v1/runbooks/{runbook['aggregate_id']}/executions"
    execution_id = str(uuid4())
    site.command("POST", path, {"incident_id": incident["incident_id"], "execution_id": execution_id})
    execution = f"{path}/{execution_id}"
    assert ours(outside) == [], "nobody has said yes"
    approve(site, execution)

    def is_over() -> bool:
        site.tick()
        return site.get(execution)["outcome"] is not None

    wait_until(is_over, lambda: str(site.get(execution)))
    assert (site.get(execution)["outcome"], statuses(site, execution)) == (
        "succeeded",
        [("restart", "succeeded"), ("cordon", "succeeded")],
    )
    assert ours(outside) == [("action", "applications/pricing"), ("patch", "nodes/pier-a")]


def ours(outside: WorldUnderTest) -> list[tuple[str, str]]:
    """What the world itself has written down of us, dry runs left out."""
    written = [each for each in outside.audited() if each["user"] == "sre-coder" and not each["dry_run"]]
    return [(each["verb"], each["resource"]) for each in written]
