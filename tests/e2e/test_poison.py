"""A message that hangs whoever takes it up is put aside, also across restarts, and its neighbours go on meanwhile."""

import json
import textwrap
from pathlib import Path

import pytest

from shared.bootstrap.dead_letters import DeadLetterAdmin, open_dead_letters
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
def test_what_hangs_is_a_dead_letter_and_others_are_seen(quick_path: Path, monkeypatch, forever: str, reason: str):
    (quick_path / "sitecustomize.py").write_text(textwrap.dedent(_HANGS).format(forever=forever))
    monkeypatch.setenv("PYTHONPATH", str(quick_path))
    monkeypatch.setenv("SRE_MESSAGE_DEADLINE_S", "1")
    monkeypatch.setenv("SRE_LOOP_SILENCE_S", "4")
    with running_system(quick_path / "data") as system:
        poison = an_alert("poison", labels={"alertname": "Poison"})
        assert system.post_webhook(a_group(poison)).status_code == 202
        for number in range(5):
            assert system.post_webhook(a_group(an_alert(f"healthy-{number}"))).status_code == 202
        wait_until(lambda: _incidents(system) == 5, "the incidents of the others")
        with open_dead_letters(system.local["database_url"]) as kept:
            wait_until(lambda: _dead_letters(kept), "the dead letter")
        (letter,) = json.loads(system.sre("dlq", "list", "--kind", "dead-letter", "--json").stdout)
        assert reason in letter["reason"]
        assert "triage-alert-correlation.facts" in letter["what"]
        assert system.post_webhook(a_group(an_alert("later"))).status_code == 202
        wait_until(lambda: _incidents(system) == 6, "the incident of one that comes later")


def _incidents(system: RunningSystem) -> int:
    return len(system.get("/v1/incidents", limit=50)["items"])


def _dead_letters(kept: DeadLetterAdmin) -> int:
    return len(kept.list(kind="dead-letter", limit=10))
