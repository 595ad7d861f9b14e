"""Kubernetes quantities: compared as numbers, doubled in the unit that they were written in."""

import re
from decimal import Decimal

_QUANTITY = re.compile(r"(\d{1,18}(?:\.\d{1,9})?)(|m|k|[KMGTPE]i?|[eE]\d{1,2})")
_POWERS = {"": 0, "m": -1, "k": 1, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}


def amount_of(quantity: object) -> Decimal | None:
    """The number that a quantity (``1Gi``, ``500m``, ``2``) stands for; None: it is none."""
    found = _QUANTITY.fullmatch(quantity if isinstance(quantity, str) else str(quantity))
    if found is None:
        return None
    number, unit = Decimal(found[1]), found[2]
    if unit[:1] in {"e", "E"} and unit[1:].isdecimal():
        return number * Decimal(10) ** int(unit[1:])
    if unit.endswith("i"):
        return number * Decimal(1024) ** _POWERS[unit[0]]
    return number * Decimal(1000) ** _POWERS[unit]


def doubled(quantity: str) -> str | None:
    """Twice the quantity in its own unit: ``512Mi`` is ``1024Mi``; None: it is none."""
    found = _QUANTITY.fullmatch(quantity)
    return None if found is None else f"{(Decimal(found[1]) * 2).normalize():f}{found[2]}"
