"""Series that Prometheus' own rules recorded are read as the counts that they were made of."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from shared.adapters.prometheus.counts_answer import windows_of
from shared.adapters.prometheus.counts_sources import CountsSource, reader_of
from shared.domain.slo.values import CountsIndicator, Indicator, RecordedAs, RecordedIndicator
from shared.kernel.ids import SloId
from shared.ports.sli_counts import CountsAnswer, CountsProblem, CountsQuestion
from tests.support.memory import quick_directory
from tests.support.real_prometheus import RealPrometheus, real_prometheus

pytestmark = [pytest.mark.prometheus, pytest.mark.timeout(300)]

MINUTE, SCRAPE_S, MINUTES = timedelta(minutes=1), 5, 20
BEGINS = datetime(2026, 3, 1, 12, tzinfo=UTC)
#: The service restarts, every third request fails, nobody asks anything, and nobody scrapes.
RESTART, FAILING, IDLE, UNSCRAPED = 4, (7, 8), (11, 12), (15, 16)
#: The ratio has the form of Sloth's. Prometheus evaluates a group at a time of its own within its interval.
RULES = """
groups:
- name: shop
  interval: 2s
  rules:
  - {record: "job:http_requests:increase1m", expr: 'sum by (job) (increase(http_requests_total[1m]))'}
  - {record: "job:http_errors:increase1m", expr: 'sum by (job) (increase(http_requests_total{code=~"5.."}[1m]))'}
  - {record: "job:http_requests:rate1m", expr: 'sum by (job) (rate(http_requests_total[1m]))'}
  - {record: "job:http_errors:rate1m", expr: 'sum by (job) (rate(http_requests_total{code=~"5.."}[1m]))'}
  - record: "slo:sli_error:ratio_rate1m"
    expr: '(sum(rate(http_requests_total{code=~"5.."}[1m]))) / (sum(rate(http_requests_total[1m])))'
    labels: {sloth_slo: answers}
- name: slow
  interval: 1m
  rules:
  - {record: "slow:http_requests:increase1m", expr: 'sum(increase(http_requests_total[1m]))'}
  - {record: "slow:http_errors:increase1m", expr: 'sum(increase(http_requests_total{code=~"5.."}[1m]))'}
