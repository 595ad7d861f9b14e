"""Embeddings of any server that speaks OpenAI's ``POST /embeddings``: vLLM, Ollama, text-embeddings-inference."""

from collections.abc import Sequence
from typing import Any

import httpx

from shared.adapters.embeddings.over_http import OverHttp, bearer
from shared.ports.embedding import Embedder, Vector

_BATCH = 64


def openai_compatible(url: str, name: str, dimensions: int, key: str = "") -> Embedder:
    """``url`` ends where ``/embeddings`` begins: ``https://api.openai.com/v1``."""

    def ask(client: httpx.Client, texts: Sequence[str]) -> httpx.Response:
        body = {"model": name, "input": list(texts), "encoding_format": "float"}
        return client.post(f"{url.rstrip('/')}/embeddings", json=body, headers=dict(bearer(key)))

    return OverHttp(model=f"{name}@{dimensions}", dimensions=dimensions, batch=_BATCH, ask=ask, read=_vectors)


def _vectors(answer: Any) -> list[Vector]:
    return [each["embedding"] for each in sorted(answer["data"], key=lambda each: int(each["index"]))]
