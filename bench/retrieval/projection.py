"""``python -m bench.retrieval.projection``: from the width of MiniLM's states to that of the tokens that are kept.

The directions in which the tokens of the large corpus differ most (principal components), written beside the model's
adapter. What is kept in databases was projected by it: a new one is a new model.
"""

import sys
from collections.abc import Iterator

import numpy as np

from bench.retrieval.costs import all_chunks
from shared.adapters.embeddings.late_interaction import WIDTH
from shared.adapters.embeddings.minilm import PROJECTION, Array, MiniLM


def main() -> int:
    covariance = np.zeros((MiniLM.dimensions, MiniLM.dimensions))
    total, count = np.zeros(MiniLM.dimensions), 0
    for states in _directions():
        covariance += states.T @ states
        total += states.sum(axis=0)
        count += len(states)
    mean = total / count
    _, components = np.linalg.eigh(covariance / count - np.outer(mean, mean))
    np.save(PROJECTION, components[:, ::-1][:, :WIDTH].astype(np.float16))
    print(f"{PROJECTION.name}: {WIDTH} directions of {count} tokens")
    return 0


def _directions() -> Iterator[Array]:
    """Of each chunk, a row of length 1 for each token."""
    for before_last in MiniLM().states(all_chunks()):
        yield before_last / np.linalg.norm(before_last, axis=1, keepdims=True)


if __name__ == "__main__":
    sys.exit(main())
