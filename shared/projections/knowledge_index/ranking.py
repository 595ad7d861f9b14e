"""How much a document's evidence counts: a probability that it is what was asked for, and below which it is nothing.

The weights of words, names and meaning are fitted by logistic regression to the questions of ``bench/retrieval`` (see
``python -m bench retrieval``); age and success have no questions there and are judgment: they order what is otherwise
equal, and make no match of what is none.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Of a logistic model over the parts of a score, each between 0 and 1."""

    base: float
    words: float
    names: float
    meaning: float
    recency: float = 0.2
    verified: float = 0.4


#: For chunks that have a vector, when the question has one too.
HYBRID = Weights(base=-3.6, words=3.0, names=2.0, meaning=8.0)
#: For those that have none (yet), and while the embedding model is away.
LEXICAL = Weights(base=-4.0, words=6.0, names=2.0, meaning=0.0)
#: What is below is no match.
THRESHOLD = 0.5
#: An incident of this age counts half of one of today.
HALF_LIFE_DAYS = 180.0
