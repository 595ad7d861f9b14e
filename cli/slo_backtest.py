"""`sre slos backtest`: what an objective would have alerted of in the past weeks, by a Prometheus' history."""

import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.answering import console, fail, progress_console, show_json, show_table
from cli.options import AsJson
from cli.slo_definitions import definition_in
from cli.slos import Only
from shared.adapters.prometheus.counts_sources import CountsSource, reader_of
from shared.app.backtest_slo import LONGEST, Backtest, backtest, history, questions_for
from shared.domain.slo.values import SLODefinition
from shared.kernel.ids import SloId

_SPAN = re.compile(r"(\d{1,4})([hd])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1)}
#: The objective is not there yet.
_NOBODYS = SloId(UUID(int=0))


def backtest_(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="A definition, as YAML or JSON, or one of OpenSLO, Sloth, Pyrra."
        ),
    ],
    prometheus: Annotated[str, typer.Option(envvar="SRE_PROMETHEUS_URL", help="Whose history is read.")],
    since: Annotated[str, typer.Option(help="How far back: 12h, 30d.")] = "30d",
    until: Annotated[datetime | None, typer.Option(help="Where it ends, in UTC; now without it.")] = None,
    token_file: Annotated[str, typer.Option(help="A file with its bearer token.")] = "",
    ca_file: Annotated[str, typer.Option(help="A file with its certificate authority.")] = "",
    tenant: Annotated[str, typer.Option(help="Whose data is meant, for Mimir and others (X-Scope-OrgID).")] = "",
    *,
    only: Only = None,
    as_json: AsJson = False,
) -> None:
    """Show the alerts that an objective would have raised, and what its budget would be. Nothing is changed.

    Example: sre slos backtest checkout.yaml --prometheus http://localhost:9090 --since 30d
    """
    _, definition = definition_in(file, only)
    end = datetime.now(UTC) if until is None else until.replace(tzinfo=UTC)
    source = CountsSource(
        name=definition.indicator.source, url=prometheus, token_file=token_file, ca_file=ca_file, tenant=tenant
    )
    found = _judged(definition, source, end - _span(since), end)
    if as_json:
        show_json(asdict(found) | {"budget": found.budget.model_dump()})
    else:
        _show(found)


def _judged(definition: SLODefinition, source: CountsSource, since: datetime, until: datetime) -> Backtest:
    reader = reader_of(source)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=progress_console(), transient=True) as progress:
            asked = history(reader, _NOBODYS, definition, since, until)
            answers = list(progress.track(asked, total=questions_for(definition, since, until)))
    finally:
        reader.close()
    return backtest(definition, answers, since, until)


def _show(found: Backtest) -> None:
    if not found.ticks:
        why = found.unknown[0] if found.unknown else None
        fail("the source told nothing" + ("" if why is None else f": {why.problem}: {why.detail}"))
    rows = (
        (
            alert.condition.severity,
            alert.name,
            f"{alert.starts_at:%Y-%m-%d %H:%M}",
            "still fires" if alert.ends_at is None else f"{alert.ends_at:%Y-%m-%d %H:%M}",
            f"{alert.used_before:.1%}",
            f"{alert.used_after:.1%}",
        )
        for alert in found.alerts
    )
    show_table(
        ("TIER", "CONDITION", "FROM", "UNTIL", "USED BEFORE", "AND AFTER"), rows, empty="it would not have alerted"
    )
    budget = found.budget
    _say(f"{found.since:%Y-%m-%d %H:%M} to {found.until:%Y-%m-%d %H:%M} UTC, {found.ticks:,} windows judged")
    bad = f"{budget.total - budget.good:,} of {budget.allowed_bad:,.6g} that may be bad"
    _say(f"the budget would be used up to {budget.consumed:.1%}: {bad}")
    if found.unknown:
        first = found.unknown[0]
        _say(
            f"{len(found.unknown):,} windows are unknown, the first at {first.start_at:%Y-%m-%d %H:%M}: {first.problem}"
        )


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if found is None or not timedelta(0) < int(found[1]) * _UNITS[found[2]] <= LONGEST:
        fail(f"--since {text}: a number of hours or days up to {LONGEST.days} days, such as 12h or 30d")
    return int(found[1]) * _UNITS[found[2]]


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False)
