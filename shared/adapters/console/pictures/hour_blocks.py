"""Twenty-four blocks for twenty-four hours: when something fired, and how much of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.adapters.console.pictures.picture import Picture, table
from shared.adapters.console.pictures.scale import local_text
from shared.adapters.console.pictures.svg import drawing, mark, node

HOURS = 24
_SIZE, _STEP = 8, 10
_LEVELS = 4


def hours_before(now: datetime) -> tuple[datetime, ...]:
    """The beginnings of the last twenty-four hours, oldest first; the last of them is the one that is going on."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    return tuple(this_hour - timedelta(hours=HOURS - 1 - index) for index in range(HOURS))


def count_per_hour(
    episodes: Iterable[tuple[datetime, datetime | None]], now: datetime
) -> tuple[tuple[datetime, int], ...]:
    """How many episodes touched each of the last twenty-four hours; one without an end goes on."""
    stretches = [(starts_at, ends_at or now) for starts_at, ends_at in episodes]
    hour = timedelta(hours=1)
    return tuple(
        (begins, sum(starts < begins + hour and ends >= begins for starts, ends in stretches))
        for begins in hours_before(now)
    )


def hour_blocks(name: str, counts: Sequence[tuple[datetime, int]], zone: ZoneInfo) -> Picture:
    """Draws a block for each hour, darker where more fired; a quiet hour is an outline."""
    most = max((count for _, count in counts), default=0)
    blocks = []
    for index, (begins, count) in enumerate(counts):
        level = 0 if not count else 1 + min(_LEVELS - 1, (count - 1) * _LEVELS // most)
        block = node("rect", x=index * _STEP, y=1, width=_SIZE, height=16, rx=1, class_=f"block level-{level}")
        blocks.append(mark(f"{begins.astimezone(zone):%H:%M}: {_firing(count)}", (block,)))
    hours = sum(count > 0 for _, count in counts)
    said = f"{name}: fired in {hours} of the last {len(counts)} hours"
    svg = drawing(said, blocks, class_="hour-blocks", width=HOURS * _STEP, height=18, marks=True, view=True)
    rows = [(local_text(begins, zone), str(count)) for begins, count in counts]
    return Picture(svg=svg, table=table(("Hour", "Firing"), rows), empty=most == 0)


def _firing(count: int) -> str:
    return "quiet" if not count else f"{count} firing"
