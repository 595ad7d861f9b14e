"""How much of a large tenant is filled: all of it, or the share that ``SRE_BENCH_SHARE`` names."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Final

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench.filled import Size

FULL: Final = Size(
    alerts=1_000_000,
    incidents=100_000,
    chunks=100_000,
    services=5_000,
    runbooks=5_000,
    postmortems=20_000,
    clusters=200,
    resources=10_000,
    objectives=400,
    windows=18_000,
)
#: Texts that vectors are made of.
SENTENCES: Final = 2_000


def size_of_share(usual: float = 1.0) -> Size:
    """The size to be filled; ``usual`` is the share where the environment names none."""
    share = float(os.environ.get("SRE_BENCH_SHARE", usual))
    return Size(**{field.name: max(1, round(share * getattr(FULL, field.name))) for field in fields(Size)})


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """What is being filled, for whoever waits for minutes."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("filling")
        yield lambda what: progress.update(task, description=f"filling {what}")
