"""The trace that a webhook brings is the trace of everything that follows from it."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from werkzeug.test import TestResponse

from shared.adapters.observe import install_tracing
from shared.adapters.tracing import OtlpTracing
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert

TRACE = "0af7651916cd43dd8448eb211c80319c"
SENDERS_SPAN = "b7ad6b7169203331"
#: Every step from the sender to what people are shown, with the workflow's own requests.
STEPS = {
    "ingest_alert",
    "domain_writer",
    "alert_correlation",
    "project incident_timeline",
    "project alert_groups",
}


@pytest.fixture
def spans() -> Iterator[Callable[[], Sequence[ReadableSpan]]]:
    """Tracing is on; the call gives what has been exported so far."""
    exporter = InMemorySpanExporter()
    tracing = OtlpTracing(service="test", exporter=exporter)
    install_tracing(tracing)

    def finished() -> Sequence[ReadableSpan]:
        tracing.flush()
        return exporter.get_finished_spans()

    try:
        yield finished
    finally:
        install_tracing(None)


def test_spans_from_intake_to_projection_are_of_the_senders_trace(site: Site, spans):
    _post_traced(site)
    exported = spans()
    traced = defaultdict(set)
    for span in exported:
        traced[span.name].add(f"{span.context.trace_id:032x}")
    assert {name: traces for name, traces in traced.items() if name in STEPS} == {name: {TRACE} for name in STEPS}
    (first,) = [span for span in exported if span.name == "ingest_alert"]
    assert first.parent is not None
    assert f"{first.parent.span_id:016x}" == SENDERS_SPAN
    parents = {f"{span.parent.span_id:016x}" for span in exported if span.name == "domain_writer" and span.parent}
    assert f"{first.context.span_id:016x}" in parents


def test_the_structured_lines_carry_the_trace_without_any_tracing(site: Site, capsys: pytest.CaptureFixture[str]):
    capsys.readouterr()
    _post_traced(site)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    traces = defaultdict(set)
    for line in lines:
        traces[line["operation"]].add(line["trace"])
    assert {name: found for name, found in traces.items() if name in STEPS} == {name: {TRACE} for name in STEPS}
    tenants = {line.get("tenant") for line in lines if line["operation"] in STEPS}
    assert tenants == {str(site.tenant.id)}


def test_every_fact_that_follows_names_the_trace(site: Site):
    _post_traced(site)
    events = site.world.rows("SELECT event FROM domain.fact WHERE tenant_id = %s", site.tenant.id)
    traced = {json.loads(event)["type"].split(".")[-2]: json.loads(event)["traceparent"][3:35] for (event,) in events}
    assert traced == {
        "alert-ingested": TRACE,
        "incident-created": TRACE,
        "alerts-correlated-to-incident": TRACE,
        "incident-timeline-entry-added": TRACE,
    }


def _post_traced(site: Site) -> None:
    answer: TestResponse = site.world.front.post(
        "/webhooks/alertmanager",
        json=a_group(an_alert("7ace000000000001")),
        headers={
            "Authorization": f"Bearer {site.tenant.tokens['alertmanager']}",
            "traceparent": f"00-{TRACE}-{SENDERS_SPAN}-01",
        },
    )
    assert answer.status_code == 202, answer.text
    site.world.settle()
    assert len(site.incidents()) == 1
