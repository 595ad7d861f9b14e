"""The alerts' own expressions and golden signals, asked of a Prometheus over a real socket."""

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.target import Target
from shared.adapters.evidence.targets import PrometheusTarget
from shared.adapters.prometheus.reader import PrometheusReader
from shared.diagnosis.evidence import EvidenceProblem
from shared.ports.clock import SystemClock
from shared.ports.evidence import AlertInQuestion, Collected, Inquiry, SignalQuery
from tests.support.fake_api import FakeApi, fake_api
from tests.support.fake_cluster import NOW, ref

EXPRESSION = 'rate(http_errors_total{service="web"}[5m]) > 0.05'
ALERT = AlertInQuestion(
    name="TooManyErrors",
    labels={},
    generator_url=f"http://prometheus.example/graph?g0.expr={quote(EXPRESSION)}&g0.tab=1",
)
RANGE = "/api/v1/query_range"
ANSWERS = json.loads(
    (Path(__file__).parents[2] / "payloads" / "prometheus_answers" / "answers.json").read_text("utf-8")
)


@contextmanager
def prometheus(
    token_file: str = "", clusters: frozenset[str] = frozenset()
) -> Iterator[tuple[FakeApi, PrometheusReader]]:
    with fake_api() as api:
        place = PrometheusTarget(name="main", url=api.url, token_file=token_file)
        connection = HttpConnection(place, Target(name="main", timeout_s=30))
        with closing(PrometheusReader(connection, SystemClock(), clusters)) as reader:
            yield api, reader


def asked(reader: PrometheusReader, *alerts: AlertInQuestion, signals: tuple[SignalQuery, ...] = ()) -> Collected:
    from_at = NOW.replace(hour=8)
    inquiry = Inquiry(alerts=alerts, signals=signals, from_at=from_at, to_at=NOW)
    return reader.read(inquiry, time.monotonic() + 60)


def matrix(*series: object) -> dict[str, object]:
    return {"status": "success", "data": {"resultType": "matrix", "result": list(series)}}


def test_the_expression_of_an_alert_is_asked_over_the_window_before_it():
    points = [[1764576000, "0.01"], [1764576060.5, "0.2"], [1764576120, "NaN"], [1764576180, "+Inf"]]
    with prometheus() as (api, reader):
        api.says(RANGE, matrix({"metric": {"service": "web"}, "values": points}))
        [read] = asked(reader, ALERT).evidence
    [(path, form, _)] = api.asked
    assert (path, form["query"], form["step"]) == (RANGE, EXPRESSION, "31")
    assert float(form["end"]) - float(form["start"]) == 3_600
    assert (read.title, read.from_at, read.to_at) == ("Expression of alert TooManyErrors", NOW.replace(hour=8), NOW)
    assert json.loads(read.text) == {
        "left_out": 0,
        "series": [
            {
                "labels": {"service": "web"},
                "first": 0.01,
                "last": 0.2,
                "least": 0.01,
                "greatest": 0.2,
                "not_numbers": 2,
                "points": points,
            }
        ],
    }


def test_signals_of_the_catalog_are_asked_too_and_each_expression_once():
    signals = (SignalQuery(title="errors", expression=EXPRESSION), SignalQuery(title="latency", expression="p95"))
    with prometheus() as (api, reader):
        api.says(RANGE, matrix())
        found = asked(reader, ALERT, ALERT, signals=signals).evidence
    assert [each.title for each in found] == ["Expression of alert TooManyErrors", "Signal latency"]


@pytest.mark.parametrize(
    "url", ["", "http://x/graph", "http://x/alerting/grafana/42/view", "http://[x", f"http://x/?g0.expr={'a' * 5000}"]
)
def test_an_address_without_an_expression_asks_nothing(url):
    with prometheus() as (_, reader):
        alert = AlertInQuestion(name="Down", labels={}, generator_url=url)
        assert not reader.concerns(Inquiry(alerts=(alert,), from_at=NOW, to_at=NOW))


