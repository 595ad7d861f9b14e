"""A crash of a demo service, from the webhook to what a person reads: what was seen, what is broken, what to do."""

import json
from pathlib import Path

import local
from tests.support.patience import wait_until
from tests.support.running_system import running_system

ALERT = Path(local.__file__).parent / "demo" / "pricing_crashes.json"
SAYS = "required setting SURCHARGE_TABLE is not set"


def test_who_is_told_of_a_crash_reads_why(tmp_path):
    with running_system(tmp_path / "data", "--demo-cluster") as system:
        assert system.post_webhook(json.loads(ALERT.read_text("utf-8"))).status_code == 202
        wait_until(lambda: SAYS in system.sre("triage", "explain", "1").stdout, "the triage says why")
        (incident,) = system.get("/v1/incidents")["items"]
        timeline = system.get(f"/v1/incidents/{incident['incident_id']}/timeline")["entries"]["items"]
        kinds = [entry["kind"] for entry in timeline if entry["actor"].startswith("process:triage/")]
        assert kinds == ["action", "evidence", "evidence", "decision", "decision"]
        told = "\n".join(entry["text"] for entry in timeline)
        assert "Not seen before" in told
        assert "Deployment booking/pricing crash-loops: exit 1" in told
        assert "prometheus" in told, "what nobody could be asked is told too"
