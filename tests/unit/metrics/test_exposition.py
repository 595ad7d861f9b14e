"""What Prometheus reads: its own tool takes it, and finds in it what was counted."""

import shutil
import subprocess
from collections.abc import Iterable

import pytest

from shared.adapters.metrics.carried import points_from_json, points_to_json
from shared.adapters.metrics.exposition import prometheus_text
from shared.adapters.metrics.instruments import (
    INSTRUMENTS,
    INTAKE_ALERTS,
    OF_A_PROCESS,
    OF_THE_INSTALLATION,
    OPERATION_DURATION,
    Instrument,
    InstrumentKind,
)
from shared.adapters.metrics.readings import installation_points, process_points
from shared.adapters.metrics.tally import Point, Tally, TimeDistribution
from shared.adapters.postgres.health import (
    Aside,
    DatabaseCondition,
    EmbeddingBacklog,
    OutboxCondition,
    QueueCondition,
    SilentSource,
    WorkflowTimers,
)

CONDITION = DatabaseCondition(
    outbox=OutboxCondition(waiting=3, oldest_age_s=1.5, of_processes=2),
    lines=(QueueCondition("projector-fleet-health.facts", waiting=4, oldest_age_s=2.5, dead_letters=1),),
    aside=Aside(parked=1, poison=2, unread=3, quarantine=4),
    embedding=EmbeddingBacklog(waiting=5, due=2, oldest_due_s=9.0),
    silent_sources=(SilentSource("prometheus", 12.0),),
    timers=(WorkflowTimers("incident_triage", waiting=6, overdue_s=0.5),),
)


#: What promtool returns when it could read everything and found some of it unusual.
_LINTED = 3


def _counted() -> Tally:
    tally = Tally()
    tally.add(INTAKE_ALERTS, 3, "grafana", "accepted")
    tally.record(OPERATION_DURATION, 0.02, "ingest_alert", "")
    tally.record(OPERATION_DURATION, 30.0, "ingest_alert", "")
    return tally


def _one_of_each(instruments: Iterable[Instrument]) -> list[Point]:
    return [
        Point(
            each,
            tuple("x" for _ in each.attributes),
            TimeDistribution() if each.kind == InstrumentKind.HISTOGRAM else 1,
        )
        for each in instruments
    ]


def test_a_counter_of_a_part_has_its_labels():
    text = prometheus_text([], {"front": _counted().points()})
    assert 'sre_intake_alerts_total{sre_source_kind="grafana",sre_outcome="accepted",sre_part="front"} 3\n' in text


def test_a_histogram_counts_all_that_is_at_or_below_a_bound():
    text = prometheus_text([], {"front": _counted().points()})
    labels = 'sre_operation="ingest_alert",sre_part="front"'
    assert f'sre_operation_duration_seconds_bucket{{{labels},le="0.01"}} 0\n' in text
    assert f'sre_operation_duration_seconds_bucket{{{labels},le="0.025"}} 1\n' in text
    assert f'sre_operation_duration_seconds_bucket{{{labels},le="+Inf"}} 2\n' in text
    assert f"sre_operation_duration_seconds_sum{{{labels}}} 30.02\n" in text
    assert f"sre_operation_duration_seconds_count{{{labels}}} 2\n" in text


def test_each_metric_is_written_once_with_the_series_of_all_parts():
    text = prometheus_text([], {"writer": _counted().points(), "views": _counted().points()})
    assert text.count("# TYPE sre_intake_alerts_total counter\n") == 1
    assert text.count("\nsre_intake_alerts_total{") == 2


def test_what_a_label_says_cannot_end_it():
    text = prometheus_text([Point(INTAKE_ALERTS, ('a"b\\c\nd', "accepted"), 1)], {})
    assert 'sre_source_kind="a\\"b\\\\c\\nd"' in text


def test_points_are_the_same_after_they_were_carried():
    points = _counted().points()
    assert points_from_json(points_to_json(points)) == points


def test_what_another_version_measures_is_left_out():
    assert points_from_json(b'[["sre.of.tomorrow", [], 1]]') == []


@pytest.mark.prometheus
@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_prometheus_takes_every_metric_there_is():
    text = prometheus_text(_one_of_each(OF_THE_INSTALLATION), {"front": _one_of_each(OF_A_PROCESS)})
    assert text.count("# TYPE") == len(INSTRUMENTS)
    checked = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    # OpenTelemetry's name; the linter would like it better without its ending.
    assert [line for line in checked.stderr.splitlines() if not line.startswith("db_client_connection_count ")] == []
    assert checked.returncode in (0, _LINTED)


def test_what_waits_in_the_database_is_told():
    text = prometheus_text(installation_points(CONDITION), {})
    assert "sre_database_answers 1\n" in text
    assert 'sre_outbox_events{sre_outbox="domain"} 3\n' in text
    assert "sre_outbox_age_seconds 1.5\n" in text
    assert 'sre_dead_letters{messaging_destination_subscription_name="projector-fleet-health.facts"} 1\n' in text
    assert 'sre_projection_lag_seconds{sre_projection="fleet_health"} 2.5\n' in text
    assert 'sre_aside_events{sre_reason="poison"} 2\n' in text
    assert "sre_quarantine_bodies 4\n" in text
    assert 'sre_embedding_documents{sre_state="due"} 2\n' in text
    assert 'sre_timers{sre_workflow="incident_triage"} 6\n' in text
    assert 'sre_objective_source_silence_seconds{sre_source="prometheus"} 12\n' in text


def test_a_database_that_is_away_is_told_and_nothing_is_made_up():
    assert prometheus_text(installation_points(None), {}).splitlines()[-1] == "sre_database_answers 0"
    assert len(installation_points(None)) == 1


def test_every_metric_is_measured_of_something():
    measured = {point.instrument.name for point in [*process_points(_counted()), *installation_points(CONDITION)]}
    only_by_others = {name for name in INSTRUMENTS if name not in measured and "db.client" not in name}
    assert only_by_others == {
        "sre.writer.intents",
        "sre.writer.facts",
        "sre.relay.events",
        "messaging.client.consumed.messages",
        "sre.target.request.duration",
        "sre.part.answers",
    }
