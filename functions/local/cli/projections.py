"""`sre projections list` and `sre projections rebuild`."""

from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from functions.local.cli.answering import console, fail, show_table
from functions.local.cli.installation import DEFAULT_DATA_DIR, DataDir, database_url
from shared.bootstrap.rebuild import rebuild as rebuild_projection
from shared.ports.rebuild import RebuildRunning
from shared.projections.registry import PROJECTIONS

projections = typer.Typer(no_args_is_help=True, help="Read models.")


@projections.command("list")
def list_(data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """List the read models.

    Example: sre projections list
    """
    del data_dir  # they are the same everywhere; the option is accepted as everywhere
    rows = ((projection.name, len(projection.views)) for projection in PROJECTIONS)
    show_table(("NAME", "TABLES"), rows, empty="there are none")


@projections.command()
def rebuild(
    name: Annotated[str, typer.Argument(help="Which read model; `sre projections list` shows them.")],
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Build a read model again from the first fact on, beside the one that serves, then swap.

    Example: sre projections rebuild incident_timeline
    """
    url = database_url(data_dir)
    if name not in {projection.name for projection in PROJECTIONS}:
        fail(f"there is no read model {name!r}; `sre projections list` shows them")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(name, total=0)
        try:
            rebuild_projection(url, name, lambda done, total: progress.update(task, completed=done, total=total))
        except RebuildRunning:
            fail(f"another rebuild of {name} is at work; wait for it")
    console.print(f"{name} is rebuilt")
