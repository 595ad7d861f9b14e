"""Where an incident's status may go by TransitionIncidentStatus."""

from collections.abc import Mapping

from shared.kernel.vocabulary import IncidentStatus, Severity

#: Forward, with skips up to mitigating; investigating and mitigating both ways; resolved → investigating is a reopen.
TRANSITIONS: Mapping[IncidentStatus, tuple[IncidentStatus, ...]] = {
    IncidentStatus.OPEN: (IncidentStatus.ACKNOWLEDGED, IncidentStatus.INVESTIGATING, IncidentStatus.MITIGATING),
    IncidentStatus.ACKNOWLEDGED: (IncidentStatus.INVESTIGATING, IncidentStatus.MITIGATING),
    IncidentStatus.INVESTIGATING: (IncidentStatus.MITIGATING,),
    IncidentStatus.MITIGATING: (IncidentStatus.INVESTIGATING, IncidentStatus.RESOLVED),
    IncidentStatus.RESOLVED: (IncidentStatus.INVESTIGATING, IncidentStatus.CLOSED),
    IncidentStatus.CLOSED: (),
}


_GRAVE = frozenset({Severity.CRITICAL, Severity.HIGH})


def allowed_from(status: IncidentStatus, *, is_merged: bool = False) -> tuple[IncidentStatus, ...]:
    """What was merged into another has nowhere to go but its end."""
    return tuple(to for to in TRANSITIONS[status] if to is IncidentStatus.CLOSED or not is_merged)


def needs_postmortem(severity: Severity, *, is_merged: bool) -> bool:
    """To be closed, unless somebody waives it; what was merged is told in the postmortem of the other."""
    return severity in _GRAVE and not is_merged
