"""Counts from Prometheus: what is asked together, and what becomes of every answer that is none."""

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest

from shared.adapters.prometheus.counts import PrometheusCounts
from shared.adapters.prometheus.counts_answer import NotCounted, counts_of
from shared.adapters.prometheus.counts_expression import is_closed
from shared.adapters.prometheus.counts_sources import CountsSource, headers_of, reader_of
from shared.domain.slo.values import CountsIndicator, RatioIndicator
from shared.kernel.ids import SloId
from shared.ports.sli_counts import RATIO_PARTS, CountsAnswer, CountsProblem, CountsQuestion
from tests.support.counting_api import SAME_LABELS, CountingApi, counting_api

T0 = datetime(2026, 12, 1, 12, tzinfo=UTC)
FIVE = timedelta(minutes=5)


def counts(good: str = "good", total: str = "total", **more: int) -> CountsIndicator:
    return CountsIndicator.model_validate({"good_query": good, "total_query": total, **more})


def question(number: int = 1, indicator: CountsIndicator | RatioIndicator | None = None, windows: int = 1):
    return CountsQuestion(
        slo_id=SloId(UUID(int=number)),
        indicator=indicator or counts(),
        step=FIVE,
        from_at=T0,
        to_at=T0 + windows * FIVE,
    )


@pytest.fixture
def api() -> Iterator[CountingApi]:
    with counting_api() as found:
        yield found


def read(url: str, *questions: CountsQuestion, within_s: float = 60.0, **source: object) -> Sequence[CountsAnswer]:
    with closing(reader_of(CountsSource.model_validate({"name": "prometheus", "url": url, **source}))) as reader:
        return read_with(reader, *questions, within_s=within_s)


def read_with(reader: PrometheusCounts, *questions: CountsQuestion, within_s: float = 60.0) -> list[CountsAnswer]:
    return sorted(reader.read(questions, time.monotonic() + within_s), key=lambda each: each.slo_id)


def problem_of(answer: CountsAnswer) -> CountsProblem:
    assert not answer.windows
    return answer.unknown[0].problem


def test_windows_end_at_the_steps_and_their_length_is_put_in(api: CountingApi) -> None:
    api.known = {"good[300s]": {"": "57"}, "total[300s]": {"": "60"}}
    (answer,) = read(api.url, question(indicator=counts("good[$window]", "total[$window]"), windows=2))
    assert answer.windows == ((T0, T0 + FIVE, 57, 60), (T0 + FIVE, T0 + 2 * FIVE, 57, 60))
    ((path, form, _),) = api.api.asked
    assert path == "/api/v1/query_range"
    assert [form[name] for name in ("start", "end", "step")] == ["1796126700", "1796127000", "300"]


def test_many_objectives_are_one_request(api: CountingApi) -> None:
    api.known = {f"{part}{number}": {"": f"{number}"} for part in ("good", "total") for number in range(120)}
    found = read(api.url, *(question(each, counts(f"good{each}", f"total{each}")) for each in range(120)))
    assert [each.windows[0].total for each in found] == list(range(120))
    assert len(api.queries) == 3


def test_a_bad_query_costs_only_itself_and_is_asked_by_itself_the_next_time(api: CountingApi) -> None:
    api.known = {"good": {"": "1"}, "total": {"": "2"}}
    api.refused = {"same": (422, SAME_LABELS)}
    asked = [question(each, counts("same") if each == 3 else counts()) for each in range(1, 9)]
    with closing(reader_of(CountsSource(name="prometheus", url=api.url))) as reader:
        found = read_with(reader, *asked)
        assert [each.slo_id.int for each in found if each.unknown] == [3]
        assert found[2].unknown[0].detail == "422: vector cannot contain metrics with the same labelset"
        assert problem_of(found[2]) is CountsProblem.REFUSED
        assert _requests(api, reader, asked) == 2
        api.refused.clear()
        api.known["same"] = {"": "2"}
        assert _requests(api, reader, asked) == 2
        assert _requests(api, reader, asked) == 1


def _requests(api: CountingApi, reader: PrometheusCounts, asked: Sequence[CountsQuestion]) -> int:
    del api.api.asked[:]
    read_with(reader, *asked)
    return len(api.queries)


