"""How far a triage is."""

from enum import StrEnum


class TriagePhase(StrEnum):
    """What a triage is at, or was at when it ended."""

    PATTERN_LOOKUP = "pattern_lookup"
    """It asks what is known about symptoms like these."""
    TRIAGE = "triage"
    """It reads the live state and says what is broken."""
    REMEDIATION = "remediation"
    """A plan is proposed and waits for a person."""
