"""`sre demo` as somebody plays it who says yes to everything."""

import subprocess
import sys

import pytest

from tests.support.patience import PATIENCE_S

pytestmark = pytest.mark.slow


def played(*options: str) -> str:
    command = [sys.executable, "-m", "cli.main", "demo", "--yes", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=5 * PATIENCE_S)
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-5_000:]
    return done.stdout


def test_a_commit_breaks_a_service_and_its_revert_heals_it():
    told = played()
    scenes = (
        "Alertmanager says so",
        "Seen before, as it looks",
        "What is known holds now",
        "crash-loops: exit 1",
        "Proposed, nothing has been changed: git.revert",
        "booking (critical) needs it directly",
        "+            - name: SURCHARGE_TABLE",
        "Yes was said by human:local",
        "is merged as",
        "The pods run again",
        "It has worked:",
        "A postmortem is drafted",
        "What was known before was right",
        "Put the note into the backlog",
        "The policy incident-notes says yes in place of a person",
        "and its note is on its way",
    )
    places = [told.find(scene) for scene in scenes]
    assert -1 not in places, told
    assert places == sorted(places), told


def test_what_does_not_help_is_seen_taken_back_and_handed_to_a_person():
    told = played("--fail")
    scenes = (
        "Yes was said by human:local",
        "It cannot be said that it has worked",
        "Take back: git.revert",
        "pull request 2 is merged",
        "A person has to go on: The plan did not help and was taken back.",
    )
    places = [told.find(scene) for scene in scenes]
    assert -1 not in places, told
    assert places == sorted(places), told
    assert "It has worked" not in told
