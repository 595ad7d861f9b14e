"""Texts as vectors in which nearness is nearness of meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

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


@dataclass(frozen=True, slots=True)
class ReadText:
    vector: Vector
    tokens: bytes
    """What each of its tokens means where it stands, in a form that only its own model compares; empty without any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How a question and a passage lie to each other, token by token; cosines between 0 and 1."""

    mean: float
    """How near the nearest token of the passage is to a token of the question, on the mean of the question's."""
    least: float
    """The same for the quarter of the question's tokens that the passage has least."""
    back: float
    """How near the nearest token of the question is to a token of the passage, on the mean of the passage's."""


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """Reads tokens too, so that a question and a passage can be compared word by word (late interaction)."""

    def read(self, texts: Sequence[str]) -> Sequence[ReadText]:
        """One for each text, in order; the vectors are those of ``embed``. Raises EmbedderUnavailable."""

    def align(self, question: bytes, passages: Sequence[bytes]) -> Sequence[Alignment]:
        """Compares the tokens of a question with those of each passage, in order. None of them is empty."""
