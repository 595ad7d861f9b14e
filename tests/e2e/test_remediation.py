"""A plan is approved by a person, carried out once, believed when alerts and checks have held, and told to all."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

import shared.bootstrap.triage
from cli.triage import explained
from shared.remediation.changed_since import ChangedSince
from tests.support.acting import Carries, Watches, outcome, reading
from tests.support.investigators import Finds
from tests.support.patience import wait_until
from tests.support.remedies import ASKED, CARRIED_OUT, MENDED
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved


@dataclass
class Outside:
    """Who carries plans out here, and who looks; each test says what they answer."""

    coder: Carries = field(default_factory=Carries)
    verifier: Watches = field(default_factory=Watches)

    def dry_run(self, *args: Any, **named: Any) -> Any:
        return self.coder.dry_run(*args, **named)

    def apply(self, *args: Any, **named: Any) -> Any:
        return self.coder.apply(*args, **named)

    def cancel(self, *args: Any, **named: Any) -> None:
        self.coder.cancel(*args, **named)

    def verify(self, *args: Any, **named: Any) -> Any:
        return self.verifier.verify(*args, **named)

    def look_back(self, *args: Any, **named: Any) -> Any:
        return self.verifier.look_back(*args, **named)


@pytest.fixture(scope="module")
def wired() -> Iterator[Outside]:
    with pytest.MonkeyPatch.context() as patch:
        outside = Outside()
        patch.setattr(shared.bootstrap.triage, "build_investigator", lambda _reading: Finds())
        patch.setattr(shared.bootstrap.triage, "build_coder", lambda: outside)
        patch.setattr(shared.bootstrap.triage, "build_verifier", lambda _reading: outside)
        yield outside


@pytest.fixture
def outside(wired: Outside) -> Outside:
    wired.coder, wired.verifier = Carries(), Watches()
    return wired


@dataclass
class Responders:
    """What people and machines do to one incident."""

    site: Site
    incident: str = ""

    def alert(self) -> None:
        self.site.command("PUT", "/v1/triage-policy", {"definition": {"hold_s": 1, "verify_within_s": 600}})
        self.site.tell(a_group(an_alert("a1")))
        (incident,) = self.site.incidents()
        self.incident = str(incident["incident_id"])

    def alert_resolves(self) -> None:
        self.site.tell(a_group(resolved(an_alert("a1"))))

    def triage(self) -> dict[str, Any]:
        found: dict[str, Any] = self.site.get(f"/v1/incidents/{self.incident}/triage")
        return found

    def approves(self) -> None:
        approval = self.site.get(f"/v1/approvals/{self.triage()['approval']['approval_id']}")
        read = {name: approval[name] for name in ("plan_hash", "dry_run_hash")}
        self.site.command("POST", f"/v1/incidents/{self.incident}/remediation/approve", {"run": 1, **read})

    def rejects(self, reason: str) -> None:
        plan_hash = self.triage()["approval"]["plan_hash"]
        body = {"run": 1, "plan_hash": plan_hash, "reason": reason}
        self.site.command("POST", f"/v1/incidents/{self.incident}/remediation/reject", body)

    def said(self) -> list[str]:
        rows = self.site.world.rows(
            "SELECT event FROM process.fact WHERE tenant_id = %s ORDER BY workflow_id, version", self.site.tenant.id
        )
        types = [json.loads(event)["type"].split(".")[-2] for (event,) in rows]
        return ["".join(word.capitalize() for word in each.split("-")) for each in types]

    def ends(self, standing: str) -> None:
        """Time passes, and what is due happens, until the triage stands so."""

        def stands() -> bool:
            self.site.tick()
            return self.triage()["standing"] == standing

        wait_until(stands, lambda: str(self.triage()))

    def timeline(self) -> list[str]:
        entries = self.site.get(f"/v1/incidents/{self.incident}/timeline", limit=100)["entries"]["items"]
        return [entry["text"].splitlines()[0] for entry in entries if entry["kind"] in ("decision", "action")]


@pytest.fixture
def responders(outside: Outside, site: Site) -> Responders:
    del outside
    return Responders(site)


def test_a_plan_is_approved_carried_out_and_verified_once_its_alert_is_over(responders: Responders, outside: Outside):
    responders.alert()
    assert responders.said() == ASKED
    assert outside.coder.applied == [], "nobody has said yes"

    responders.approves()
    assert len(outside.coder.applied) == 1
    assert responders.triage()["phase"] == "verification"

    responders.ends("under_way")
    assert responders.triage()["verification"]["verified"] is None, "the alert still fires"

    responders.alert_resolves()
    responders.ends("completed")
    assert [name for name in responders.said() if name != "TriagePhaseResumed"] == MENDED
    assert len(outside.coder.applied) == 1
    assert [line.split(":")[0] for line in responders.timeline()][-6:] == [
        "Tried dry, nothing stands in its way",
        "Yes was said by human",
        "Carried out (succeeded)",
        "Watching whether it has worked",
        "It has worked",
        "Triage 1 is complete",
    ]
    told = [*explained(responders.triage())]
    assert told[-1] == "It is over: It has worked: Revert 4f2a of web"
    assert "- None of the incident's alerts fires any more: yes (All of its 1 alerts are resolved.)" in told


def test_a_plan_that_is_rejected_is_not_carried_out_and_a_person_goes_on(responders: Responders, outside: Outside):
    responders.alert()
    responders.rejects("by hand, tonight")
    found = responders.triage()
    assert (found["standing"], found["ended_because"]) == ("escalated", "No was said to the plan: by hand, tonight")
    assert outside.coder.applied == []


def test_a_pause_takes_back_what_was_asked_and_resuming_does_not_ask_again(responders: Responders, outside: Outside):
    responders.alert()
    asked = responders.triage()["approval"]["approval_id"]
    responders.site.command("POST", "/v1/automation/pause", {"reason": "a migration"})
    assert responders.site.get("/v1/triage-policy")["paused_because"] == "a migration"
    assert responders.site.get(f"/v1/approvals/{asked}")["status"] == "withdrawn"
    assert responders.triage()["standing"] == "escalated"
    responders.site.command("POST", "/v1/automation/resume", {})
    assert responders.triage()["standing"] == "escalated"
    assert outside.coder.applied == []


def test_one_that_did_not_help_is_told_and_its_rollback_asked_about(responders: Responders, outside: Outside):
    outside.coder = Carries(outcomes=[outcome(undo=True)])
    outside.verifier = Watches([reading(holds=False)])
    responders.alert()
    responders.site.command("PUT", "/v1/triage-policy", {"definition": {"hold_s": 1, "verify_within_s": 2}})
    responders.approves()
    assert responders.said() == CARRIED_OUT
    responders.ends("waiting")
    found = responders.triage()
    assert (found["is_rollback"], found["verification"]["verified"]) == (True, False)
    assert found["plan"]["summary"] == "Take back: Revert 4f2a of web"
    assert found["approval"]["decision"] is None


def test_what_a_person_mended_meanwhile_is_written_down_as_theirs(responders: Responders, outside: Outside):
    edited = "Deployment shop/web was changed by kubectl-edit, 2026-12-01 12:01:00 UTC"
    outside.verifier = Watches(changed=ChangedSince(changes=(edited,), by_hand=(edited,), unread=()))
    responders.alert()
    responders.site.command("POST", f"/v1/incidents/{responders.incident}/resolve", {"summary": "put back by hand"})
    responders.ends("completed")
    assert responders.said()[-2:] == ["RecoveredByHand", "IncidentTriageCompleted"]
    assert outside.coder.applied == [], "the plan that waited for a yes is not carried out"
    (document,) = responders.site.all("/v1/knowledge-documents")
    assert edited in responders.site.get(f"/v1/knowledge-documents/{document['document_id']}")["content"]["fix"]
