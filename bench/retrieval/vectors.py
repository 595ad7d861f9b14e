"""An embedder whose vectors are each computed once: they are kept in ``build/retrieval``, one file for each model."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.ports.embedding import Embedder, Vector

_KEPT = Path("build/retrieval")


class Remembered:
    """``save`` writes what is new."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model, self.dimensions = embedder.model, embedder.dimensions
        self._path = _KEPT / f"{embedder.model}.npz"
        self._known: dict[str, NDArray[np.float32]] = dict(np.load(self._path)) if self._path.exists() else {}

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        keys = [sha256(text.encode()).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            made = np.asarray(self._embedder.embed(list(missing.values())), np.float32)
            self._known |= dict(zip(missing, made, strict=True))
        found: list[list[float]] = [self._known[key].tolist() for key in keys]
        return found

    def save(self) -> None:
        _KEPT.mkdir(parents=True, exist_ok=True)
        np.savez(self._path, allow_pickle=False, **self._known)


_: type[Embedder] = Remembered
