"""Who spent a budget: what was bad in a window is put down to the incidents that lasted then, in whole numbers.

What was bad is spread evenly over the window's seconds; a second in which several incidents lasted is shared by them in
equal parts, and one in which none did is unattributed. Fractions are rounded by the largest remainders, of equal ones
first that of the incident that began first: so the parts of a window are whole, and together all that was bad in it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple


class Lasting(NamedTuple):
    """An incident lasted from ``start`` until before ``end``, in seconds since 1970."""

    start: int
    end: int


class BadWindow(NamedTuple):
    """Something was bad in a window; ``during`` are the places of the incidents that touch it."""

    start: int
    end: int
    bad: int
    during: tuple[int, ...]


def attributed(windows: Iterable[BadWindow], incidents: Sequence[Lasting]) -> Counter[int]:
    """Gives how much is put down to each incident, by its place in ``incidents``; they come by their beginning."""
    found: Counter[int] = Counter()
    for window in windows:
        found.update(_shared_out(window, incidents))
    return found


def _shared_out(window: BadWindow, incidents: Sequence[Lasting]) -> dict[int, int]:
    exact = {
        place: weight * window.bad / (window.end - window.start)
        for place, weight in _seconds(window, incidents).items()
    }
    whole = {place: int(share) for place, share in exact.items()}
    nobodys = window.bad - sum(exact.values())
    left = window.bad - sum(whole.values()) - int(nobodys)
    remainders = {place: share % 1 for place, share in exact.items()}
    # Nobody's part comes last among equals: its place is after those of all incidents.
    order = sorted((*remainders, len(incidents)), key=lambda place: (-remainders.get(place, nobodys % 1), place))
    for place in order[:left]:
        if place in whole:
            whole[place] += 1
    return whole


def _seconds(window: BadWindow, incidents: Sequence[Lasting]) -> dict[int, Fraction]:
    """For how many seconds of the window each incident answers."""
    lasting = {
        place: (max(incidents[place].start, window.start), min(incidents[place].end, window.end))
        for place in window.during
    }
    found = dict.fromkeys(lasting, Fraction(0))
    for start, end in pairwise(sorted({moment for both in lasting.values() for moment in both})):
        there = [place for place, (begun, over) in lasting.items() if begun <= start and end <= over]
        for place in there:
            found[place] += Fraction(end - start, len(there))
    return found
