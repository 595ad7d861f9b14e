"""One structured line per message, and the trace that goes through it."""

import json

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.adapters.observe import child_of, install_tracing, observed
from shared.adapters.tracing import OtlpTracing

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_message_leaves_one_line_with_its_fields(capsys: pytest.CaptureFixture[str]):
    with observed("ingest_alert", traceparent=TRACE, alerts=2) as seen:
        seen.add(accepted=1)
    line = json.loads(capsys.readouterr().err)
    assert line["operation"] == "ingest_alert"
    assert line["severity"] == "INFO"
    assert line["trace"] == "0af7651916cd43dd8448eb211c80319c"
    assert (line["alerts"], line["accepted"]) == (2, 1)
    assert line["ms"] >= 0


def test_a_failure_is_logged_once_and_passes(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(ValueError, match="no"), observed("relay"):
        raise ValueError("no")
    line = json.loads(capsys.readouterr().err)
    assert (line["severity"], line["error"], line["detail"]) == ("ERROR", "ValueError", "no")


@pytest.mark.parametrize("hostile", [None, "", "00-xyz", "00-" + "0" * 31 + "-b7ad6b7169203331-01\n", "é"])
def test_a_missing_or_malformed_trace_starts_a_new_one(hostile: str | None):
    fresh = child_of(hostile)
    assert len(fresh) == 55
    assert fresh.startswith("00-")


def test_with_tracing_on_the_span_joins_the_trace_of_the_message(capsys: pytest.CaptureFixture[str]):
    exporter = InMemorySpanExporter()
    tracing = OtlpTracing(service="test", exporter=exporter)
    install_tracing(tracing)
    try:
        with observed("projector", traceparent=TRACE, facts=3) as seen:
            carried = seen.traceparent
    finally:
        install_tracing(None)
    tracing.flush()
    (span,) = exporter.get_finished_spans()
    assert span.name == "projector"
    assert f"{span.context.trace_id:032x}" == "0af7651916cd43dd8448eb211c80319c"
    assert span.parent is not None
    assert f"{span.parent.span_id:016x}" == "b7ad6b7169203331"
    assert carried == f"00-0af7651916cd43dd8448eb211c80319c-{span.context.span_id:016x}-01"
    assert span.attributes is not None
    assert span.attributes["sre.facts"] == 3
    capsys.readouterr()
