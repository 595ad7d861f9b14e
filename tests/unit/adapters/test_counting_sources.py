"""Servers that speak Prometheus' query API, each in its way: what they say when they do not count, and behind TLS."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from werkzeug.wrappers import Request, Response

from shared.adapters.prometheus.counts_sources import CountsSource, reader_of
from shared.domain.slo.values import CountsIndicator
from shared.kernel.ids import SloId
from shared.ports.sli_counts import CountsAnswer, CountsProblem, CountsQuestion
from tests.support.counting_api import CountingApi, counting_api
from tests.support.https import certify, https_server

ANSWERS = json.loads((Path(__file__).parents[2] / "payloads" / "slo_sources" / "answers.json").read_text("utf-8"))
T0, FIVE = datetime(2026, 12, 1, 12, tzinfo=UTC), timedelta(minutes=5)
QUESTION = CountsQuestion(
    slo_id=SloId(UUID(int=1)),
    indicator=CountsIndicator(good_query="good", total_query="total"),
    step=FIVE,
    from_at=T0,
    to_at=T0 + FIVE,
)


@pytest.fixture
def api() -> Iterator[CountingApi]:
    with counting_api() as found:
        found.known = {"good": {"": "1"}, "total": {"": "2"}}
        yield found


def read(url: str, **more: str) -> CountsAnswer:
    with closing(reader_of(CountsSource.model_validate({"name": "prometheus", "url": url, **more}))) as reader:
        (answer,) = reader.read([QUESTION], time.monotonic() + 60)
    return answer


@pytest.mark.parametrize("said", ANSWERS, ids=[each["who"] for each in ANSWERS])
def test_what_is_no_whole_answer_is_told_and_nothing_is_counted(api: CountingApi, said: dict[str, Any]) -> None:
    api.more = said.get("more", {})
    if "body" in said:
        api.api.routes["/api/v1/query_range"] = lambda _form: (said["status"], said["body"])
    answer = read(api.url)
    if said["problem"] is None:
        assert [(each.good, each.total) for each in answer.windows] == [(1, 2)]
    else:
        assert not answer.windows
        assert answer.unknown[0].problem is CountsProblem(said["problem"])
        assert answer.unknown[0].detail


def test_a_server_behind_tls_is_asked_when_its_authority_is_named_and_never_otherwise(
    api: CountingApi, tmp_path: Path
) -> None:
    authority = certify(tmp_path)
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append(request.path)
        return Response(json.dumps(api.answer(request.form.to_dict())[1]))

    with https_server(authority, answer) as url:
        unknown = read(url).unknown
        assert [each.problem for each in unknown] == [CountsProblem.UNREACHABLE]
        assert (asked, "CERTIFICATE_VERIFY_FAILED" in unknown[0].detail) == ([], True)
        assert [each.total for each in read(url, ca_file=str(authority)).windows] == [2]
        assert read(url, ca_file=str(tmp_path / "gone.pem")).unknown[0].problem is CountsProblem.UNREACHABLE
