"""A question stands for its vector by signs and weights; how many signatures its signs let through."""

import random
from math import sqrt

import pytest

from shared.adapters.postgres.projections.knowledge_index.nearest import let_through
from shared.adapters.postgres.projections.knowledge_index.signatures import LAYERS, layers_of

CHANCE = random.Random(5)
VECTOR = [CHANCE.gauss(0, 1) for _ in range(384)]


def test_each_layer_says_what_those_before_it_left_out():
    first, second, third = layers_of((3.0, -1.0, 0.0, 2.0))
    assert (first.weight, first.signs) == (1.5, "1001")
    assert (second.weight, second.signs) == (1.0, "1111")
    assert (third.weight, third.signs) == (0.5, "1010")


def test_all_together_they_are_about_the_vector():
    about = [0.0] * len(VECTOR)
    for layer in layers_of(VECTOR):
        about = [
            each + (layer.weight if sign == "1" else -layer.weight)
            for each, sign in zip(about, layer.signs, strict=True)
        ]
    left = sqrt(
        sum((each - its) ** 2 for each, its in zip(VECTOR, about, strict=True)) / sum(each**2 for each in VECTOR)
    )
    assert left < 0.3


@pytest.mark.parametrize("dimensions", [0, 1, 768, 1536])
def test_vectors_of_every_model_have_signs_of_their_length(dimensions: int):
    assert [len(layer.signs) for layer in layers_of([0.5] * dimensions)] == [dimensions] * LAYERS


@pytest.mark.parametrize(
    ("units", "expected"),
    [(0, 1.0), (5_000, 1.0), (10_000, 0.5), (20_000, 0.25), (50_000, 0.1), (1_000_000, 0.1)],
)
def test_the_fewer_there_are_the_larger_the_share_that_is_let_through(units: int, expected: float):
    assert let_through(units) == expected
