"""How the command line speaks: tables for people, JSON for scripts, and errors that say the next step."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

_WIDE = 200
#: A pipe has no width; lines that a script reads are not folded at eighty columns.
console = Console(width=None if sys.stdout.isatty() else _WIDE)


def progress_console() -> Console:
    """Beside what is shown, so that a pipe holds the answer alone."""
    return Console(stderr=True)


def fail(message: str) -> NoReturn:
    print(f"error: {message}", file=sys.stderr)
    raise typer.Exit(1)


def show_json(value: Any) -> None:
    print(json.dumps(value, indent=2, default=str))


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Cells are text as it is: what came from outside is no markup."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    if table.row_count:
        console.print(table)
    else:
        console.print(empty, markup=False)


def harmless(text: str) -> str:
    """What moves a terminal's cursor shows as a blank."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _plain(cell: object) -> Any:
    return console.render_str(harmless("" if cell is None else str(cell)), markup=False, emoji=False)
