"""Embeddings of Vertex AI (``:predict`` of a text embedding model), as the function's own service account."""

from collections.abc import Callable, Sequence
from typing import Any

import httpx

from shared.adapters.embeddings.over_http import OverHttp, bearer
from shared.adapters.google_access import AccessToken
from shared.ports.embedding import Embedder, Vector

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
    token_of = token or AccessToken()

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
