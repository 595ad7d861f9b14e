"""What a model reads of a chunk: short stretches of it, each with the title in front, so that nothing is cut off.

A model of 256 tokens reads about 150 words of prose and fewer of logs; a vector of so much is of everything and near to
nothing. The best window of a chunk stands for the chunk.
"""

from collections.abc import Iterator, Sequence

#: Words of a window besides the title, and how many of them the next one repeats.
LENGTH, OVERLAP = 55, 15
_LONGEST_TITLE = 15
#: A word of more characters than this is data, of which a model makes many tokens and no sense.
_LONGEST_WORD = 40


def windows_of(title: str, text: str, length: int = LENGTH, overlap: int = OVERLAP) -> list[str]:
    """In order, the last one as long as the others where the text allows it; at least one, if only of the title."""
    head = " ".join(title.split()[:_LONGEST_TITLE])
    words = [word[:_LONGEST_WORD] for word in text.split()]
    return [" ".join(part for part in (head, " ".join(each)) if part) for each in _spans(words, length, overlap)]


def _spans(words: Sequence[str], length: int, overlap: int) -> Iterator[Sequence[str]]:
    last = max(0, len(words) - length)
    for start in range(0, last, length - overlap):
        yield words[start : start + length]
    yield words[last:]
