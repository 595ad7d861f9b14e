"""Texts as vectors in which nearness is nearness of meaning."""

from collections.abc import Sequence
from typing import Protocol

Vector = Sequence[float]


class EmbedderUnavailable(Exception):  # noqa: N818 - names the condition
    """The model cannot be asked at the moment; nothing is known about the texts. Try again."""


class Embedder(Protocol):
    @property
    def model(self) -> str:
        """Name and version, ``all-minilm-l6-v2@1``: vectors of two models are never compared."""

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        """One vector of length 1 for each text, in order. Raises EmbedderUnavailable."""
