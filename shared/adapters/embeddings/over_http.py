"""What embedding services over HTTP have in common: batches, a bounded wait, vectors of length 1."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from shared.kernel.batches import batched
from shared.ports.embedding import EmbedderUnavailable, Vector

_TIMEOUT = httpx.Timeout(10.0, connect=3.0)
#: More than any chunk of ours; a service answers 400 to what is too long for it.
_LONGEST_TEXT = 8_000

Ask = Callable[[httpx.Client, Sequence[str]], httpx.Response]
Read = Callable[[Any], list[Vector]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverHttp:
    """``ask`` sends one batch, ``read`` finds its vectors in the answer's JSON, in order."""

    model: str
    dimensions: int
    batch: int
    ask: Ask
    read: Read

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        vectors: list[Vector] = []
        try:
            with httpx.Client(timeout=_TIMEOUT) as client:
                for several in self._batches(texts):
                    vectors += self._asked(client, several)
        except (httpx.HTTPError, OSError) as away:
            raise EmbedderUnavailable(f"{self.model}: {type(away).__name__}") from away
        return vectors

    def _batches(self, texts: Sequence[str]) -> Iterator[list[str]]:
        for some in batched(texts, self.batch):
            # An empty text has no meaning, and services refuse it.
            yield [text[:_LONGEST_TEXT].strip() or "-" for text in some]

    def _asked(self, client: httpx.Client, texts: Sequence[str]) -> list[Vector]:
        answer = self.ask(client, texts)
        if answer.status_code != httpx.codes.OK:
            raise EmbedderUnavailable(f"{self.model}: the service answered {answer.status_code}")
        try:
            vectors = [_unit(vector) for vector in self.read(answer.json())]
        except (ValueError, KeyError, TypeError, IndexError) as unreadable:
            raise EmbedderUnavailable(f"{self.model}: the answer holds no vectors") from unreadable
        if len(vectors) != len(texts) or any(len(vector) != self.dimensions for vector in vectors):
            raise EmbedderUnavailable(f"{self.model}: not one vector of {self.dimensions} numbers for each text")
        return vectors


def _unit(vector: Sequence[float]) -> Vector:
    length = math.sqrt(math.fsum(number * number for number in vector))
    if not length or not math.isfinite(length):
        raise ValueError("a vector without a direction")
    return [number / length for number in vector]


def bearer(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}
