"""A silence that cannot do what it says shows why."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.app.operations.silence.view import silence_view
from shared.ports.current_state import Stored
from tests.support.silences import once, recurring, utc

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("definition", "state", "problem"),
    [
        (once(), "active", None),
        (once(matchers=("namespace='payments'",)), "expired", 'write namespace="payments"'),
        (recurring("FREQ=DAILY;INTERVAL=0", utc(2026, 3, 1)), "expired", "INTERVAL=0"),
    ],
)
def test_a_silence_of_earlier_days_that_is_unusable_says_why(definition, state, problem):
    kept = {
        "definition": definition.model_dump(mode="json"),
        "created_by": "human:ana",
        "updated_by": None,
        "expired_by": None,
        "expired_at": None,
        "expire_reason": None,
    }
    view = silence_view(Stored(aggregate_id=UUID(int=8), version=1, state=kept, updated_at=NOW), NOW)
    assert view.state == state
    assert (view.problem is None) if problem is None else (problem in (view.problem or ""))
