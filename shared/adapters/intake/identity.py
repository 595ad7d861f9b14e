"""Who an alert is, where its sender does not say it, or says it in a way that cannot be kept."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from shared.adapters.intake.marks import Marks
from shared.adapters.intake.texts import storable

_LONGEST = 200
#: FNV-1a, 64 bits.
_OFFSET, _PRIME, _MASK = 14_695_981_039_346_656_037, 1_099_511_628_211, 0xFFFF_FFFF_FFFF_FFFF
#: Beyond this many bytes Alertmanager's own digest is not worth its time; any stable one identifies.
_MOST_DIGESTED = 65_536


def fingerprint_of(said: Any, labels: Mapping[str, str], marks: Marks) -> str:
    """Gives the sender's fingerprint, or else that of the labels, whole as they were sent; at most 200 characters."""
    if isinstance(said, int) and not isinstance(said, bool):
        said = str(said)
    if not isinstance(said, str) or not said:
        marks.add("the fingerprint was missing: computed from the labels")
        return label_fingerprint(labels)
    if len(said) > _LONGEST or storable(said) != said:
        marks.add(f"the fingerprint of {len(said)} characters cannot be kept: its digest is used")
        return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    return said


def label_fingerprint(labels: Mapping[str, str]) -> str:
    """Computes 16 hexadecimal digits as Prometheus's client library does (``LabelSet.Fingerprint``, FNV-1a)."""
    parts = [part.encode("utf-8", "surrogatepass") for pair in sorted(labels.items()) for part in pair]
    data = b"".join(part + b"\xff" for part in parts)
    if len(data) > _MOST_DIGESTED:
        return sha256(data).hexdigest()
    digest = _OFFSET
    for byte in data:
        digest = ((digest ^ byte) * _PRIME) & _MASK
    return f"{digest:016x}"
