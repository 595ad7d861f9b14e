"""A message that hangs whoever takes it up is put aside, also across restarts, and its neighbours go on meanwhile."""

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.support.patience import wait_until
from tests.support.running_system import RunningSystem, running_system
from tests.support.webhooks import a_group, an_alert

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

#: Python runs this first in every process of the system: an alert of this name stops whoever asks the rules about it.
_HANGS = """
    import time
    import shared.processes.alert_correlation.rules as rules

    match = rules.RuleBook.match

    def hangs(self, alert):
        while alert.name == "Poison":
            {forever}
        return match(self, alert)

    rules.RuleBook.match = hangs
"""


@pytest.mark.parametrize(
    ("forever", "reason"),
    [
        pytest.param("pass", "took longer than 1 s, 2 times", id="in a loop, which is ended"),
        pytest.param("time.sleep(3600)", "in hand when the process hung", id="in a call that never comes back"),
    ],
)
def test_what_hangs_is_a_dead_letter_and_others_are_seen(tmp_path, monkeypatch, forever: str, reason: str):
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(_HANGS).format(forever=forever))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("SRE_MESSAGE_DEADLINE_S", "1")
    monkeypatch.setenv("SRE_LOOP_SILENCE_S", "4")
    with running_system(_directory(tmp_path)) as system:
        poison = an_alert("poison", labels={"alertname": "Poison"})
        assert system.post_webhook(a_group(poison)).status_code == 202
        for number in range(5):
            assert system.post_webhook(a_group(an_alert(f"healthy-{number}"))).status_code == 202
        wait_until(lambda: _incidents(system) == 5, "the incidents of the others")
        (letter,) = wait_until(lambda: _dead_letters(system), "the dead letter")
        assert reason in letter["reason"]
        assert "triage-alert-correlation.facts" in letter["what"]
        assert system.post_webhook(a_group(an_alert("later"))).status_code == 202
        wait_until(lambda: _incidents(system) == 6, "the incident of one that comes later")


def _directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


def _incidents(system: RunningSystem) -> int:
    return len(system.get("/v1/incidents", limit=50)["items"])


def _dead_letters(system: RunningSystem) -> list[dict[str, Any]]:
    listed = system.sre("dlq", "list", "--kind", "dead-letter", "--json")
    found: list[dict[str, Any]] = json.loads(listed.stdout)
    return found
