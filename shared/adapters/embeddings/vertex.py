"""Embeddings of Vertex AI (``:predict`` of a text embedding model), as the function's own service account."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from shared.adapters.embeddings.over_http import OverHttp, bearer
from shared.ports.embedding import Embedder, Vector

_METADATA = "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token"
_RENEW_BEFORE_S = 300
#: A request may hold 250 texts and 20,000 tokens; a gemini model takes one text.
_BATCH, _BATCH_OF_GEMINI = 50, 1


def vertex(
    project: str,
    location: str,
    name: str,
    dimensions: int,
    *,
    service: str = "",
    token: Callable[[httpx.Client], str] | None = None,
) -> Embedder:
    server = service or f"https://{location}-aiplatform.googleapis.com"
    url = f"{server}/v1/projects/{project}/locations/{location}/publishers/google/models/{name}:predict"
    token_of = token or _AccessToken()

    def ask(client: httpx.Client, texts: Sequence[str]) -> httpx.Response:
        body = {
            "instances": [{"content": text, "task_type": "SEMANTIC_SIMILARITY"} for text in texts],
            "parameters": {"outputDimensionality": dimensions},
        }
        return client.post(url, json=body, headers=dict(bearer(token_of(client))))

    batch = _BATCH_OF_GEMINI if name.startswith("gemini") else _BATCH
    return OverHttp(model=f"{name}@{dimensions}", dimensions=dimensions, batch=batch, ask=ask, read=_vectors)


def _vectors(answer: Any) -> list[Vector]:
    return [each["embeddings"]["values"] for each in answer["predictions"]]


class _AccessToken:
    """The platform's metadata server gives one; it serves until shortly before it expires."""

    def __init__(self) -> None:
        self._token, self._renew_at = "", 0.0

    def __call__(self, client: httpx.Client) -> str:
        if time.monotonic() >= self._renew_at:
            answer = client.get(_METADATA, headers={"Metadata-Flavor": "Google"}).raise_for_status().json()
            self._token = str(answer["access_token"])
            self._renew_at = time.monotonic() + float(answer["expires_in"]) - _RENEW_BEFORE_S
        return self._token
