"""A runbook is run over the whole system: rendered, approved, done once, told in the incident, and learned from."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

import shared.bootstrap.triage
from shared.kernel.ids import TenantId, derive
from tests.support.fake_coder import FakeCoder
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert

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


@pytest.fixture(scope="module")
def coder() -> Iterator[FakeCoder]:
    """It asks the writer for leave, as whoever carries plans out does."""
    with pytest.MonkeyPatch.context() as patch:
        fake = FakeCoder(lambda _tenant, _approval: "")
        patch.setattr(shared.bootstrap.triage, "build_coder", lambda: fake)
        yield fake


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
    coder.audit.clear()
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


def approve(site: Site, execution: str) -> None:
    """By somebody else than who asked for the execution."""
    (*_, approval) = site.get(execution)["approvals"]
    asked = site.get(f"/v1/approvals/{approval['approval_id']}")
    said = {name: asked[name] for name in ("plan_hash", "dry_run_hash")}
    answer = site.world.api(site.other_admin, "POST", f"/v1/approvals/{approval['approval_id']}/grant", said)
    assert answer.status_code == 200, answer.text
    site.world.settle()
