"""The rules for Prometheus, read and evaluated by Prometheus' own tool."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.adapters.prometheus.rules import absent_after_s, rules_of, rules_yaml
from shared.domain.slo.values import (
    Alerting,
    Budgeting,
    BurnCondition,
    CalendarMonth,
    CountsIndicator,
    RatioIndicator,
    RecordedAs,
    RecordedIndicator,
    SLODefinition,
)
from tests.support.promtool import needs_promtool, promtool

COUNTS = CountsIndicator(
    good_query='sum(increase(requests_total{code!~"5.."}[$window]))',
    total_query="sum(increase(requests_total[$window]))",
)
RATIO = RatioIndicator(ratio_query="avg(avg_over_time(up[$window]))")
RECORDED = RecordedIndicator(
    total_series='job:requests:rate5m{job="a"}',
    total_is=RecordedAs.RATE,
    bad_series="slo:sli_error:ratio_rate5m",
    bad_is=RecordedAs.RATIO,
)
HOURLY = BurnCondition(severity="page", long_s=3_600, short_s=300, rate=14.4)


def objective(**more: Any) -> SLODefinition:
    return SLODefinition.model_validate({"name": "Checkout: 'answers'", "target": 99.9, "indicator": COUNTS} | more)


@needs_promtool
@pytest.mark.parametrize(
    "definition",
    [
        objective(),
        objective(indicator=RATIO, target=97.123456),
        objective(indicator=RECORDED),
        objective(
            budgeting=Budgeting.TIMESLICES,
            timeslice_target=99.5,
            expected_events=5,
            window=CalendarMonth(zone="Europe/Berlin"),
        ),
        objective(expected_events=10, alerting=Alerting(hold_s=90, latch=True, minimum_events=100)),
        objective(measured_every_s=60, burn_policy=(HOURLY,)),
    ],
    ids=["usual", "ratio", "recorded", "slices", "everything", "own condition"],
)
def test_prometheus_takes_the_rules_of_every_kind_of_objective(definition: SLODefinition, tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(rules_yaml(rules_of(definition, "checkout")))
    assert "SUCCESS" in promtool("check", "rules", file)


@needs_promtool
@pytest.mark.parametrize(
    ("more", "errors", "alerts_at"),
    [
        # 99.9 %: 14.4 times is 144 of 10,000 a window; its hour is full at 60 minutes.
        ({}, "145x12", {"55m": False, "60m": True}),
        ({}, "144x12", {"60m": False}),
        ({"alerting": Alerting(hold_s=300)}, "145x13", {"60m": False, "65m": True}),
        ({"alerting": Alerting(minimum_events=120_001)}, "145x12", {"60m": False}),
    ],
    ids=["above the rate", "exactly at it", "held", "too few events"],
)
def test_an_alert_fires_with_the_window_that_makes_its_rate_full(
    more: dict[str, Any], errors: str, alerts_at: dict[str, bool], tmp_path: Path
) -> None:
    step, times = errors.split("x")
    definition = objective(burn_policy=(HOURLY,), indicator=_recorded_counts(), **more)
    (tmp_path / "rules.yaml").write_text(rules_yaml(rules_of(definition, "checkout")))
    told = {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": "5m",
        "tests": [
            {
                "interval": "5m",
                "input_series": [
                    {"series": "bad", "values": f"0 {step}+0x{times}"},
                    {"series": "total", "values": f"10000 10000+0x{times}"},
                ],
                "alert_rule_test": [_expected(at, fires=fires) for at, fires in alerts_at.items()],
            }
        ],
    }
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(told))
    promtool("test", "rules", tmp_path / "test.yaml")


def _recorded_counts() -> CountsIndicator:
    """What happened in a window stands in the series as it is, so that the test counts no increases."""
    return CountsIndicator(good_query="total - bad", total_query="total")


def _expected(at: str, *, fires: bool) -> dict[str, Any]:
    annotations = {
        "summary": "Checkout: 'answers': the budget burns over 14.4 times as fast as it may",
        "description": "Over 1h and over 5m.",
    }
    labels = {"slo": "checkout", "severity": "page", "long": "1h", "short": "5m", "look_back": "1h"}
    alerts = [{"exp_labels": labels, "exp_annotations": annotations}] if fires else []
    return {"eval_time": at, "alertname": "SLOBudgetBurns", "exp_alerts": alerts}


def test_a_metric_that_is_gone_is_told_of_when_it_could_have_cost_a_hundredth() -> None:
    assert absent_after_s(objective(target=90)) == 2_592
    assert absent_after_s(objective(target=99.9)) == 600, "two windows; a hundredth would be 26 seconds"
