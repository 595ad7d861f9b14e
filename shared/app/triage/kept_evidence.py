"""What of the evidence is kept: so many pieces of so many bytes; what is cut says so."""

from collections.abc import Iterator, Sequence
from typing import Final

from shared.diagnosis.evidence import Evidence, EvidenceProblem
from shared.kernel.canonical import sha256_hex
from shared.processes.incident_triage.investigation import MOST_EVIDENCE

#: Bytes of one piece, and of a run.
MOST_BYTES: Final = 256 * 1024
MOST_BYTES_OF_RUN: Final = 4 * 1024 * 1024
#: Bytes of one look at whether a plan has worked, of which there are many.
MOST_BYTES_OF_LOOK: Final = 128 * 1024


def kept_evidence(evidence: Sequence[Evidence], most_bytes: int = MOST_BYTES_OF_RUN) -> Iterator[Evidence]:
    """One that occurs twice is one. A piece keeps its id when it is cut: it is the same read."""
    left = most_bytes
    known: set[str] = set()
    for piece in evidence:
        if piece.evidence_id in known or len(known) == MOST_EVIDENCE:
            continue
        known.add(piece.evidence_id)
        kept = _cut(piece, min(MOST_BYTES, left))
        left -= len(kept.text.encode())
        yield kept


def _cut(piece: Evidence, most: int) -> Evidence:
    whole = piece.text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode()  # Postgres stores no NUL
    text = whole[:most].decode(errors="ignore")
    if text == piece.text:
        return piece
    changes = {"text": text, "content_hash": sha256_hex(text)}
    if len(whole) > most:
        detail = piece.detail or f"The first {len(text.encode())} bytes are kept"
        return piece.model_copy(
            update={**changes, "problem": piece.problem or EvidenceProblem.TRUNCATED, "detail": detail}
        )
    return piece.model_copy(update=changes)
