"""Where an incident's status may go by TransitionIncidentStatus."""

from collections.abc import Mapping

from shared.kernel.vocabulary import IncidentStatus

#: Forward, with skips up to mitigating; investigating and mitigating both ways; resolved → investigating is a reopen.
TRANSITIONS: Mapping[IncidentStatus, tuple[IncidentStatus, ...]] = {
    IncidentStatus.OPEN: (IncidentStatus.ACKNOWLEDGED, IncidentStatus.INVESTIGATING, IncidentStatus.MITIGATING),
    IncidentStatus.ACKNOWLEDGED: (IncidentStatus.INVESTIGATING, IncidentStatus.MITIGATING),
    IncidentStatus.INVESTIGATING: (IncidentStatus.MITIGATING,),
    IncidentStatus.MITIGATING: (IncidentStatus.INVESTIGATING, IncidentStatus.RESOLVED),
    IncidentStatus.RESOLVED: (IncidentStatus.INVESTIGATING, IncidentStatus.CLOSED),
    IncidentStatus.CLOSED: (),
}


def allowed_from(status: IncidentStatus) -> tuple[IncidentStatus, ...]:
    return TRANSITIONS[status]
