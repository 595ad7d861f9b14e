"""`sre projections …`: how the read models stand, building them anew, swapping, going back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli.answering import console, fail, show_json, show_table
from cli.installation import database_url
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.app.rebuild import Report
from shared.bootstrap import rebuild as operator
from shared.ports.rebuild import Comparison, KeptTables, NothingKept, ProjectionState, RebuildRunning
from shared.projections.registry import PROJECTIONS

projections = typer.Typer(no_args_is_help=True, help="Read models.")

_EVERY = "all"
One = Annotated[str, typer.Argument(help="Which read model; `sre projections list` shows them.")]
OneOrAll = Annotated[str, typer.Argument(metavar="NAME|all", help="Which read model, or all of them.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="From the first fact on, whatever is there already.")]


@projections.command("list")
def list_(data_dir: DataDir = DEFAULT_DATA_DIR, *, as_json: AsJson = False) -> None:
    """Show how the read models stand: versions, how far behind, how large, what is kept beside them.

    Example: sre projections list
    """
    states = operator.states(database_url(data_dir))
    if as_json:
        show_json([asdict(state) | {"advice": _advice(state)} for state in states])
        return
    columns = ("NAME", "VERSION", "POSITION", "LAG", "LAG S", "PARKED", "ROWS", "KEPT")
    show_table(columns, (_row(state) for state in states), empty="there are none")
    for state in states:
        if advice := _advice(state):
            console.print(f"{state.name}: {_difference(state)}: {advice}", markup=False, highlight=False)


@projections.command()
def rebuild(
    name: OneOrAll,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    swap: Annotated[bool, typer.Option("--swap", help="Serve from it at once if nothing differs.")] = False,
    swap_anyway: Annotated[bool, typer.Option("--swap-anyway", help="Serve from it at once, uncompared.")] = False,
    fresh: Fresh = False,
) -> None:
    """Build a read model again from the first fact on, beside the one that serves, and keep it as a candidate.

    One that was stopped goes on where it stopped. A new version has nothing to be compared with: --swap swaps it in.

    Example: sre projections rebuild incident_timeline --swap
    """
    url = database_url(data_dir)

    def one(chosen: str, report: Report) -> bool:
        if swap_anyway:
            operator.rebuild(url, chosen, report, fresh=fresh)
            _say(f"{chosen} is rebuilt and serves")
            return True
        comparison = operator.build(url, chosen, report, fresh=fresh, swap=swap)
        return _told(chosen, comparison, swapped=swap)

    _each(name, one)


@projections.command()
def verify(name: OneOrAll, data_dir: DataDir = DEFAULT_DATA_DIR, *, fresh: Fresh = False) -> None:
    """Compare what serves with the candidate or, without one, with a throw-away rebuild. Exit code 1 if rows differ.

    Example: sre projections verify all
    """
    url = database_url(data_dir)
    _each(name, lambda chosen, report: _shown(chosen, operator.compare(url, chosen, report, fresh=fresh)))


@projections.command()
def swap(name: One, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Serve from the candidate; what served until now is kept.

    Example: sre projections swap incident_timeline
    """
    url = database_url(data_dir)

    def one(chosen: str, report: Report) -> bool:
        operator.swap(url, chosen, report)
        _say(f"{chosen} serves from the candidate; `sre projections rollback {chosen}` goes back")
        return True

    _each(name, one, several=False)


@projections.command()
def rollback(name: One, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Serve from the tables of before the last swap again, with all that happened since.

    Example: sre projections rollback incident_timeline
    """
    url = database_url(data_dir)

    def one(chosen: str, report: Report) -> bool:
        operator.roll_back(url, chosen, report)
        _say(f"{chosen} serves from the tables of before; what served until now is kept in their place")
        return True

    _each(name, one, several=False)


def _each(name: str, work: Callable[[str, Report], bool], *, several: bool = True) -> None:
    """Exit code 1 if one of them is not as it should be."""
    names = [projection.name for projection in PROJECTIONS]
    if name not in names and not (several and name == _EVERY):
        fail(f"there is no read model {name!r}; `sre projections list` shows them")
    good = True
    for chosen in names if name == _EVERY else [name]:
        try:
            with _progress(chosen) as report:
                good = work(chosen, report) and good
        except RebuildRunning:
            fail(f"something else is at work on {chosen}; wait for it")
        except NothingKept as nothing:
            fail(f"{nothing}; see `sre projections list`")
    if not good:
        raise typer.Exit(1)


@contextmanager
def _progress(name: str) -> Iterator[Report]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(name, total=0)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _told(name: str, comparison: Comparison | None, *, swapped: bool) -> bool:
    if comparison is None and swapped:
        _say(f"{name} is rebuilt in its new version and serves")
        return True
    if comparison is None:
        _say(f"{name} is rebuilt in its new version; `sre projections swap {name}` serves from it")
        return True
    equal = _shown(name, comparison)
    if swapped and equal:
        _say(f"{name} serves from the candidate")
    else:
        _say(f"the candidate of {name} is kept; `sre projections swap {name}` serves from it")
    return equal or not swapped


def _shown(name: str, comparison: Comparison) -> bool:
    for table, count in comparison.differing.items():
        _say(f"{name}.{table}: {count} rows differ")
    if comparison.behind:
        _say(f"{name}: {comparison.behind} things have facts that it does not show yet")
    return comparison.equal


def _row(state: ProjectionState) -> tuple[object, ...]:
    rows = ", ".join(f"{table} {count}" for table, count in state.rows.items())
    kept = [_kept(what, tables) for what, tables in (("next", state.candidate), ("previous", state.previous)) if tables]
    lag = (state.lag_facts, f"{state.lag_s:.1f}")
    return (state.name, _version(state), state.position, *lag, state.parked, rows, "; ".join(kept))


def _version(state: ProjectionState) -> str:
    if state.database_version == state.code_version:
        return str(state.code_version)
    return f"{state.code_version}, database {state.database_version or 'none'}"


def _kept(what: str, tables: KeptTables) -> str:
    unfinished = "" if tables.completed_at else f", unfinished at {tables.facts} facts"
    return f"{what} (version {tables.version}) since {str(tables.since)[:19]}{unfinished}"


def _advice(state: ProjectionState) -> str | None:
    """The command that brings program and database together, where they are apart."""
    if state.database_version is None:
        return "sre migrate"
    if state.database_version == state.code_version:
        return None
    if state.candidate and state.candidate.completed_at and state.candidate.version == state.code_version:
        return f"sre projections swap {state.name}"
    if state.previous and state.previous.version == state.code_version:
        return f"sre projections rollback {state.name}"
    return f"sre projections rebuild {state.name} --swap"


def _difference(state: ProjectionState) -> str:
    if state.database_version is None:
        return "the database does not have its tables"
    return f"the program is of version {state.code_version}, the database of version {state.database_version}"


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False)
