"""A month that was written into a real Prometheus: what would have alerted, and the report of it, summed elsewhere."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands import app
from shared.adapters.postgres.projections.slo_burndown.accounts import PostgresSLOAccounts
from shared.adapters.prometheus.counts_sources import CountsSource, reader_of
from shared.app.backtest_slo import Backtest, backtest, history
from shared.domain.slo.values import CountsIndicator, SLODefinition
from shared.ports.sli_counts import CountsAnswer
from shared.projections.slo_burndown.accounts import ReportQuery
from shared.projections.slo_burndown.projection import slo_burndown
from tests.support.backfilled import backfilled, needs_prometheus
from tests.support.facts import TENANT
from tests.support.history_slos import measured, objective, slo_id
from tests.support.projected import projected

pytestmark = [pytest.mark.prometheus, needs_prometheus]
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
WINDOW_S, DAYS = 1_800, 14
WINDOWS = int((UNTIL - SINCE).total_seconds()) // WINDOW_S
INDICATOR = CountsIndicator(
    good_query="sum(increase(requests_total[$window])) - sum(increase(failures_total[$window]))",
    total_query="sum(increase(requests_total[$window]))",
)
DEFINITION = SLODefinition(name="Checkout", target=99.9, indicator=INDICATOR, measured_every_s=WINDOW_S)
#: Severity, long and short look-back in windows of half an hour, and ten times the rate, as the workbook has them.
TIERS = (("page", 2, 1, 144), ("page", 12, 1, 60), ("ticket", 48, 4, 30), ("ticket", 144, 12, 10))


@dataclass(frozen=True)
class Past:
    url: str
    total: Sequence[int]
    bad: Sequence[int]

    def answers(self, since: datetime, until: datetime) -> list[CountsAnswer]:
        reader = reader_of(CountsSource(name="prometheus", url=self.url))
        try:
            return list(history(reader, slo_id(), DEFINITION, since, until))
        finally:
            reader.close()


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    chance = random.Random(7)
    total = [2 * chance.randint(500, 2_000) for _ in range(WINDOWS)]
    bad = [2 * chance.choice((0, 0, 0, 1)) for _ in total]
    for start, length, share in ((200, 3, 0.3), (400, 30, 0.012), (560, 60, 0.004)):
        for place in range(start, start + length):
            bad[place] = 2 * int(total[place] * share / 2)
    with backfilled(
        tmp_path_factory.mktemp("prometheus"), SINCE, WINDOW_S, {"requests": total, "failures": bad}
    ) as url:
        yield Past(url, total, bad)


def by_hand(past: Past, windows: int) -> list[tuple[str, int, int, int | None]]:
    """Severity, long look-back, and the windows with whose ends each alert begins and ends: plain sums of the series.

    99.9 %: a rate above r is bad / total > r / 1000."""
    found: list[tuple[str, int, int, int | None]] = []
    for severity, long, short, tenfold in TIERS:
        began: int | None = None
        for place in range(1, windows + 1):
            holds = place >= long and all(
                sum(past.bad[place - span : place]) * 10_000 > sum(past.total[place - span : place]) * tenfold
                for span in (long, short)
            )
            if holds and began is None:
                began = place
            elif not holds and began is not None:
                found.append((severity, long, began, place))
                began = None
        if began is not None:
            found.append((severity, long, began, None))
    return sorted(found, key=lambda alert: (alert[2], alert[1]))


def as_by_hand(found: Backtest) -> list[tuple[str, int, int, int | None]]:
    def place(at: datetime | None) -> int | None:
        return None if at is None else int((at - SINCE).total_seconds()) // WINDOW_S

    return [
        (each.condition.severity, each.condition.long_s // WINDOW_S, place(each.starts_at) or 0, place(each.ends_at))
        for each in found.alerts
    ]


def test_two_weeks_alert_as_plain_sums_of_the_series_say(past: Past) -> None:
    until = SINCE + timedelta(days=DAYS)
    windows = DAYS * 86_400 // WINDOW_S

    found = backtest(DEFINITION, past.answers(SINCE, until), SINCE, until)

    expected = by_hand(past, windows)
    assert {alert[:2] for alert in expected} == {(severity, long) for severity, long, _, _ in TIERS}
    assert as_by_hand(found) == expected
    assert (found.ticks, found.unknown) == (windows, ())
    bad, total = sum(past.bad[:windows]), sum(past.total[:windows])
    assert (found.budget.total - found.budget.good, found.budget.total) == (bad, total)
    assert found.budget.consumed == bad * 1_000 / total


def test_the_command_line_shows_what_would_have_alerted(past: Past, tmp_path: Path) -> None:
    file = tmp_path / "checkout.json"
    file.write_text(DEFINITION.model_dump_json())
    command = ["slos", "backtest", str(file), "--prometheus", past.url, "--since", "14d", "--until", "2026-01-15"]

    shown = CliRunner().invoke(app, command)

    assert shown.exit_code == 0, shown.output
    assert len([line for line in shown.stdout.splitlines() if line.startswith(("page", "ticket"))]) == len(
        by_hand(past, 672)
    )
    assert "2026-01-01 00:00 to 2026-01-15 00:00 UTC, 672 windows judged" in shown.stdout


def test_windows_before_the_metric_began_are_unknown_and_alert_nobody(past: Past) -> None:
    before = SINCE - timedelta(days=1)
    found = backtest(DEFINITION, past.answers(before, SINCE - timedelta(hours=1)), before, SINCE)
    assert (found.ticks, found.alerts, {each.problem for each in found.unknown}) == (0, (), {"no_series"})


@pytest.mark.postgres
def test_the_report_of_a_backfilled_month_is_what_its_series_come_to(past: Past, database_url: str) -> None:
    windows = [window for answer in past.answers(SINCE, UNTIL) for window in answer.windows]
    facts = [
        measured(each.good, each.total, start=each.start_at, length_s=WINDOW_S, slo_id=slo_id()) for each in windows
    ]
    with projected(database_url, slo_burndown) as world:
        world.happened(objective(target=99.9, measured_every_s=WINDOW_S), *facts)
        accounts = PostgresSLOAccounts(world.reading)
        (line,) = accounts.get_report(TENANT, ReportQuery(year=2026, month=1), UNTIL).items

    account = line.account
    bad, total = sum(past.bad), sum(past.total)
    assert (account.bad, account.total, account.good) == (bad, total, total - bad)
    assert account.consumed == bad * 1_000 / total
    assert (account.met, account.target, account.recorded_s) == (bad * 1_000 <= total, 99.9, WINDOWS * WINDOW_S)
