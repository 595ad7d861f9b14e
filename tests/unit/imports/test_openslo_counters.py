"""Counters of Prometheus in OpenSLO, as its specification writes them, are counted by the window."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.adapters.imports import openslo
from shared.domain.slo.values import CountsIndicator, SLODefinition
from shared.kernel.ids import TenantId
from shared.ports.imports import Document, Draft, Setting

SETTING = Setting(tenant_id=TenantId(UUID(int=1)), source="", at=datetime(2026, 3, 1, tzinfo=UTC))
#: The ratioMetric is the example of the OpenSLO specification (github.com/OpenSLO/OpenSLO, README).
OBJECTIVE = """
apiVersion: openslo/v1
kind: SLO
metadata: {{name: answers}}
spec:
  service: server
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 28d, isRolling: true}}]
  objectives: [{{target: 0.98}}]
  indicator:
    metadata: {{name: errors}}
    spec:
      ratioMetric:
        counter: {counter}
        good:
          metricSource:
            type: Prometheus
            metricSourceRef: prometheus-datasource
            spec:
              query: sum(localhost_server_requests{{code=~"2xx|3xx",host="*",instance="127.0.0.1:9090"}})
        total:
          metricSource:
            type: Prometheus
            metricSourceRef: prometheus-datasource
            spec:
              query: {total}
"""
TOTAL = 'localhost_server_requests{code="total",host="*",instance="127.0.0.1:9090"}'


def read(counter: str = "true", total: str = TOTAL) -> tuple[CountsIndicator, Draft]:
    parsed = openslo.parse([Document("slo.yaml", OBJECTIVE.format(counter=counter, total=total))], SETTING)
    (draft,) = [each for each in parsed.drafts if isinstance(each.definition, SLODefinition)]
    assert isinstance(draft.definition, SLODefinition)
    assert isinstance(draft.definition.indicator, CountsIndicator)
    return draft.definition.indicator, draft


def test_what_counters_have_come_to_is_made_their_increase():
    indicator, draft = read()
    assert indicator.good_query == (
        'sum(increase(localhost_server_requests{code=~"2xx|3xx",host="*",instance="127.0.0.1:9090"}[$window]))'
    )
    assert indicator.total_query == f"sum(increase({TOTAL}[$window]))"
    assert [note for note in draft.notes if "is read as sum(increase(" in note]


@pytest.mark.parametrize(
    "query",
    [
        "sum(increase(requests_total[$window]))",
        "sum by (host) (requests_total)",
        "requests_total - failures_total",
        '"requests_total[5m]"',
        "requests_total offset 5m",
    ],
)
def test_a_query_that_is_more_stands_as_it_is_and_that_is_said(query: str):
    indicator, draft = read(total=query)
    assert indicator.total_query == query.strip('"')
    assert [note for note in draft.notes if "must give the increase" in note]


def test_what_is_no_counter_stands_as_it_is():
    indicator, _ = read(counter="false")
    assert indicator.total_query == TOTAL


def test_a_brace_in_a_value_ends_nothing():
    indicator, _ = read(total='requests_total{path="/{id}\\"}"}')
    assert indicator.total_query == 'sum(increase(requests_total{path="/{id}\\"}"}[$window]))'
