"""A question and a passage, compared token by token: near where each token has a near one."""

import numpy as np
import pytest

from shared.adapters.embeddings.late_interaction import WIDTH, align, packed
from shared.adapters.embeddings.minilm import MiniLM


def _tokens(*numbers: int) -> bytes:
    """Each points somewhere else entirely."""
    return packed(np.eye(WIDTH, dtype=np.float32)[list(numbers)])


def test_a_token_takes_as_many_bytes_as_its_direction_has_numbers_however_long_it_was():
    states = np.array([[3.0, 4.0] + [0.0] * (WIDTH - 2)], np.float32)
    assert packed(states) == packed(states * 100)
    assert len(packed(states)) == WIDTH


def test_what_is_in_the_passage_in_any_order_beside_anything_is_there_whole():
    (alignment,) = align(_tokens(1, 2, 3, 4), [_tokens(4, 9, 3, 2, 8, 1)])
    assert [alignment.mean, alignment.least] == pytest.approx([1, 1])
    assert alignment.back == pytest.approx(4 / 6)


def test_the_quarter_that_the_passage_has_least_tells_what_is_missing():
    (alignment,) = align(_tokens(1, 2, 3, 4, 5, 6, 7, 8), [_tokens(1, 2, 3, 4, 5, 6)])
    assert [alignment.mean, alignment.least] == pytest.approx([6 / 8, 0])


def test_opposites_count_as_nothing_and_each_passage_has_its_own_answer():
    opposite = np.zeros((2, WIDTH), np.float32)
    opposite[:, 0] = 1.0, -1.0
    asked, other = packed(opposite[:1]), packed(opposite[1:])
    assert [each.mean for each in align(asked, [other, asked])] == [0.0, pytest.approx(1)]


def test_the_model_reads_a_word_by_what_stands_around_it():
    model = MiniLM()
    question, power, storage = model.read(["the disk is full", "the hard disk has no space left", "the moon is full"])
    near, far = model.align(question.tokens, [power.tokens, storage.tokens])
    assert near.mean > far.mean
    assert model.read([""])[0].tokens == b""


def test_a_text_is_read_alike_alone_and_beside_longer_ones():
    model = MiniLM()
    texts = ["vault is sealed", "the queue grows because its consumers are slower than its producers are", "disk"]
    alone = [model.read([text])[0] for text in texts]
    for one, other in zip(alone, model.read(texts), strict=True):
        assert np.allclose(one.vector, other.vector, atol=1e-5)
        (alignment,) = model.align(one.tokens, [other.tokens])
        assert alignment.least > 0.99
