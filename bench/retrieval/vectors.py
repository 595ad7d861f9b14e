"""An embedder whose vectors are each computed once: they are kept in ``build/retrieval``, one file for each model."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.ports.embedding import Alignment, Embedder, ReadText, TokenEmbedder, Vector

_KEPT = Path("build/retrieval")


class Remembered:
    """``save`` writes what is new."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model, self.dimensions = embedder.model, embedder.dimensions
        self._path = _KEPT / f"{embedder.model}.npz"
        self._known: dict[str, NDArray[np.float32]] = dict(np.load(self._path)) if self._path.exists() else {}

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            made = np.asarray(self._embedder.embed(list(missing.values())), np.float32)
            self._known |= dict(zip(missing, made, strict=True))
        found: list[list[float]] = [self._known[key].tolist() for key in keys]
        return found

    def save(self) -> None:
        _KEPT.mkdir(parents=True, exist_ok=True)
        np.savez(self._path, allow_pickle=False, **self._known)


class RememberedTokens(Remembered):
    """Remembers the tokens as well, in a file beside that of the vectors."""

    def __init__(self, embedder: TokenEmbedder) -> None:
        super().__init__(embedder)
        self._reads = embedder
        self._tokens_path = _KEPT / f"{embedder.model}.tokens.npz"
        kept = dict(np.load(self._tokens_path)) if self._tokens_path.exists() else {}
        self._known_tokens: dict[str, NDArray[np.int8]] = kept

    def read(self, texts: Sequence[str]) -> Sequence[ReadText]:
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known_tokens}
        if missing:
            for key, made in zip(missing, self._reads.read(list(missing.values())), strict=True):
                self._known[key] = np.asarray(made.vector, np.float32)
                self._known_tokens[key] = np.frombuffer(made.tokens, np.int8)
        vectors = self.embed(texts)
        return [ReadText(vector, self._known_tokens[key].tobytes()) for key, vector in zip(keys, vectors, strict=True)]

    def align(self, question: bytes, passages: Sequence[bytes]) -> Sequence[Alignment]:
        return self._reads.align(question, passages)

    def save(self) -> None:
        super().save()
        np.savez(self._tokens_path, allow_pickle=False, **self._known_tokens)


def _key(text: str) -> str:
    return sha256(text.encode()).hexdigest()


_: type[Embedder] = Remembered
_tokens: type[TokenEmbedder] = RememberedTokens
