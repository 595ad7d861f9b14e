"""What senders call their severities, and what we call them."""

from collections.abc import Mapping
from typing import Any

from shared.kernel.vocabulary import Severity
from shared.ports.intake import SourceSettings

_WORDS = {
    Severity.CRITICAL: ("critical", "crit", "page", "p1", "emergency", "fatal", "disaster"),
    Severity.HIGH: ("high", "error", "err", "major", "p2"),
    Severity.MEDIUM: ("medium", "warning", "warn", "minor", "p3", "ticket"),
    Severity.LOW: ("low", "info", "informational", "information", "notice", "none", "p4", "p5", "debug", "ok"),
}
_COMMON = {word: severity for severity, words in _WORDS.items() for word in words}


def severity_from(labels: Mapping[str, Any], settings: SourceSettings) -> Severity | None:
    """None: the sender says something, and we do not know what it means. That must be seen, not guessed.

    Saying nothing is no riddle: most rules that carry no severity are warnings somebody did not grade, so the alert
    counts as medium. An empty label is an absent one, as in Prometheus.
    """
    said = labels.get(settings.severity_label)
    if said is None or said == "":
        return Severity.MEDIUM
    return severity_of(said, settings) if isinstance(said, str) else None


def severity_of(word: str, settings: SourceSettings) -> Severity | None:
    known = word.strip().lower()
    return settings.severity_map.get(known) or _COMMON.get(known)
