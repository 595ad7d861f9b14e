"""What is asked to change something is listened to for its time and no longer, however slowly it goes on."""

import time
from collections.abc import Iterator

import httpx
import pytest

from shared.adapters.effects.answers import LARGEST, SentUnanswered
from shared.adapters.effects.http import ActingConnection
from shared.adapters.evidence.targets import HttpTarget


def asked(parts: Iterator[bytes], until: float) -> None:
    class Body(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            return parts

    connection = ActingConnection(HttpTarget(name="argo", url="https://argo.example"))
    answering = httpx.MockTransport(lambda _request: httpx.Response(200, stream=Body()))
    vars(connection)["_client"] = httpx.Client(base_url="https://argo.example", transport=answering)
    connection.write("POST", "/api/v1/applications/web/sync", until, query={}, body={})


def for_ever(part: bytes) -> Iterator[bytes]:
    while True:
        yield part


def test_an_answer_that_drips_is_left_when_its_time_is_over() -> None:
    with pytest.raises(SentUnanswered, match="still answering after"):
        asked(for_ever(b" "), time.monotonic() + 0.05)


def test_an_answer_without_end_is_left_at_its_size() -> None:
    with pytest.raises(SentUnanswered, match="still answering after"):
        asked(for_ever(b" " * (LARGEST // 4)), time.monotonic() + 60)
