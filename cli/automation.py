"""`sre automation …`: the operator's switch over everything that is carried out, for all tenants at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from cli.answering import console
from cli.installation import database_url
from cli.options import DEFAULT_DATA_DIR, DataDir
from shared.adapters.postgres.automation_switch import AutomationSwitch
from shared.adapters.postgres.connection import connect_pool

automation = typer.Typer(no_args_is_help=True, help="The switch over everything that is carried out, for all tenants.")

_LONGEST = 1_000
Reason = Annotated[str, typer.Option(help="Why; whoever looks at the switch reads it.")]


@automation.command()
def halt(reason: Reason = "no reason was given", data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Begin nothing any more, from the next action on; what has begun is found out. `go-on` ends it.

    Example: sre automation halt --reason "the cluster is being moved"
    """
    _put(data_dir, paused=True, reason=reason)
    console.print("nothing is begun any more, for no tenant", markup=False)


@automation.command("go-on")
def go_on(reason: Reason = "no reason was given", data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Let what was approved be carried out again.

    Example: sre automation go-on
    """
    _put(data_dir, paused=False, reason=reason)
    console.print("what was approved is carried out again", markup=False)


@automation.command()
def show(data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Say how the switch stands. Exit code 1 while it is halted.

    Example: sre automation show
    """
    with _switch(data_dir) as switch:
        state = switch.state()
    if state is None:
        console.print("it goes on; nobody has ever touched the switch", markup=False)
        return
    word = "halted" if state.paused else "goes on"
    console.print(f"{word} since {state.changed_at:%Y-%m-%d %H:%M:%S} UTC: {state.reason}", markup=False)
    if state.paused:
        raise typer.Exit(1)


def _put(data_dir: DataDir, *, paused: bool, reason: str) -> None:
    with _switch(data_dir) as switch:
        switch.put(paused=paused, reason=reason[:_LONGEST].strip() or "no reason was given")


@contextmanager
def _switch(data_dir: DataDir) -> Iterator[AutomationSwitch]:
    with connect_pool(database_url(data_dir), role="sre_admin", application="sre-automation", max_size=1) as pool:
        yield AutomationSwitch(pool)
