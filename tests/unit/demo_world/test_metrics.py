"""The bundled Prometheus answers the part of PromQL that it knows, and says honestly what it does not."""

import json
import math
from typing import Any
from urllib.parse import urlencode

import pytest

from local.metrics.api import MetricsApi
from local.metrics.samples import Sample, SampleStore, labelled
from local.world.requests import WorldRequest
from shared.adapters.prometheus.counts_expression import joined
from tests.support.demo_world import MovedClock, ask

START = 1_000_000.0


@pytest.fixture
def metrics() -> MetricsApi:
    """Ten minutes, twice a minute: one counter rises by 3 each time and begins anew once, another one ends early."""
    store, clock = SampleStore(), MovedClock()
    counter = 0.0
    for number in range(21):
        counter = 0.0 if number == 10 else counter + 3
        samples = [
            Sample(labelled("requests_total", service="a", code="200"), counter),
            Sample(labelled("requests_total", service="b", code="500"), number * 6.0),
            Sample(labelled("up", service="a"), 1.0),
            Sample(labelled("latency_bucket", le="0.1"), number * 6.0),
            Sample(labelled("latency_bucket", le="1"), number * 10.0),
            Sample(labelled("latency_bucket", le="+Inf"), number * 10.0),
        ]
        samples += [Sample(labelled("up", service="b"), 1.0)] if number < 15 else []
        store.append(START + number * 30, samples)
    return MetricsApi(store, clock)


def at(metrics: MetricsApi, query: str, moment: float = START + 600) -> Any:
    status, found = ask(metrics, "GET", f"/api/v1/query?{urlencode({'query': query, 'time': moment})}")
    assert status == 200, found
    result = found["data"]["result"]
    if found["data"]["resultType"] == "scalar":
        return float(result[1])
    return {tuple(sorted(each["metric"].items())): float(each["value"][1]) for each in result}


def values(metrics: MetricsApi, query: str, moment: float = START + 600) -> list[float]:
    return [round(value, 6) for value in at(metrics, query, moment).values()]


def test_a_series_is_selected_by_its_labels(metrics):
    assert at(metrics, 'requests_total{code=~"5.."}') == {
        (("__name__", "requests_total"), ("code", "500"), ("service", "b")): 120.0
    }
    assert values(metrics, 'requests_total{service!="b"}') == [30.0]
    assert values(metrics, '{__name__="up"}') == [1.0]


def test_a_series_that_has_ended_is_there_no_longer(metrics):
    assert len(at(metrics, "up", START + 420)) == 2
    assert len(at(metrics, "up", START + 450)) == 1


def test_a_counter_that_begins_anew_has_not_fallen(metrics):
    assert values(metrics, 'increase(requests_total{service="a"}[10m])') == [56.842105]
    assert values(metrics, 'rate(requests_total{service="b"}[5m])') == [0.2]


def test_a_comparison_keeps_what_it_holds_for(metrics):
    assert values(metrics, "requests_total > 100") == [120.0]
    assert at(metrics, "requests_total > 1000") == {}
    assert values(metrics, "max_over_time(up[5m]) >= 1") == [1.0, 1.0]


def test_sums_and_quotients(metrics):
    assert at(metrics, "sum by (service) (requests_total) / 2") == {
        (("service", "a"),): 15.0,
        (("service", "b"),): 60.0,
    }
    assert values(metrics, 'sum(requests_total{code="500"}) / sum(requests_total)') == [0.8]
    assert values(metrics, "sum without (code) (requests_total)") == [30.0, 120.0]
    assert at(metrics, "1 + 2 * (3 - 1)") == 5.0


def test_either_side_is_given_with_the_labels_that_are_put_on_it(metrics):
    query = joined(
        [("n-0", 'sum(increase(requests_total{service="b"}[300s]))'), ("n-1", "sum(nothing)"), ("n-2", "up")]
    )
    assert at(metrics, query) == {
        (("__sli", "n-0"),): 60.0,
        (("__name__", "up"), ("__sli", "n-2"), ("service", "a")): 1.0,
    }
    assert at(metrics, "sum(up) or sum(requests_total)") == {(): 1.0}
    with_code = 'label_replace(requests_total{service="a"}, "kind", "c$1", "code", "(.).*")'
    assert [dict(labels)["kind"] for labels in at(metrics, with_code)] == ["c2"]


def test_a_quantile_lies_within_its_bucket(metrics):
    assert values(metrics, "histogram_quantile(0.5, sum by (le) (rate(latency_bucket[5m])))") == [0.083333]
    [none] = at(metrics, 'histogram_quantile(0.5, latency_bucket{le!="+Inf"})').values()
    assert math.isnan(none)


def test_a_range_has_a_point_for_each_step_that_has_a_value(metrics):
    body = urlencode({"query": "up", "start": START, "end": START + 900, "step": "5m"}).encode()
    form = "application/x-www-form-urlencoded"
    answer = metrics.answer(WorldRequest("POST", "/api/v1/query_range", "", body, form))
    assert answer.status == 200
    found = json.loads(answer.body)
    assert [(each["metric"]["service"], each["values"]) for each in found["data"]["result"]] == [
        ("a", [[START, "1"], [START + 300, "1"], [START + 600, "1"]]),
        ("b", [[START, "1"], [START + 300, "1"]]),
    ]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("absent(up)", 'unknown function with name "absent"'),
        ("up[5m]", "range vector"),
        ("rate(up)", "expected type range vector"),
        ("sum(up", "unexpected 'end of input'"),
        ("up)", "unexpected ')'"),
        ("", "unexpected 'end of input'"),
        ("up ~ 3", "unexpected character"),
        ('up{service="a}', "unexpected"),
        ("1 > 2", "BOOL"),
    ],
)
def test_what_is_not_understood_is_an_error_and_no_empty_answer(metrics, query, why):
    status, said = ask(metrics, "GET", f"/api/v1/query?{urlencode({'query': query})}")
    assert (status, said["status"], said["errorType"]) == (400, "error", "bad_data")
    assert why in said["error"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"start": "yesterday", "end": "2", "step": "15"},
        {"start": "2", "end": "1", "step": "15"},
        {"start": "1", "end": "2", "step": "0"},
        {"start": "1", "end": "900000", "step": "1"},
    ],
)
def test_a_range_that_is_none_is_refused(metrics, parameters):
    status, said = ask(metrics, "GET", f"/api/v1/query_range?{urlencode({'query': 'up', **parameters})}")
    assert (status, said["errorType"]) == (400, "bad_data")