@pytest.mark.parametrize(
    ("status", "body", "problem", "detail"),
    [
        (
            400,
            {"status": "error", "errorType": "bad_data", "error": "parse error"},
            EvidenceProblem.UNREADABLE,
            "parse error",
        ),
        (
            422,
            {"status": "error", "errorType": "execution", "error": "too many samples"},
            EvidenceProblem.UNREADABLE,
            "too many",
        ),
        (
            503,
            {"status": "error", "errorType": "timeout", "error": "query timed out"},
            EvidenceProblem.UNAVAILABLE,
            "timed out",
        ),
        (
            200,
            {"status": "error", "errorType": "internal", "error": "odd"},
            EvidenceProblem.UNREADABLE,
            "internal: odd",
        ),
        (200, "<html>login</html>", EvidenceProblem.UNREADABLE, "not JSON"),
        (401, "Unauthorized", EvidenceProblem.UNAUTHORIZED, "401: Unauthorized"),
    ],
)
def test_an_error_is_evidence(status, body, problem, detail):
    with prometheus() as (api, reader):
        api.says(RANGE, body, status)
        [read], seen = asked(reader, ALERT)
    assert (read.problem, detail in read.detail) == (problem, True)
    assert [gap.wanted for gap in seen.gaps] == ["Expression of alert TooManyErrors"]


def test_of_many_series_the_first_are_kept():
    with prometheus() as (api, reader):
        api.says(RANGE, matrix(*({"metric": {"pod": f"{number:03}"}, "values": []} for number in range(300))))
        [read] = asked(reader, ALERT).evidence
    assert read.problem is EvidenceProblem.TRUNCATED
    assert [each["labels"]["pod"] for each in json.loads(read.text)["series"]] == [
        f"{number:03}" for number in range(20)
    ]


@pytest.mark.parametrize(
    "odd", [{"result": None}, {"result": [None, {"metric": 3, "values": [[1], "x", [None, "1"]]}]}]
)
def test_an_answer_of_an_odd_form_does_no_harm(odd):
    with prometheus() as (api, reader):
        api.says(RANGE, {"status": "success", "data": odd})
        assert len(asked(reader, ALERT).evidence) == 1


def test_a_token_is_sent_and_kept_out_of_the_evidence(tmp_path):
    token = tmp_path / "token"
    token.write_text("let-me-in\n")
    with prometheus(str(token)) as (api, reader):
        api.says(RANGE, matrix())
        collected = asked(reader, ALERT)
    assert [authorization for _, _, authorization in api.asked] == ["Bearer let-me-in"]
    assert "let-me-in" not in repr(collected)


def test_one_that_knows_other_clusters_is_not_asked():
    with prometheus(clusters=frozenset({"prod-us"})) as (_, reader):
        one, other = (
            Inquiry(resources=(ref("Pod", "web-0", cluster=name),), alerts=(ALERT,), from_at=NOW, to_at=NOW)
            for name in ("prod-eu", "prod-us")
        )
        assert (reader.concerns(one), reader.concerns(other)) == (False, True)


@pytest.mark.parametrize("said", ANSWERS, ids=[each["who"] for each in ANSWERS])
def test_what_speaks_the_same_language_is_read_and_a_part_is_told_from_the_whole(said: dict[str, Any]):
    with prometheus() as (api, reader):
        api.says(RANGE, said["body"])
        [read] = asked(reader, ALERT).evidence
    series = json.loads(read.text)["series"]
    assert len(series) == said["series"]
    assert (series[0]["points"][0] if series else None) == said["first"]
    assert read.problem is (EvidenceProblem.UNAVAILABLE if said["incomplete"] else None)
    assert bool(read.detail) is said["incomplete"]


def test_a_moment_as_a_text_and_a_value_as_a_number_are_read():
    with prometheus() as (api, reader):
        api.says(RANGE, matrix({"metric": {}, "values": [["1764576000", 1], ["1764576060.5", "NaN"], ["soon", "1"]]}))
        [read] = asked(reader, ALERT).evidence
    assert json.loads(read.text)["series"][0]["points"] == [[1764576000, "1"], [1764576060.5, "NaN"]]
