"""A triage knows who has the incident: whom it is assigned to, else who acknowledged it, and no workflow."""

from dataclasses import dataclass
from typing import Any

import pytest

from shared.app.triage.incident_under_triage import incident_under_triage
from tests.support.acting import StoodStill
from tests.support.facts import TENANT
from tests.support.remedies import INCIDENT


@dataclass
class Held(StoodStill):
    assignee: str | None = None
    acknowledged_by: str | None = None

    def _incident(self) -> dict[str, Any]:
        return super()._incident() | {"assignee": self.assignee, "acknowledged_by": self.acknowledged_by}


@pytest.mark.parametrize(
    ("assignee", "acknowledged_by", "holder"),
    [
        (None, None, None),
        (None, "human:ana", "human:ana"),
        ("ben", "human:ana", "ben"),
        (None, "integration:pager", "integration:pager"),
        ("process:demo", None, None),
    ],
)
def test_who_has_it_is_read_with_it(assignee, acknowledged_by, holder):
    state: Any = Held(assignee=assignee, acknowledged_by=acknowledged_by)
    assert incident_under_triage(state, TENANT, INCIDENT).in_hand_of == holder
