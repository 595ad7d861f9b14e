"""Points as one part of the system hands them to another: JSON, by the names of their instruments."""

import json
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from shared.adapters.metrics.instruments import INSTRUMENTS
from shared.adapters.metrics.tally import Point, TimeDistribution


def points_to_json(points: Iterable[Point]) -> bytes:
    return json.dumps([[point.instrument.name, point.values, _number(point)] for point in points]).encode()


def points_from_json(text: bytes) -> list[Point]:
    """Reads what `points_to_json` wrote; what another version measures besides is left out. Raises ValueError."""
    return [
        Point(INSTRUMENTS[name], tuple(values), _read(number))
        for name, values, number in json.loads(text)
        if name in INSTRUMENTS
    ]


def _number(point: Point) -> Any:
    number = point.number
    return list(astuple(number)) if isinstance(number, TimeDistribution) else number


def _read(number: Any) -> float | TimeDistribution:
    return TimeDistribution(*number) if isinstance(number, list) else number
