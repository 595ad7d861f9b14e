"""Targets as they are written: ``0.999`` is 99.9 percent and not 99.90000000000001."""

from decimal import Decimal, InvalidOperation
from typing import Any

from shared.adapters.imports.reading import Unusable, text


def percent_of(value: Any, factor: int, code: str) -> float:
    """Raises Unusable with the code for what is no number."""
    try:
        return float(Decimal(text(value)[:40]) * factor)
    except (InvalidOperation, OverflowError) as invalid:
        raise Unusable(code, f"{text(value)[:40]!r} is no target") from invalid