"""
COUNTED = CountsIndicator(
    good_query='sum(increase(http_requests_total{code!~"5.."}[$window]))',
    total_query="sum(increase(http_requests_total[$window]))",
)


def recorded(total: str, bad: str, total_is: RecordedAs, bad_is: RecordedAs) -> RecordedIndicator:
    return RecordedIndicator.model_validate(
        {"total_series": total, "total_is": total_is, "bad_series": bad, "bad_is": bad_is}
    )


INCREASES = recorded(
    "job:http_requests:increase1m", "job:http_errors:increase1m", RecordedAs.INCREASE, RecordedAs.INCREASE
)
RATES = recorded('job:http_requests:rate1m{job!=""}', "job:http_errors:rate1m", RecordedAs.RATE, RecordedAs.RATE)
RATIO = recorded(
    "job:http_requests:rate1m", 'slo:sli_error:ratio_rate1m{sloth_slo="answers"}', RecordedAs.RATE, RecordedAs.RATIO
)


def history() -> list[str]:
    """Two jobs; each scrape lies in the middle between two ends of windows."""
    lines, counted = ["# TYPE http_requests counter"], {"200": 0, "500": 0}
    samples: dict[str, list[str]] = {"200": [], "500": []}
    for number in range(MINUTES * 60 // SCRAPE_S):
        minute = number * SCRAPE_S // 60
        if minute == RESTART and number * SCRAPE_S % 60 == 0:
            counted = {"200": 0, "500": 0}
        if minute not in IDLE:
            counted["500"] += 1 if minute in FAILING else 0
            counted["200"] += 2 if minute in FAILING else 3
        at = BEGINS.timestamp() + number * SCRAPE_S + SCRAPE_S / 2
        if minute not in UNSCRAPED:
            for code, count in counted.items():
                samples[code].append(f"{count} {at:.1f}")
    series = [(job, code) for job in ("a", "b") for code in samples]
    return lines + [
        f'http_requests_total{{job="{job}",code="{code}"}} {said}' for job, code in series for said in samples[code]
    ]


@pytest.fixture(scope="module")
def prometheus() -> Iterator[RealPrometheus]:
    """It evaluates the rules over its past by promtool, as they would have been."""
    with quick_directory("sre-run-") as directory, real_prometheus(directory) as found:
        found.put(history())
        found.start()
        _record(found, directory)
        found.stop()
        found.start()
        yield found


def _record(prometheus: RealPrometheus, directory: Path) -> None:
    (directory / "rules.yml").write_text(RULES)
    times = [f"{at.timestamp():.0f}" for at in (BEGINS, BEGINS + MINUTES * MINUTE)]
    command = ["promtool", "tsdb", "create-blocks-from", "rules", "--start", times[0], "--end", times[1]]
    command += ["--url", prometheus.url, "--output-dir", "data", "rules.yml"]
    subprocess.run(command, check=True, capture_output=True, cwd=directory)


def read(prometheus: RealPrometheus, *indicators: Indicator, step: timedelta = MINUTE) -> Sequence[CountsAnswer]:
    questions = [
        CountsQuestion(
            slo_id=SloId(UUID(int=number)),
            indicator=each,
            step=step,
            from_at=BEGINS,
            to_at=BEGINS + MINUTES * MINUTE,
        )
        for number, each in enumerate(indicators)
    ]
    with closing(reader_of(CountsSource(name="prometheus", url=prometheus.url))) as reader:
        return sorted(reader.read(questions, time.monotonic() + 60), key=lambda each: each.slo_id)


def test_records_count_what_the_counters_did(prometheus: RealPrometheus) -> None:
    counted, *of_records = read(prometheus, COUNTED, INCREASES, RATES, RATIO)
    known = {(each.start_at - BEGINS) // MINUTE: (each.good, each.total) for each in counted.windows}
    assert sorted(set(range(MINUTES)) - set(known)) == [*UNSCRAPED]
    assert (known[FAILING[0]], known[IDLE[1]], known[RESTART]) == ((48, 72), (0, 0), (72, 72))
    for answer in of_records:
        # A Prometheus that evaluates live ends a record of which nothing comes any more; promtool does not.
        told = {(each.start_at - BEGINS) // MINUTE: (each.good, each.total) for each in answer.windows}
        told.pop(UNSCRAPED[0])
        assert told == known


def test_a_record_of_each_minute_is_behind_by_as_much_and_counts_everything_once(prometheus: RealPrometheus) -> None:
    slow = recorded(
        "slow:http_requests:increase1m", "slow:http_errors:increase1m", RecordedAs.INCREASE, RecordedAs.INCREASE
    )
    (answer,) = read(prometheus, slow)
    bad = {(each.start_at - BEGINS) // MINUTE: each.total - each.good for each in answer.windows}
    failed = 2 * len(FAILING) * 60 // SCRAPE_S
    assert sum(bad.values()) == pytest.approx(failed, abs=3)
    assert {minute for minute in bad if bad[minute]} <= {*FAILING, FAILING[-1] + 1}


def test_a_record_that_was_not_evaluated_in_a_window_says_nothing_of_it(prometheus: RealPrometheus) -> None:
    """Prometheus itself would answer with the last one for five minutes."""
    for answer in read(prometheus, INCREASES, RATES, RATIO):
        (unknown,) = answer.unknown
        assert (unknown.problem, unknown.start_at) == (CountsProblem.NO_SERIES, BEGINS + UNSCRAPED[1] * MINUTE)


def test_what_is_no_record_of_counts_is_unknown(prometheus: RealPrometheus) -> None:
    wrong = {"total_is": RecordedAs.RATE, "bad_is": RecordedAs.RATIO}
    several, more_than_all, gone = read(
        prometheus,
        recorded("job:http_requests:rate1m", "job:http_requests:rate1m", **wrong),
        recorded("job:http_errors:rate1m", "job:http_requests:rate1m", RecordedAs.RATE, RecordedAs.RATE),
        recorded("job:http_requests:rate1m", "slo:nobody:ratio_rate1m", **wrong),
    )
    assert {each.problem for each in several.unknown} == {CountsProblem.MANY_SERIES, CountsProblem.NO_SERIES}
    assert CountsProblem.NOT_A_NUMBER in {each.problem for each in more_than_all.unknown}
    # Of no traffic none was bad, whoever says it.
    assert [start for start, *_ in gone.windows] == [BEGINS + minute * MINUTE for minute in IDLE]
    assert len(gone.windows) + len(gone.unknown) == len(windows_of(_like(gone)))


def _like(answer: CountsAnswer) -> CountsQuestion:
    until = BEGINS + MINUTES * MINUTE
    return CountsQuestion(slo_id=answer.slo_id, indicator=RATIO, step=MINUTE, from_at=BEGINS, to_at=until)
