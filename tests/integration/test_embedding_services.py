"""Embedding services over HTTP, against a server on this machine that answers as they do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from shared.adapters.embeddings.openai_compatible import openai_compatible
from shared.adapters.embeddings.vertex import vertex
from shared.bootstrap.embeddings import embedders, warm
from shared.ports.embedding import EmbedderUnavailable
from shared.settings import EmbeddingSettings


class Service:
    """What it was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any, str | None]] = []
        self.status = 200
        self.answer: Any = None

    def vector(self, text: str) -> list[float]:
        return [3.0, 4.0 if text == "first" else -4.0]


@contextmanager
def served(service: Service) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append((self.path, body, self.headers.get("Authorization")))
            answer = service.answer if service.answer is not None else self._answer(body)
            data = json.dumps(answer).encode()
            self.send_response(service.status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _answer(self, body: Any) -> Any:
            if "input" in body:
                vectors = [{"index": place, "embedding": service.vector(t)} for place, t in enumerate(body["input"])]
                return {"data": vectors[::-1]}
            return {
                "predictions": [{"embeddings": {"values": service.vector(t["content"])}} for t in body["instances"]]
            }

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def service() -> Service:
    return Service()


def test_an_openai_compatible_service_gives_vectors_of_length_one_in_the_order_of_the_texts(service: Service):
    with served(service) as url:
        model = openai_compatible(f"{url}/v1", "small", 2, key="secret")
        vectors = model.embed(["first", "second"])

    assert vectors == [[0.6, 0.8], [0.6, -0.8]]
    assert model.model == "small@2"
    assert service.asked == [
        (
            "/v1/embeddings",
            {"model": "small", "input": ["first", "second"], "encoding_format": "float"},
            "Bearer secret",
        )
    ]


def test_vertex_is_asked_as_the_functions_own_account(service: Service):
    with served(service) as url:
        model = vertex("p", "europe-west3", "text-embedding-005", 2, service=url, token=lambda _client: "t")
        vectors = model.embed(["first"])

    ((path, body, authorization),) = service.asked
    assert vectors == [[0.6, 0.8]]
    assert path == "/v1/projects/p/locations/europe-west3/publishers/google/models/text-embedding-005:predict"
    assert (body["parameters"], authorization) == ({"outputDimensionality": 2}, "Bearer t")


def test_many_texts_go_in_batches(service: Service):
    with served(service) as url:
        vectors = openai_compatible(url, "small", 2).embed([f"text {number}" for number in range(150)])

    assert (len(vectors), [len(body["input"]) for _path, body, _key in service.asked]) == (150, [64, 64, 22])


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (429, {}),
        (500, {}),
        (401, {}),
        (200, {"data": []}),
        (200, {"unknown": 1}),
        (200, {"data": [{"index": 0, "embedding": [1.0, 2.0, 3.0]}]}),
        (200, {"data": [{"index": 0, "embedding": [0.0, 0.0]}]}),
        (200, {"data": [{"index": 0, "embedding": ["NaN", 1]}]}),
    ],
)
def test_whatever_is_no_vector_means_that_the_model_does_not_answer(service: Service, status: int, answer: Any):
    service.status, service.answer = status, answer
    with served(service) as url, pytest.raises(EmbedderUnavailable):
        openai_compatible(url, "small", 2).embed(["first"])


def test_a_service_that_is_not_there_does_not_answer():
    with pytest.raises(EmbedderUnavailable):
        openai_compatible("http://127.0.0.1:9/v1", "small", 2).embed(["first"])


def test_the_setting_names_models_and_the_one_before():
    settings = EmbeddingSettings(
        embeddings="openai:http://h/v1#small@512", embeddings_previous="vertex:p/l#text-embedding-005@768"
    )

    assert [(each.model, each.dimensions) for each in embedders(settings)] == [
        ("small@512", 512),
        ("text-embedding-005@768", 768),
    ]
    assert [each.model for each in embedders(EmbeddingSettings())] == ["all-minilm-l6-v2@1"]
    assert embedders(EmbeddingSettings(embeddings="none")) == ()


def test_a_process_has_one_local_model_and_it_can_be_loaded_before_anybody_asks():
    warm(EmbeddingSettings(embeddings="none"))
    warm(EmbeddingSettings())
    (first,), (second,) = embedders(EmbeddingSettings()), embedders(EmbeddingSettings())
    assert first is second
    assert "_loaded" in vars(first)
    assert len(first.embed(["a"])[0]) == first.dimensions


@pytest.mark.parametrize("wrong", ["locally", "openai:", "openai:http://h#m", "vertex:p#m@3", "openai:http://h#m@0"])
def test_a_setting_that_names_no_model_says_what_may_be_named(wrong: str):
    with pytest.raises(ValueError, match=r"it may be local, none, openai:URL#MODEL@DIMENSIONS"):
        embedders(EmbeddingSettings(embeddings=wrong))


def test_the_key_of_a_service_is_not_shown():
    assert "secret" not in repr(EmbeddingSettings(embeddings_key="secret"))
