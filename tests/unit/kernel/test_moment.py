"""Only times that can be stored and compared come in."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.kernel.moment import Moment

moments = TypeAdapter(Moment)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01T12:00:00.123456789Z", datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)),
        ("2026-03-01T14:00:00+02:00", datetime(2026, 3, 1, 12, 0, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2261-12-31T23:59:59Z", datetime(2261, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_times_with_a_zone_come_in_with_microseconds(text, moment):
    assert moments.validate_python(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1970-01-01T00:00:00+00:01",
        "2262-01-01T00:00:00Z",
        "yesterday",
    ],
)
def test_other_times_do_not(text):
    with pytest.raises(ValidationError):
        moments.validate_python(text)