def test_what_reaches_beyond_its_own_end_is_never_joined_with_another(api: CountingApi) -> None:
    api.known = {"good": {"": "1"}, "total": {"": "2"}}
    greedy = counts('good), "a", "b", "", "") unless (label_replace((total')
    found = read(api.url, question(1), question(2, greedy), question(3))
    assert [bool(each.windows) for each in found] == [True, False, True]
    assert [query.count("__sli") for query in api.queries] == [4, 2]


@pytest.mark.parametrize(
    ("expression", "closed"),
    [
        ('sum(increase(x{a="("}[5m])) # it\'s', True),
        ("x{a='\\'('}", True),
        ("x{a=`(\\`}", True),
        ("x) or (y", False),
        ("(x]", False),
        ('x{a="', False),
        ("sum(x", False),
    ],
)
def test_closed_is_what_ends_what_it_begins(expression: str, closed: bool) -> None:
    assert is_closed(expression) is closed


@pytest.mark.parametrize(
    ("good", "total", "problem"),
    [
        ({"": "NaN"}, {"": "60"}, CountsProblem.NOT_A_NUMBER),
        ({"": "1"}, {"": "+Inf"}, CountsProblem.NOT_A_NUMBER),
        ({"": "-1"}, {"": "60"}, CountsProblem.NOT_A_NUMBER),
        ({"": "1"}, {"": "1e16"}, CountsProblem.NOT_A_NUMBER),
        ({"": "61"}, {"": "60"}, CountsProblem.MORE_GOOD_THAN_ALL),
        ({"200": "1", "204": "1"}, {"": "60"}, CountsProblem.MANY_SERIES),
        ({"": "1"}, {}, CountsProblem.NO_SERIES),
        ({}, {"": "60"}, CountsProblem.NO_SERIES),
        ({"": "words"}, {"": "60"}, CountsProblem.UNREADABLE),
    ],
)
def test_what_is_no_count_is_unknown_and_says_why(api: CountingApi, good, total, problem: CountsProblem) -> None:
    api.known = {"good": good, "total": total}
    assert problem_of(*read(api.url, question())) is problem


def test_no_traffic_is_a_count_of_nothing_and_a_missing_step_is_unknown(api: CountingApi) -> None:
    api.known = {"total": {"": "0"}}
    api.only_at = {"total": {int((T0 + FIVE).timestamp())}}
    (answer,) = read(api.url, question(windows=2))
    assert answer.windows == ((T0, T0 + FIVE, 0, 0),)
    assert [(each.start_at, each.problem) for each in answer.unknown] == [(T0 + FIVE, CountsProblem.NO_SERIES)]


@pytest.mark.parametrize(
    ("good", "total", "parts", "told"),
    [
        # Three bad ones among 60, as Prometheus stretches 19 intervals to 20.
        (60.0, 63.1578947368421, 1, (60, 63)),
        (60.0, 63.1578947368421, 1_000, (60_000, 63_158)),
        (0.5, 1.0, 1, (0, 1)),
        (0.02, 0.03, 1_000_000, (20_000, 30_000)),
        (60.00000000001, 60.0, 1, (60, 60)),
    ],
)
def test_bad_events_are_rounded_to_whole_ones_or_to_parts(good, total, parts, told) -> None:
    assert counts_of(counts(parts=parts), [good, total]) == told


def test_a_ratio_is_told_in_parts_and_has_no_share_above_all() -> None:
    ratio = RatioIndicator(ratio_query="r")
    assert counts_of(ratio, [0.9995]) == (999_500, RATIO_PARTS)
    with pytest.raises(NotCounted, match="more_good_than_all"):
        counts_of(ratio, [1.01])
    with pytest.raises(NotCounted, match="not_a_number"):
        counts_of(ratio, [float("nan")])


def test_part_of_the_data_is_not_the_data(api: CountingApi) -> None:
    """As Thanos says it when a store does not answer."""
    api.known = {"good": {"": "1"}, "total": {"": "2"}}
    warning = "No StoreAPIs matched for this query"
    api.more = {"warnings": [warning]}
    found = read(api.url, question(1), question(2))
    assert [(problem_of(each), each.unknown[0].detail) for each in found] == [(CountsProblem.PARTIAL, warning)] * 2
    assert len(api.queries) == 1


