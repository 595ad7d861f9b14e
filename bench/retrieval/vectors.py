"""Vectors of many texts, each computed once: they are kept in ``build/retrieval``, one file for each model."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.ports.embedding import Embedder

Array = NDArray[np.float32]
_KEPT = Path("build/retrieval")
_AT_ONCE = 64


def vectors(embedder: Embedder, texts: Sequence[str]) -> Array:
    """One row for each text, of length one."""
    path = _KEPT / f"{embedder.model}.npz"
    known: dict[str, Array] = dict(np.load(path)) if path.exists() else {}
    keys = [sha256(text.encode()).hexdigest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        known |= dict(zip(missing, _embedded(embedder, list(missing.values())), strict=True))
        _KEPT.mkdir(parents=True, exist_ok=True)
        np.savez(path, allow_pickle=False, **known)
    return np.stack([known[key] for key in keys])


def _embedded(embedder: Embedder, texts: Sequence[str]) -> Array:
    rows = [
        vector for start in range(0, len(texts), _AT_ONCE) for vector in embedder.embed(texts[start : start + _AT_ONCE])
    ]
    made = np.asarray(rows, np.float32)
    unit: Array = made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    return unit
