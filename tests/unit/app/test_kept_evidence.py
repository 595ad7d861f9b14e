"""Evidence is kept within bounds, and what is cut says so."""

from hashlib import sha256

from shared.app.triage.kept_evidence import MOST_BYTES, MOST_BYTES_OF_RUN, kept_evidence
from shared.diagnosis.evidence import Evidence, EvidenceProblem, EvidenceSource, evidence_of
from tests.support.facts import T0


def piece(number: int, text: str) -> Evidence:
    return evidence_of(EvidenceSource.KUBERNETES, "eu-1", f"GET /{number}", title="t", read_at=T0, text=text)


def test_a_piece_within_bounds_is_kept_as_it_is():
    whole = piece(1, "ä" * 100)
    assert [*kept_evidence([whole, whole])] == [whole]


def test_a_long_piece_keeps_its_beginning_and_its_id():
    long = piece(1, "ä" * MOST_BYTES)
    (kept,) = kept_evidence([long])
    assert kept.evidence_id == long.evidence_id
    assert (kept.text, kept.problem) == ("ä" * (MOST_BYTES // 2), EvidenceProblem.TRUNCATED)
    assert kept.content_hash == sha256(kept.text.encode()).hexdigest()
    assert kept.size_bytes == 2 * MOST_BYTES


def test_a_run_keeps_so_much_and_the_rest_says_that_it_was_cut():
    kept = [*kept_evidence([piece(number, "x" * MOST_BYTES) for number in range(20)])]
    assert sum(len(each.text) for each in kept) == MOST_BYTES_OF_RUN
    assert [each.problem for each in kept] == [None] * 16 + [EvidenceProblem.TRUNCATED] * 4


def test_a_run_keeps_so_many_pieces():
    assert len([*kept_evidence([piece(number, "") for number in range(500)])]) == 200


def test_what_the_database_cannot_hold_is_replaced():
    (kept,) = kept_evidence([piece(1, "a\x00b")])
    assert (kept.text, kept.problem) == ("a\N{REPLACEMENT CHARACTER}b", None)
    assert kept.content_hash == sha256(kept.text.encode()).hexdigest()
