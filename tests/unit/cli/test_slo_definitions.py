"""Which objective of a file a command is about."""

import json
from pathlib import Path

import pytest
from typer import Exit

from cli.slo_definitions import definition_in
from tests.support.slos import COUNTS


def written(directory: Path, text: str) -> Path:
    file = directory / "checkout.yaml"
    file.write_text(text)
    return file


def test_a_definition_of_ours_is_called_as_its_file(tmp_path: Path):
    slug, definition = definition_in(
        written(tmp_path, json.dumps({"name": "Answers", "target": 99.9, "indicator": COUNTS.model_dump()}))
    )
    assert (slug, definition.name) == ("checkout", "Answers")


def test_of_several_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = written(
        tmp_path,
        """
version: prometheus/v1
service: shop
slos:
  - &first
    name: availability
    objective: 99.9
    sli: {events: {error_query: "sum(rate(bad[{{.window}}]))", total_query: "sum(rate(all[{{.window}}]))"}}
    alerting: {name: Burns}
  - {<<: *first, name: latency}
""",
    )
    with pytest.raises(Exit):
        definition_in(file)
    assert "say with --only which: shop-availability, shop-latency" in capsys.readouterr().err.replace("\n", " ")

    slug, definition = definition_in(file, "shop-latency")
    assert (slug, definition.target) == ("shop-latency", 99.9)

    with pytest.raises(Exit):
        definition_in(file, "shop-prices")


def test_one_that_cannot_be_judged_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = written(
        tmp_path,
        """
apiVersion: openslo/v1
kind: SLO
metadata: {name: fast}
spec:
  timeWindow: [{duration: 28d, isRolling: true}]
  indicator: {spec: {thresholdMetric: {}}}
  objectives: [{target: 0.9}]
  budgetingMethod: Occurrences
""",
    )
    with pytest.raises(Exit):
        definition_in(file)
    assert "thresholdMetric" in capsys.readouterr().err
