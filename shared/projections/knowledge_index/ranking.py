"""How much a document's evidence counts: how sure it is that this is what was asked for, and when it is nothing.

The weights of words and meaning are fitted to the questions of ``bench/retrieval`` (``python -m bench.retrieval.fit``).
A name found is found by its words too, so the fit gives it little by itself: of two with the same words the one with
the exact name comes first. Age and success have no questions there and are judgment: they order what is otherwise
equal, and make no match of what is none.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """They are those of a logistic model over the parts of a score, each between 0 and 1."""

    base: float
    words: float
    names: float
    meaning: float
    recency: float = 0.2
    verified: float = 0.4


#: For chunks that have a vector, when the question has one too.
HYBRID = Weights(base=-8.2, words=17.4, names=0.8, meaning=16.8)
#: For those that have none (yet), and while the embedding model is away.
LEXICAL = Weights(base=-1.5, words=8.4, names=0.8, meaning=0.0)
#: What is below is no match.
THRESHOLD = 0.5
#: An incident of this age counts half of one of today.
HALF_LIFE_DAYS = 180.0
