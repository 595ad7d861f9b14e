"""How far a triage is."""

from enum import StrEnum


class TriagePhase(StrEnum):
    """What a triage is at, or was at when it ended."""

    PATTERN_LOOKUP = "pattern_lookup"
    """It asks what is known about symptoms like these."""
    TRIAGE = "triage"
    """It reads the live state and says what is broken."""
    REMEDIATION = "remediation"
    """A plan is proposed, decided on and carried out."""
    VERIFICATION = "verification"
    """The plan was carried out, and it is watched whether it has worked."""
    DOCUMENTATION = "documentation"
    """It has worked, and it is written down what happened."""