def test_remarks_on_a_query_do_no_harm_and_a_warning_of_the_language_is_of_one_query(api: CountingApi) -> None:
    """As Prometheus 3 says it."""
    api.known = {"good": {"": "1"}, "total": {"": "2"}}
    api.more = {"infos": ['PromQL info: metric might not be a counter, name does not end in _total: "good" (1:5)']}
    assert all(each.windows for each in read(api.url, question(1), question(2)))
    del api.api.asked[:]
    api.more = {"warnings": ["PromQL warning: encountered a mix of histograms and floats for aggregation (1:1)"]}
    assert {problem_of(each) for each in read(api.url, question(1), question(2))} == {CountsProblem.PARTIAL}
    assert len(api.queries) == 3


@pytest.mark.parametrize(
    ("status", "body", "problem", "requests"),
    [
        (401, "Unauthorized", CountsProblem.REFUSED, 1),
        (429, "too many requests", CountsProblem.REFUSED, 1),
        (302, "Found", CountsProblem.REFUSED, 1),
        (503, "Service Unavailable", CountsProblem.UNREACHABLE, 1),
        (502, "Bad Gateway", CountsProblem.UNREACHABLE, 1),
        (
            503,
            {"status": "error", "errorType": "timeout", "error": "query timed out in expression evaluation"},
            CountsProblem.REFUSED,
            3,
        ),
        (200, "<html>", CountsProblem.UNREADABLE, 1),
        (200, {"status": "success", "data": {"result": [{"metric": {}}]}}, CountsProblem.UNREADABLE, 1),
        (200, {"status": "error", "error": "oops"}, CountsProblem.UNREADABLE, 1),
    ],
)
def test_a_refusal_is_told_and_nothing_is_counted(api: CountingApi, status, body, problem, requests) -> None:
    api.api.routes["/api/v1/query_range"] = lambda _form: (status, body)
    found = read(api.url, question(1), question(2))
    assert [problem_of(each) for each in found] == [problem] * 2
    assert len(api.queries) == requests


def test_nobody_there_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert problem_of(*read(url, question())) is CountsProblem.UNREACHABLE


def test_an_answer_that_drips_is_left_when_its_time_is_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_drip, args=(server,), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        (answer,) = read(url, question(), request_s=0.5)
    assert problem_of(answer) is CountsProblem.UNREACHABLE
    assert "still answering" in answer.unknown[0].detail


def _drip(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while True:
                connection.sendall(b" ")
                time.sleep(0.02)
        except OSError:
            return


def test_a_source_is_told_who_asks_and_whose_data_is_meant(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("open sesame\n")
    source = {"name": "mimir", "url": "https://mimir.example/prometheus", "tenant": "team-a"}
    basic = CountsSource.model_validate({**source, "username": "sre", "password_file": str(secret)})
    told = headers_of(basic)()
    assert told == {"X-Scope-OrgID": "team-a", "Authorization": "Basic c3JlOm9wZW4gc2VzYW1l"}
    google = CountsSource.model_validate({**source, "tenant": "", "google": True})
    assert headers_of(google, lambda _client: "t0")() == {"Authorization": "Bearer t0"}
    with pytest.raises(ValueError, match="at most one of"):
        CountsSource.model_validate({**source, "username": "sre", "google": True})


def test_a_prefix_of_the_address_is_kept(api: CountingApi, tmp_path) -> None:
    """As Google's managed Prometheus, Mimir and VictoriaMetrics have one."""
    path = "/v1/projects/p/location/global/prometheus/api/v1/query_range"
    api.known = {"good": {"": "1"}, "total": {"": "2"}}
    api.api.routes[path] = api.answer
    token = tmp_path / "token"
    token.write_text("t0")
    (answer,) = read(f"{api.url}/v1/projects/p/location/global/prometheus", question(), token_file=str(token))
    assert answer.windows
    assert [(asked, bearer) for asked, _, bearer in api.api.asked] == [(path, "Bearer t0")]
