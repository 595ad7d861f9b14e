"""An alert is looked into: from the webhook to what was seen before, what is broken, and a plan nobody carried out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

import shared.bootstrap.triage
from cli.triage import explained
from shared.app.receive_process_facts import ReceiveProcessFacts
from shared.app.run_process import Ran
from shared.kernel.wire import wire_type
from tests.support.investigators import CRASH_LOOP, NO_METRICS, PLAN, POD, Finds
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved

WHOLE = ["incident-triage-started", "pattern-lookup-completed", "triage-phase-completed", "remediation-proposed"]
RUNBOOK = {
    "slug": "pool-exhausted",
    "definition": {
        "title": "The connection pool is exhausted",
        "trigger_conditions": ['alertname="PoolExhausted"'],
        "markdown": "Raise the pool.",
    },
}


@pytest.fixture(scope="module")
def investigator() -> Iterator[Finds]:
    with pytest.MonkeyPatch.context() as patch:
        finds = Finds()
        patch.setattr(shared.bootstrap.triage, "build_investigator", lambda _reading: finds)
        yield finds


@pytest.fixture
def looked_into(investigator: Finds, site: Site) -> Site:
    del investigator
    return site


def said(site: Site) -> list[dict[str, Any]]:
    rows = site.world.rows(
        "SELECT event FROM process.fact WHERE tenant_id = %s ORDER BY workflow_id, version", site.tenant.id
    )
    return [json.loads(event) for (event,) in rows]


def names(site: Site) -> list[str]:
    return [event["type"].removeprefix("io.ameide.sre.process-fact.").removesuffix(".v1") for event in said(site)]


def one_incident(site: Site, fingerprint: str = "a1", **labels: str) -> str:
    site.tell(a_group(an_alert(fingerprint, labels=labels)))
    (incident,) = site.incidents()
    return str(incident["incident_id"])


def test_a_grave_alert_leads_to_a_plan_that_waits_and_a_timeline_that_tells_it(looked_into: Site, investigator: Finds):
    incident = one_incident(looked_into)
    assert names(looked_into) == WHOLE
    assert [event["aggregateversion"] for event in said(looked_into)] == ["1", "2", "3", "4"]
    assert [alert.name for alert in investigator.asked[-1].alerts] == ["Errors"]
    entries = looked_into.get(f"/v1/incidents/{incident}/timeline")["entries"]["items"]
    told = [(entry["kind"], entry["text"].splitlines()[0]) for entry in entries if entry["kind"] in _WRITTEN]
    assert told == [
        ("action", "Triage 1 began: A critical incident from alert is looked into by itself."),
        ("evidence", "Not seen before. Nothing that is written down has any of its words."),
        ("evidence", "Looked at 2 places, 1 of them with a problem."),
        ("decision", "Deployment shop/web crash-loops: exit 1 (certain)"),
        ("decision", "Proposed, nothing has been changed: Revert 4f2a of web (risk low)"),
    ]


_WRITTEN = {"note", "evidence", "decision", "action"}


def test_of_a_triage_each_step_is_handed_what_it_goes_on_from_and_is_not_called_for_the_rest(
    looked_into: Site, transport_name: str, monkeypatch: pytest.MonkeyPatch
):
    if transport_name == "pubsub-emulator":
        pytest.skip("the emulator accepts filters and ignores them; handlers filter again")
    handed: list[list[str]] = []
    receive = ReceiveProcessFacts.__call__

    def recorded(self: ReceiveProcessFacts[Any], events: Sequence[Mapping[str, Any]]) -> Ran:
        wanted = {wire_type(fact) for fact in self.run.handles}
        if any(".process-fact." in event["type"] for event in events):
            handed.append([event["type"].split(".")[-2] for event in events if event["type"] in wanted])
        return receive(self, events)

    monkeypatch.setattr(ReceiveProcessFacts, "__call__", recorded)
    one_incident(looked_into)
    assert names(looked_into) == WHOLE
    # Three deliveries, each with something to go on from; four facts to all seven steps would be up to 28.
    assert sorted(handed) == [["incident-triage-started"], ["pattern-lookup-completed"], ["remediation-proposed"]]


def test_what_was_found_is_asked_for_with_what_it_rests_on(looked_into: Site):
    incident = one_incident(looked_into)
    found = looked_into.get(f"/v1/incidents/{incident}/triage")
    assert (found["run"], found["standing"], found["phase"]) == (1, "waiting", "remediation")
    assert found["summary"] == CRASH_LOOP.title
    assert found["plan"]["plan_hash"] == PLAN.plan_hash
    assert [each["evidence_id"] for each in found["evidence"]] == [POD.evidence_id, NO_METRICS.evidence_id]
    (listed,) = looked_into.get(f"/v1/incidents/{incident}/triages")["items"]
    assert listed["workflow_id"] == found["workflow_id"] == f"triage/{incident}/1"
    pieces = looked_into.get(f"/v1/incidents/{incident}/evidence")["items"]
    assert [piece["problem"] for piece in pieces] == [None, "timeout"]
    piece = looked_into.get(f"/v1/incidents/{incident}/evidence/{POD.evidence_id}")
    assert (piece["text"], piece["content_hash"]) == (POD.text, POD.content_hash)
    lines = [*explained(found)]
    assert lines[0] == "Triage 1, waiting: A critical incident from alert is looked into by itself."
    assert any(line.endswith(f"[evidence {POD.evidence_id}]") for line in lines)


def test_what_an_alert_points_to_is_known(looked_into: Site):
    runbook = looked_into.command("POST", "/v1/runbooks", RUNBOOK)["aggregate_id"]
    incident = one_incident(looked_into, alertname="PoolExhausted")
    lookup = looked_into.get(f"/v1/incidents/{incident}/triage")["lookup"]
    assert lookup["decision"] == "known"
    assert (lookup["candidates"][0]["document_id"], lookup["candidates"][0]["found_through"]) == (runbook, "alert_name")
    assert lookup["why"] == "The alert's name leads to runbook pool-exhausted."
    assert looked_into.get(f"/v1/incidents/{incident}/triage")["pattern"] == {
        "holds": True,
        "why": f"PoolExhausted still fires, Pod shop/web-0 was read, and it shows: {CRASH_LOOP.title}",
    }


def test_what_looks_into_it_is_ordered_again_called_off_and_handed_to_a_person(looked_into: Site):
    incident = one_incident(looked_into)
    path = f"/v1/incidents/{incident}"
    looked_into.command("POST", f"{path}/triage", {"reason": "look again"})
    assert names(looked_into) == [*WHOLE, "triage-cancelled", *WHOLE]
    looked_into.command("POST", f"{path}/escalate", {"reason": "the DBAs"})
    found = looked_into.get(f"{path}/triage")
    assert (found["run"], found["standing"], found["ended_because"]) == (2, "escalated", "the DBAs")
    assert looked_into.get(f"{path}/triage", run=1)["standing"] == "cancelled"
    looked_into.command("POST", f"{path}/triage/cancel", {"reason": "a drill"})
    assert looked_into.get(f"{path}/triage")["standing"] == "escalated"
    kinds = [entry["kind"] for entry in looked_into.get(f"{path}/timeline")["entries"]["items"]]
    assert [kind for kind in kinds if kind in _DIRECTED] == ["triage_ordered", "escalated", "triage_called_off"]


_DIRECTED = {"triage_ordered", "escalated", "triage_called_off"}


def test_a_tenant_can_turn_it_off_and_ask_for_single_ones(looked_into: Site):
    assert looked_into.get("/v1/triage-policy")["policy_version"] == 0
    looked_into.command("PUT", "/v1/triage-policy", {"definition": {"enabled": False}})
    incident = one_incident(looked_into)
    assert names(looked_into) == []
    looked_into.command("POST", f"/v1/incidents/{incident}/triage", {})
    assert names(looked_into) == WHOLE
    assert said(looked_into)[0]["data"]["policy_version"] == 1


_HOLD_DOWN_OVER = """
UPDATE process.timer SET due_at = now() WHERE tenant_id = %s AND workflow_type = 'alert_correlation' RETURNING name
"""


def test_what_is_over_is_looked_into_no_longer(looked_into: Site):
    alert = an_alert("a1")
    looked_into.tell(a_group(alert))
    looked_into.tell(a_group(resolved(alert)))
    looked_into.world.rows(_HOLD_DOWN_OVER, looked_into.tenant.id)
    looked_into.tick()
    # Whoever resolved it may have done something: that is looked back upon once.
    assert names(looked_into)[-2:] == ["triage-cancelled", "documentation-requested"]
    assert said(looked_into)[-2]["data"]["reason"] == "The incident is resolved."


def test_what_a_triage_wrote_teaches_no_other_one(looked_into: Site):
    """What it says of others would be found in the incident that it is told in, and answer for them."""
    one_incident(looked_into)
    (known,) = looked_into.world.rows(
        "SELECT sections::text FROM knowledge_index.document WHERE tenant_id = %s", looked_into.tenant.id
    )
    assert "service-a1" in known[0]
    assert "crash-loops" not in known[0]
    assert "Not seen before" not in known[0]
