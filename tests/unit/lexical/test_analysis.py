"""From text to terms: words split and stemmed, names kept whole, small words left out, all of it bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.projections.lexical.analysis import MOST_OFTEN, MOST_TERMS, analysed, terms_in
from shared.projections.lexical.languages import language_of
from shared.projections.lexical.question import asked_in
from shared.projections.lexical.stems import Language

ENGLISH, GERMAN, FRENCH = Language


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("KubePodCrashLooping", ["=kubepodcrashlooping", "kub", "pod", "crash", "loop"]),
        ("the pods are restarting", ["pod", "restart"]),
        ("ORA-00060", ["=ora-00060", "ora", "00060"]),
        (
            "--max-old-space-size=4096",
            ["=max-old-space-size=4096", "=max-old-space-size", "max", "old", "spac", "siz", "4096"],
        ),
        ("/etc/kubernetes", ["=etc/kubernetes", "etc", "kubernet"]),
        ("HTTPServerDown", ["=httpserverdown", "http", "server", "down"]),
        ("exit code 137", ["exit", "cod", "137"]),
        ("deployment/checkout-api", ["=deployment/checkout-api", "=checkout-api", "deploi", "checkout", "api"]),
        ("", []),
    ],
)
def test_a_text_is_found_by_its_words_and_its_names(text: str, terms: list[str]):
    assert list(terms_in(text, ENGLISH)) == terms


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (ENGLISH, "restart restarts restarted restarting"),
        (ENGLISH, "fail fails failed failing failure failures"),
        (ENGLISH, "replicate replicates replicated replicating replication"),
        (ENGLISH, "retry retries retried"),
        (ENGLISH, "slow slowly"),
        (ENGLISH, "deployment deployments"),
        (ENGLISH, "stop stops stopped stopping"),
        (GERMAN, "Zertifikat Zertifikate Zertifikaten Zertifikats"),
        (GERMAN, "Warnung Warnungen"),
        (GERMAN, "Datenbank Datenbanken"),
        (GERMAN, "langsam langsame langsamer langsames"),
        (FRENCH, "certificat certificats"),
        (FRENCH, "saturé saturée saturés saturation"),
        (FRENCH, "expire expirer expiré expirée"),
        (FRENCH, "serveur serveurs"),
    ],
)
def test_forms_of_a_word_are_one_term(language: Language, words: str):
    assert len(set(terms_in(words, language))) == 1


def test_different_words_stay_apart():
    words = "disk pod node read write status process access address memory"
    assert len(set(terms_in(words, ENGLISH))) == 10


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The disk of the primary is full", ENGLISH),
        ("Die Platte des Servers ist voll und wird nicht geleert", GERMAN),
        ("Le disque du serveur est plein et ne se vide pas", FRENCH),
        ("KubePodCrashLooping checkout-7d9f", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_small_words_tell_the_language(text: str, language: Language):
    assert language_of(text) is language


def test_a_term_is_counted_as_often_as_it_stands_there_up_to_a_bound():
    terms = analysed(("disk " * 3 + "full",), ENGLISH)
    assert (terms.lexemes, terms.length) == ("'disk':1,2,3 'full':1", 4)
    assert analysed(("disk " * 500,), ENGLISH).length == MOST_OFTEN


def test_names_that_a_thing_is_known_by_are_terms_whatever_they_look_like():
    assert analysed(("text",), ENGLISH, ("watchdog",)).lexemes == "'=watchdog':1 'text':1 'watchdog':1"


@pytest.mark.parametrize("language", list(Language))
@given(st.text(max_size=300))
def test_whatever_is_written_is_found_by_what_is_written(language: Language, text: str):
    """A question of the same words has every term of the text among its forms."""
    asked = {form for each in asked_in(text) for form in each.forms}
    own = set(terms_in(text, language_of(text)))
    assert own <= asked


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_has_terms_that_need_no_quoting(text: str):
    for term in terms_in(text, ENGLISH):
        assert term
        assert not set(term) & set("'\\\x00 ")


def test_a_name_of_several_words_is_known_by_its_words():
    assert analysed((), ENGLISH, ("it's \\ 'full'",)).lexemes == "'full':1 's':1"


def test_a_hostile_text_has_a_bounded_number_of_terms():
    text = " ".join(f"word{number}x" for number in range(100_000))
    assert analysed((text,), ENGLISH).lexemes.count(" ") < MOST_TERMS
