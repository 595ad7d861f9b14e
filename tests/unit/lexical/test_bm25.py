"""The formula against a naive reading of the paper, and the plan that a question becomes."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.projections.lexical.bm25 import Corpus, rarity, saturation
from shared.projections.lexical.question import MOST_CANDIDATES, asked_in, plan_for, unknown_words


def naive(documents: list[list[str]], asked: set[str], place: int) -> float:
    """Okapi BM25 with k1 = 1.2 and b = 0.75, without the constant factor (k1 + 1)."""
    mean = sum(map(len, documents)) / len(documents)
    score = 0.0
    for term in asked:
        having = sum(term in document for document in documents)
        often = documents[place].count(term)
        if often:
            idf = log((len(documents) - having + 0.5) / (having + 0.5) + 1)
            score += idf * often / (often + 1.2 * (1 - 0.75 + 0.75 * len(documents[place]) / mean))
    return score


words = st.lists(st.sampled_from(["disk", "pod", "node", "full", "slow"]), min_size=1, max_size=12)


@given(st.lists(words, min_size=1, max_size=6), st.sets(st.sampled_from(["disk", "pod", "node"]), min_size=1))
def test_the_formula_is_that_of_the_paper(documents: list[list[str]], asked: set[str]):
    corpus = Corpus(len(documents), sum(map(len, documents)))
    for place, document in enumerate(documents):
        score = sum(
            rarity(sum(term in each for each in documents), corpus.units)
            * saturation(document.count(term), len(document), corpus.mean_length)
            for term in asked
        )
        assert score == pytest.approx(naive(documents, asked, place))


def test_a_rarer_term_weighs_more_and_nothing_weighs_less_than_nothing():
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0


def test_one_more_occurrence_adds_less_each_time_and_a_long_unit_gives_some_back():
    once, twice, thrice = (saturation(often, 100, 100) for often in (1, 2, 3))
    assert 0 < once < twice < thrice < 1
    assert twice - once > thrice - twice
    assert saturation(1, 400, 100) < once


def test_what_nobody_wrote_down_counts_against_a_match():
    known = {"disk": 2, "full": 2}
    corpus = Corpus(10, 1_000)
    of_known, with_unknown = (plan_for(asked_in(text), known, corpus) for text in ("disk full", "disk full quux"))

    assert with_unknown.most > of_known.most
    assert with_unknown.unknown == ("quux",)


def test_a_new_name_of_an_instance_says_nothing_against_a_match():
    known, corpus = {"checkout": 2}, Corpus(10, 1_000)
    plain, with_pod = (plan_for(asked_in(text), known, corpus) for text in ("checkout", "checkout checkout-5f7c9d"))

    assert with_pod.most == plain.most


def test_the_rarest_terms_lead_to_candidates_while_there_is_room():
    known = {"rar": 10, "common": MOST_CANDIDATES - 10, "everywher": 50_000}
    plan = plan_for(asked_in("everywhere common rare"), known, Corpus(100_000, 10_000_000))

    assert [each.term for each in plan.terms[: plan.leading]] == ["rar", "common"]
    assert plan.pairs == ""


def test_where_even_the_rarest_is_common_two_together_lead():
    known = {"disk": 30_000, "full": 40_000}
    plan = plan_for(asked_in("disk full"), known, Corpus(100_000, 10_000_000))

    assert (plan.leading, plan.pairs) == (1, "('disk' & 'full')")


def test_what_stands_for_a_word_weighs_less_than_the_word_itself():
    plan = plan_for(asked_in("certs"), {"cert": 3, "certific": 3}, Corpus(100, 1_000))
    own, other = plan.terms

    assert (own.term, other.term) == ("cert", "certific")
    assert own.weight == own.asked == other.asked == plan.most
    assert other.weight == pytest.approx(own.weight / 2)


def test_a_word_that_only_another_one_stands_for_is_not_unknown():
    plan = plan_for(asked_in("certs"), {"certific": 3}, Corpus(100, 1_000))

    assert ([each.term for each in plan.terms], plan.unknown, plan.missing) == (["certific"], (), 0.0)


def test_a_misspelt_word_weighs_as_what_it_is_read_as_and_an_unknown_one_is_missing():
    asked, corpus = asked_in("vualt quuxly"), Corpus(100, 1_000)
    plan = plan_for(asked, {"vault": 50}, corpus, {"vualt": ("vault",)})

    assert [each.said for each in plan.terms] == ["vualt"]
    assert plan.unknown == ("quuxly",)
    assert 0 < plan.missing < plan.most
    assert unknown_words(asked, {"vault": 50}) == ("vualt", "quuxly")


def test_a_term_counts_once_and_first_for_the_word_whose_own_it_is():
    plan = plan_for(asked_in("cert certificate"), {"cert": 3, "certific": 3}, Corpus(100, 1_000))

    assert sorted((each.said, each.term) for each in plan.terms) == [("cert", "cert"), ("certificate", "certific")]
