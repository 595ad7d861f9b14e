"""`sre run` with somewhere to write to: one part more, which alone is told where, and which answers the others."""

import json
import os
from pathlib import Path

import httpx
import pytest

from local.coder_part import WRITING
from tests.support.patience import PATIENCE_S
from tests.support.running_system import RunningSystem, running_system

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    targets = tmp_path / "targets.json"
    targets.write_text(json.dumps({"argocd": []}))
    monkeypatch.setenv("SRE_CODER_TARGETS", str(targets))
    with running_system(tmp_path / "data") as system:
        yield system


def environments(system: RunningSystem) -> dict[str, dict[str, str]]:
    """Part → its environment, as the kernel has it; the supervisor's own is the user's."""
    found = {}
    for directory in Path("/proc").iterdir():
        if not directory.name.isdigit() or _parent(directory) != system.local["pid"]:
            continue
        command = (directory / "cmdline").read_bytes().decode().split("\0")
        module = next((word for word in command if word.startswith("local.")), "")
        words = (directory / "environ").read_bytes().decode().split("\0")
        name = module if module != "local.back" else f"{module} {command[command.index(module) + 1]}"
        found[name] = dict(word.partition("=")[::2] for word in words if word)
    return {name: environment for name, environment in found.items() if name}


def _parent(directory: Path) -> int:
    try:
        return int((directory / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_one_part_is_told_where_it_may_write_and_the_others_whom_to_ask(system: RunningSystem):
    parts = environments(system)
    assert {"local.coder", "local.front", "local.back writer", "local.back views"} <= parts.keys()
    told = {name for name, environment in parts.items() if WRITING & environment.keys()}
    assert told == {"local.coder"}
    assert not [name for name in parts.keys() - told if os.environ["SRE_CODER_TARGETS"] in parts[name].values()]
    url = parts["local.back views"]["SRE_CODER_URL"]
    card = httpx.get(f"{url}/.well-known/agent-card.json", timeout=PATIENCE_S).json()
    assert card["supportedInterfaces"][0]["url"] == f"{url}/a2a"
    headers = {"Authorization": f"Bearer {system.local['api_key']}", "A2A-Version": "1.0"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "GetExtendedAgentCard", "params": {}}
    extended = httpx.post(f"{url}/a2a", json=body, headers=headers, timeout=PATIENCE_S).json()
    assert "apply_gitops_remediation" in [skill["id"] for skill in extended["result"]["skills"]]
    assert system.sre("automation", "halt", "--reason", "a drill").returncode == 0
    assert system.sre("automation", "show").returncode == 1
    assert system.sre("automation", "go-on").returncode == 0
    assert "goes on" in system.sre("automation", "show").stdout
