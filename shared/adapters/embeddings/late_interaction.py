"""Tokens as they stand in their texts, small enough to keep, and how those of two texts lie to each other.

Source: Khattab and Zaharia, ColBERT (2020): each token of a question is compared with its nearest one of the passage.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shared.ports.embedding import Alignment

Array = NDArray[np.float32]

#: Of a token: so many numbers of a byte each.
WIDTH = 64
_MOST = 127
#: Of the question's tokens, those that the passage has least.
_LEAST_SHARE = 4


def packed(states: Array) -> bytes:
    """``states``: a row of ``WIDTH`` numbers for each token. Gives their directions, one after the other."""
    lengths = np.linalg.norm(states, axis=1, keepdims=True)
    directions: NDArray[np.int8] = np.rint(states / np.maximum(lengths, np.float32(1e-12)) * _MOST).astype(np.int8)
    return directions.tobytes()


def align(question: bytes, passages: Sequence[bytes]) -> Sequence[Alignment]:
    asked = _unpacked(question)
    return [_alignment(asked @ _unpacked(passage).T) for passage in passages]


def _alignment(cosines: Array) -> Alignment:
    """``cosines``: a row for each token of the question, a column for each of the passage."""
    nearest = cosines.max(axis=1)
    least = np.sort(nearest)[: max(1, len(nearest) // _LEAST_SHARE)]
    return Alignment(mean=_mean(nearest), least=_mean(least), back=_mean(cosines.max(axis=0)))


def _mean(of: Array) -> float:
    return min(1.0, max(0.0, float(of.mean())))


def _unpacked(tokens: bytes) -> Array:
    return np.frombuffer(tokens, np.int8).reshape(-1, WIDTH).astype(np.float32) / np.float32(_MOST)
