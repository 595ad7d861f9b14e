"""What watches this system itself stands on what it measures: names, runbooks and pages say the same, both ways."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from shared.adapters.imports.runbooks_md import parse
from shared.adapters.metrics.instruments import INSTRUMENTS, InstrumentKind
from shared.domain.runbook.values import RunbookDefinition
from shared.kernel.ids import TenantId
from shared.ports.imports import Document, Setting
from tests.support.command_line import is_command
from tests.support.promtool import needs_promtool, promtool

_ROOT = Path(__file__).parents[3]
_ALERTS = _ROOT / "infra" / "monitoring" / "alerts.yaml"
_RUNBOOKS = _ROOT / "docs" / "operations"
_DASHBOARD = json.loads((_ROOT / "infra" / "monitoring" / "dashboard.json").read_text("utf-8"))
_RULES: dict[str, Any] = {
    rule["alert"]: rule for rule in yaml.safe_load(_ALERTS.read_text("utf-8"))["groups"][0]["rules"]
}
_SETTING = Setting(tenant_id=TenantId(UUID(int=1)), source="", at=datetime(2026, 3, 1, tzinfo=UTC))
_NAME = re.compile(r"\b(?:sre|db|messaging)_[a-z_]+\b")

#: By alert: series that break the rule, one that does not, and the minute at which it must have fired. Each is
#: (series, values of one minute each).
_BREAKS: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]], int]] = {
    "SreNothingMeasured": ([("other", "1x20")], [("sre_database_answers", "1x20")], 10),
    "SreDatabaseSilent": ([("sre_database_answers", "0x20")], [("sre_database_answers", "1x20")], 5),
    "SrePartSilent": (
        [('sre_part_answers{sre_part="views"}', "0x20")],
        [('sre_part_answers{sre_part="views"}', "1x20")],
        5,
    ),
    "SreWatchdogSilence": (
        [('sre_intake_alerts_total{sre_outcome="accepted"}', "5x40")],
        [('sre_intake_alerts_total{sre_outcome="accepted"}', "0+1x40")],
        35,
    ),
    "SreOutboxLag": ([("sre_outbox_age_seconds", "121x20")], [("sre_outbox_age_seconds", "120x20")], 10),
    "SreSubscriptionLag": (
        [("sre_subscription_age_seconds", "301x20")],
        [("sre_subscription_age_seconds", "9x20")],
        10,
    ),
    "SreProjectionLag": ([("sre_projection_lag_seconds", "61x20")], [("sre_projection_lag_seconds", "60x20")], 10),
    "SreDeadLetters": ([("sre_dead_letters", "1x20")], [("sre_dead_letters", "0x20")], 5),
    "SreEventsAside": (
        [('sre_aside_events{sre_reason="parked"}', "1x20")],
        [('sre_aside_events{sre_reason="parked"}', "0x20")],
        10,
    ),
    "SreQuarantine": ([("sre_quarantine_bodies", "1x40")], [("sre_quarantine_bodies", "0x40")], 20),
    "SreErrorRatio": (
        [
            ('sre_operation_duration_seconds_count{sre_operation="x"}', "0+9x40"),
            ('sre_operation_duration_seconds_count{sre_operation="x",error_type="E"}', "0+1x40"),
        ],
        [
            ('sre_operation_duration_seconds_count{sre_operation="x"}', "0+99x40"),
            ('sre_operation_duration_seconds_count{sre_operation="x",error_type="E"}', "0+1x40"),
        ],
        20,
    ),
    "SreTimersOverdue": ([("sre_timer_overdue_seconds", "121x20")], [("sre_timer_overdue_seconds", "5x20")], 10),
    "SreEmbeddingBacklog": (
        [('sre_embedding_documents{sre_state="due"}', "1001x60")],
        [('sre_embedding_documents{sre_state="settling"}', "1001x60")],
        40,
    ),
    "SreConnectionsShort": (
        [("db_client_connection_timeouts_total", "0+1x40")],
        [("db_client_connection_timeouts_total", "7x40")],
        20,
    ),
    "SreTargetFails": (
        [
            ('sre_target_request_duration_seconds_count{sre_target="t"}', "0+1x60"),
            ('sre_target_request_duration_seconds_count{sre_target="t",error_type="timeout"}', "0+2x60"),
        ],
        [
            ('sre_target_request_duration_seconds_count{sre_target="t"}', "0+2x60"),
            ('sre_target_request_duration_seconds_count{sre_target="t",error_type="timeout"}', "0+1x60"),
        ],
        45,
    ),
    "SreObjectiveSourceSilent": (
        [("sre_objective_source_silence_seconds", "901x20")],
        [("sre_objective_source_silence_seconds", "60x20")],
        10,
    ),
}


def _exported() -> set[str]:
    """Names of series, as queries name them."""
    names = {each.prometheus_name for each in INSTRUMENTS.values() if each.kind is not InstrumentKind.HISTOGRAM}
    histograms = {each.prometheus_name for each in INSTRUMENTS.values() if each.kind is InstrumentKind.HISTOGRAM}
    return names | {f"{name}_{part}" for name in histograms for part in ("bucket", "count", "sum")}


def _labels() -> set[str]:
    said = {name.replace(".", "_") for each in INSTRUMENTS.values() for name in each.attributes}
    return said | {"sre_part"}


def _queries() -> list[str]:
    return [target["expr"] for panel in _DASHBOARD["panels"] for target in panel.get("targets", ())]


def test_every_query_names_a_metric_that_is_exported():
    asked = [*_queries(), *(rule["expr"] for rule in _RULES.values())]
    assert len(asked) > 40
    for query in asked:
        names = set(_NAME.findall(query)) - _labels()
        assert names, query
        assert names <= _exported(), query


def test_every_metric_that_is_exported_is_shown():
    shown = {name for query in _queries() for name in _NAME.findall(query)}
    for each in INSTRUMENTS.values():
        assert any(name.startswith(each.prometheus_name) for name in shown), each.name


def test_the_dashboard_has_the_form_that_grafana_reads():
    panels = _DASHBOARD["panels"]
    assert {"uid", "title", "schemaVersion", "templating", "time", "panels"} <= _DASHBOARD.keys()
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = [(place["x"], place["y"]) for place in (panel["gridPos"] for panel in panels)]
    assert len(set(places)) == len(places)
    for panel in panels:
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
        if panel["type"] != "row":
            assert panel["datasource"]["uid"] == "${source}"
            assert [target["refId"] for target in panel["targets"]] == ["A", "B", "C"][: len(panel["targets"])]


def _runbook(name: str) -> RunbookDefinition:
    text = (_RUNBOOKS / f"{name}.md").read_text("utf-8")
    parsed = parse([Document(path=f"operations/{name}.md", text=text)], _SETTING)
    assert not parsed.troubles
    (draft,) = parsed.drafts
    assert isinstance(draft.definition, RunbookDefinition)
    return draft.definition


@pytest.mark.parametrize("alert", sorted(_RULES))
def test_every_rule_has_a_runbook_that_is_ours_to_import_and_is_found_by_its_alert(alert: str):
    runbook = _runbook(_RULES[alert]["annotations"]["runbook"])
    assert [str(trigger) for trigger in runbook.trigger_conditions] == [f'alertname="{alert}"']
    assert runbook.description
    assert len(runbook.steps) >= 2
    assert runbook.steps[-1].verify


def test_every_runbook_is_of_a_rule():
    assert {path.stem for path in _RUNBOOKS.glob("*.md")} == {
        rule["annotations"]["runbook"] for rule in _RULES.values()
    }


def test_every_command_of_a_runbook_is_there():
    commands = [
        command
        for path in sorted(_RUNBOOKS.glob("*.md"))
        for command in re.findall(r"\$ sre (.+)", path.read_text("utf-8"))
    ]
    assert len(commands) > 15
    for command in commands:
        assert is_command(command), command


def test_every_rule_is_tried():
    assert _BREAKS.keys() == _RULES.keys()


@needs_promtool
def test_prometheus_reads_the_rules():
    assert f"{len(_RULES)} rules found" in promtool("check", "rules", _ALERTS)


@needs_promtool
def test_each_rule_fires_on_what_breaks_it_and_on_nothing_that_does_not(tmp_path: Path):
    file = tmp_path / "test.yaml"
    tests = [test for alert in _BREAKS for test in _tests_of(alert)]
    file.write_text(
        yaml.safe_dump({"rule_files": [str(_ALERTS)], "evaluation_interval": "1m", "tests": tests}), "utf-8"
    )
    assert "SUCCESS" in promtool("test", "rules", file)


@needs_promtool
def test_a_rule_that_would_not_fire_is_noticed(tmp_path: Path):
    rules = tmp_path / "alerts.yaml"
    rules.write_text(_ALERTS.read_text("utf-8").replace("> 120", "> 1200"), "utf-8")
    file = _written(tmp_path, rules, [*_tests_of("SreOutboxLag")])
    with pytest.raises(AssertionError, match="SreOutboxLag"):
        promtool("test", "rules", file)


def _written(folder: Path, rules: Path, tests: list[dict[str, Any]]) -> Path:
    file = folder / "test.yaml"
    document = {"rule_files": [str(rules)], "evaluation_interval": "1m", "tests": tests}
    file.write_text(yaml.safe_dump(document), "utf-8")
    return file


def _tests_of(alert: str) -> Iterator[dict[str, Any]]:
    breaking, good, minute = _BREAKS[alert]
    for series, fires in ((breaking, True), (good, False)):
        yield {
            "name": f"{alert} {'fires' if fires else 'is silent'}",
            "interval": "1m",
            "input_series": [{"series": name, "values": values} for name, values in series],
            "promql_expr_test": [
                {
                    "expr": f'count(ALERTS{{alertname="{alert}",alertstate="firing"}})',
                    "eval_time": f"{minute}m",
                    "exp_samples": [{"labels": "{}", "value": 1}] if fires else [],
                }
            ],
        }
