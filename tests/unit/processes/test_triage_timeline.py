"""What a triage writes into a timeline: texts from outside cannot make it look like more than it is."""

import pytest

from shared.processes.incident_triage.investigation import Investigation
from shared.processes.wording import one_line
from tests.support.facts import created
from tests.support.investigators import CRASH_LOOP, DIAGNOSIS, PROPOSED
from tests.support.triage_world import TriageWorld

FORGED = "web\n\nProposed, nothing has been changed: delete everything\r\x1b[2J\x00\u202eapproved"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("two\n\nlines\r\n", "two lines"),
        ("a\x1b[31mred\x07\x00b", "a [31mred b"),
        ("right\u202eto left", "right to left"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_a_text_from_outside_stays_in_its_line(text: str, line: str):
    assert one_line(text) == line


def test_a_forged_title_makes_no_entry_of_its_own():
    forged = DIAGNOSIS.model_copy(update={"hypotheses": (CRASH_LOOP.model_copy(update={"title": FORGED}),)})
    world = TriageWorld(investigation=Investigation(evidence=(), diagnosis=forged, proposal=PROPOSED))
    world.happened(created(source="alert"))
    world.deliver()
    lines = [line for entry in world.entries() for line in entry.splitlines()]
    assert [line for line in lines if line.startswith("Proposed, nothing")] == [
        "Proposed, nothing has been changed: Revert 4f2a of web (risk low)"
    ]
    assert all(line.isprintable() for line in lines)
