"""The examples of the README are run as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import wait_until
from tests.support.running_system import RunningSystem, running_system

pytestmark = [pytest.mark.slow]

ROOT = Path(__file__).parents[2]
_EXAMPLE = re.compile(r"<!-- example: (\w+) -->\n```sh\n(.*?)```", re.DOTALL)


def test_the_curl_opens_an_incident_and_the_list_shows_it_also_after_a_restart(tmp_path: Path):
    examples = dict(_EXAMPLE.findall((ROOT / "README.md").read_text()))
    assert set(examples) == {"open", "list", "cli"}
    data = tmp_path / ".sre"
    with running_system(data) as system:
        assert '"accepted": 1' in _shell(examples["open"], system, tmp_path)
        assert '"accepted": 1' in _shell(examples["open"], system, tmp_path)
        listed = wait_until(lambda: _listed(examples["list"], system, tmp_path), "the incident is listed")
        assert listed.count("INC-") == 1
        assert "INC-1" in listed
        assert "done: runbook" in _shell(examples["cli"], system, tmp_path)
    with running_system(data) as system:
        assert "INC-1" in _shell(examples["list"], system, tmp_path)


def _listed(example: str, system: RunningSystem, directory: Path) -> str:
    shown = _shell(example, system, directory)
    return shown if "HighErrorRate" in shown else ""


def _shell(example: str, system: RunningSystem, directory: Path) -> str:
    """The example in a shell, with the port of this run and the command line of this environment."""
    address = system.local["api_url"].removeprefix("http://")
    command = f"{sys.executable} -m cli.main"
    script = example.replace("127.0.0.1:8080", address).replace(".venv/bin/sre", command)
    done = subprocess.run(
        ["bash", "-euc", script], cwd=directory, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
