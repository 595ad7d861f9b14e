"""The writer's answer survives the way to its caller."""

import json
from uuid import UUID

import pytest

from shared.adapters.http.outcome_json import UnreadableOutcome, outcomes_from_json, outcomes_to_json
from shared.ports.outcome import Outcome, Problem

MESSAGE = UUID("00000000-0000-0000-0000-000000000001")
FACT = UUID("00000000-0000-0000-0000-000000000002")


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(message_id=MESSAGE, status="accepted", aggregate_version=3, fact_ids=(FACT,), position=9),
        Outcome(message_id=MESSAGE, status="ignored", aggregate_version=3, replayed=True),
        Outcome(
            message_id=MESSAGE,
            status="rejected",
            aggregate_version=0,
            problem=Problem(code="incident.closed", title="The incident is closed", detail="INC-1"),
        ),
    ],
)
def test_an_outcome_read_back_is_the_outcome_written(outcome: Outcome):
    assert outcomes_from_json(json.loads(json.dumps(outcomes_to_json([outcome])))) == [outcome]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"outcomes": None},
        {"outcomes": [None]},
        {"outcomes": [{"status": "accepted"}]},
        {"outcomes": [{"message_id": "x", "status": "accepted", "aggregate_version": 1}]},
        {"outcomes": [{"message_id": str(MESSAGE), "status": "maybe", "aggregate_version": 1}]},
    ],
)
def test_an_answer_in_another_form_is_refused(answer: object):
    with pytest.raises(UnreadableOutcome):
        outcomes_from_json(answer)
