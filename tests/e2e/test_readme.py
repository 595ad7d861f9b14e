"""The examples of the README are run as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_S, wait_until
from tests.support.running_system import RunningSystem, running_system

pytestmark = [pytest.mark.slow]

ROOT = Path(__file__).parents[2]
_EXAMPLE = re.compile(r"<!-- example: (\w+) -->\n```sh\n(.*?)```", re.DOTALL)


def test_the_curl_opens_an_incident_and_the_list_shows_it_also_after_a_restart(quick_path: Path):
    examples = examples_of_the_readme()
    assert set(examples) == {"open", "list", "cli", "crash", "explain", "objective"}
    data = quick_path / ".sre"
    with running_system(data) as system:
        assert '"accepted": 1' in _shell(examples["open"], system, quick_path)
        assert '"accepted": 1' in _shell(examples["open"], system, quick_path)
        wait_until(lambda: system.get("/v1/incidents")["items"], "the incident is seen")
        listed = _shell(examples["list"], system, quick_path)
        assert "HighErrorRate" in listed
        assert listed.count("INC-") == 1
        assert "INC-1" in listed
        assert "done: runbook" in _shell(examples["cli"], system, quick_path)
        promised = _shell(examples["objective"], system, quick_path)
        assert "done: slo" in promised
        assert "Nothing was told of it yet." in promised
        assert "SLOBudgetBurns" in (quick_path / "rules.yaml").read_text()
    with running_system(data) as system:
        assert "INC-1" in _shell(examples["list"], system, quick_path)


def test_who_is_told_of_a_crash_reads_why(quick_path: Path):
    """From the webhook to what a person reads: what was seen before, what is broken, and which commit to take back."""
    examples = examples_of_the_readme()
    with running_system(quick_path / ".sre", "--demo-cluster") as system:
        assert "accepted (202)" in _shell(examples["crash"], system, quick_path)
        wait_until(lambda: len(_written(system)) > 5, "the triage has decided, and asked for a yes")
        told = wait_until(lambda: _explained(examples["explain"], system, quick_path), "the triage says why")
        assert "Deployment booking/pricing crash-loops: exit 1" in told
        assert "Not seen before" in told
        assert "Looked at" in told
        assert "not_configured" not in told
        assert "Proposed, nothing has been changed: git.revert for Deployment booking/pricing" in told
        [*looked, named, proposed, asked] = _written(system)
        assert [kind for kind, _ in looked] == ["action", "evidence", "evidence"]
        assert "crash-loops" in named[1]
        assert "git.revert" in proposed[1]
        assert asked[0] == "decision", asked


def examples_of_the_readme() -> dict[str, str]:
    return dict(_EXAMPLE.findall((ROOT / "README.md").read_text()))


def _written(system: RunningSystem) -> list[tuple[str, str]]:
    """What the triage of the incidents wrote, by kind and text, in order."""
    return [
        (entry["kind"], entry["text"])
        for incident in system.get("/v1/incidents")["items"]
        for entry in system.get(f"/v1/incidents/{incident['incident_id']}/timeline")["entries"]["items"]
        if entry["actor"].startswith("process:triage/")
    ]


def _explained(example: str, system: RunningSystem, directory: Path) -> str:
    """Empty while it is being looked into."""
    shown = _ran(example, system, directory).stdout
    return shown if "required setting SURCHARGE_TABLE is not set" in shown else ""


def _shell(example: str, system: RunningSystem, directory: Path) -> str:
    done = _ran(example, system, directory)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _ran(example: str, system: RunningSystem, directory: Path) -> "subprocess.CompletedProcess[str]":
    """The example in a shell: the port of this run, the command line of this environment, the files of this tree."""
    address = system.local["api_url"].removeprefix("http://")
    command = f"{sys.executable} -m cli.main"
    script = example.replace("127.0.0.1:8080", address).replace(".venv/bin/sre", command)
    script = script.replace("local/demo/", f"{ROOT}/local/demo/")
    return subprocess.run(
        ["bash", "-euc", script], cwd=directory, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
