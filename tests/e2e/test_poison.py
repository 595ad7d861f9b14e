"""A message that hangs whoever takes it up is put aside, also across restarts, and its neighbours go on meanwhile."""

import json
from collections.abc import Iterator

import pytest

from shared.bootstrap.dead_letters import DeadLetterAdmin, open_dead_letters
from tests.support.memory import quick_directory
from tests.support.patience import wait_until
from tests.support.running_system import RunningSystem, running_system
from tests.support.webhooks import a_group, an_alert

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

#: Python runs this first in every process of the system: an alert of such a name stops whoever asks the rules about it.
_HANGS = """
import time
import shared.processes.alert_correlation.rules as rules

match = rules.RuleBook.match

def hangs(self, alert):
    while alert.name == "PoisonLoop":
        pass
    while alert.name == "PoisonCall":
        time.sleep(3600)
    return match(self, alert)

rules.RuleBook.match = hangs
"""


@pytest.fixture(scope="module")
def system() -> Iterator[RunningSystem]:
    """One for both: what hangs is over, and said, when its test ends."""
    with quick_directory("sre-run-") as directory, pytest.MonkeyPatch.context() as patched:
        (directory / "sitecustomize.py").write_text(_HANGS)
        patched.setenv("PYTHONPATH", str(directory))
        patched.setenv("SRE_MESSAGE_DEADLINE_S", "1")
        patched.setenv("SRE_LOOP_SILENCE_S", "4")
        with running_system(directory / "data") as running:
            yield running


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("PoisonLoop", "took longer than 1 s, 2 times", id="in a loop, which is ended"),
        pytest.param("PoisonCall", "in hand when the process hung", id="in a call that never comes back"),
    ],
)
def test_what_hangs_is_a_dead_letter_and_others_are_seen(system: RunningSystem, name: str, reason: str):
    before = _incidents(system)
    poison = an_alert(f"poison-{name}", labels={"alertname": name})
    with open_dead_letters(system.local["database_url"]) as kept:
        known = _dead_letters(kept)
        assert system.post_webhook(a_group(poison)).status_code == 202
        for number in range(5):
            assert system.post_webhook(a_group(an_alert(f"healthy-{name}-{number}"))).status_code == 202
        wait_until(lambda: _incidents(system) == before + 5, "the incidents of the others")
        wait_until(lambda: len(_dead_letters(kept) - known) == 1, "the dead letter")
        (new,) = _dead_letters(kept) - known
    listed = json.loads(system.sre("dlq", "list", "--kind", "dead-letter", "--json").stdout)
    assert len(listed) == len(known) + 1
    (letter,) = [each for each in listed if str(each["id"]) == new]
    assert reason in letter["reason"]
    assert "triage-alert-correlation.facts" in letter["what"]
    assert system.post_webhook(a_group(an_alert(f"later-{name}"))).status_code == 202
    wait_until(lambda: _incidents(system) == before + 6, "the incident of one that comes later")


def _incidents(system: RunningSystem) -> int:
    return len(system.get("/v1/incidents", limit=50)["items"])


def _dead_letters(kept: DeadLetterAdmin) -> set[str]:
    """Their ids."""
    return {str(item.id) for item in kept.list(kind="dead-letter", limit=10)}
