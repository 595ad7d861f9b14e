"""`sre dlq list` and `sre dlq redrive`: what was put aside, and another try."""

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, cast

import typer

from cli.answering import console, fail, show_json, show_table
from cli.installation import database_url
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.app.redrive_quarantine import Redriven
from shared.ports.put_aside import NotPutAside, PutAsideKind
from shared.ports.transport import TransportUnavailable

dlq = typer.Typer(no_args_is_help=True, help="Messages that were put aside: look at them, try them again.")


class DeadLetterKind(StrEnum):
    """Who put it aside: a subscription, the writer, the relay, intake, a projection."""

    DEAD_LETTER = "dead-letter"
    POISON = "poison"
    PARKED = "parked"
    QUARANTINE = "quarantine"
    UNREAD = "unread"
    REMOVED = "removed"


@dlq.command("list")
def list_(
    kind: Annotated[DeadLetterKind | None, typer.Option(help="Only this kind.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    as_json: AsJson = False,
) -> None:
    """List what was put aside, oldest first.

    dead-letter: a subscription refused it too often. poison: the writer cannot read it. parked: the broker will not
    take an aggregate's fact. quarantine: intake cannot read it. unread: a projection cannot read it. removed: how much
    was put aside for longer, or was more, than is kept.

    Example: sre dlq list --kind dead-letter
    """
    from shared.bootstrap.dead_letters import open_dead_letters  # noqa: PLC0415 - brings what every function listens to

    with open_dead_letters(database_url(data_dir)) as dead_letters:
        items = dead_letters.list(kind=kind, limit=limit)
    if as_json:
        show_json([asdict(item) for item in items])
        return
    rows = ((item.kind, item.id, str(item.since)[:19], item.what, item.reason) for item in items)
    show_table(("KIND", "ID", "SINCE", "WHAT", "WHY"), rows, empty="nothing was put aside")


@dlq.command()
def redrive(
    kind: Annotated[DeadLetterKind, typer.Argument(metavar="KIND", help="dead-letter, poison, parked or quarantine.")],
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Ids from `sre dlq list`.")] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All of this kind, ten thousand at a time.")] = False,
) -> None:
    """Send what was put aside on its way again, after the cause is mended. The tenant's audit says that it was;
    of what a broker keeps, none does.

    Example: sre dlq redrive dead-letter 12 13
    """
    if bool(ids) == everything:
        fail("name ids from `sre dlq list`, or --all")
    if kind is DeadLetterKind.REMOVED:
        fail("what was removed is gone; `sre dlq list --kind removed` says how much it was")
    if kind is DeadLetterKind.UNREAD:
        fail("a projection reads its facts again with `sre projections rebuild NAME`")
    done = _redriven(database_url(data_dir), cast("PutAsideKind", kind.value), None if everything else ids)
    if done.still_waiting:
        console.print(
            f"{done.still_waiting} still cannot be read or are not taken; `sre dlq list` says why", markup=False
        )
    console.print(f"{done.settled} on the way again; `sre dlq list --kind {kind}` shows what comes back", markup=False)


def _redriven(url: str, kind: PutAsideKind, ids: Sequence[str] | None) -> Redriven:
    from shared.bootstrap.redriving import open_redrive  # noqa: PLC0415 - as above

    with open_redrive(url) as redrive:
        try:
            return redrive(kind, ids)
        except NotPutAside:
            fail(f"not all of these wait; nothing is known to be sent. `sre dlq list --kind {kind}` shows what waits")
        except TransportUnavailable:
            fail("the broker cannot be reached; what was sent is not sent again when this is asked again")
