"""By fault, what must be true of the thing that had it; the words for it are in ``verification.py``."""

from collections.abc import Callable, Mapping
from typing import Final

from shared.diagnosis.hypothesis import FaultKind
from shared.remediation.preconditions import AnsweredFault
from shared.remediation.recovery import of_objects, of_pods
from shared.remediation.recovery.check_result import CheckResult
from shared.remediation.recovery.look import Look

#: What runs to its end: whatever kept its pods from it is mended when it has completed.
_TASKS: Final = frozenset({"Job", "CronJob"})
_CONDITIONS: Final[Mapping[FaultKind, Callable[[Look, AnsweredFault], CheckResult]]] = {
    FaultKind.CRASH_LOOP: of_pods.crash_loop,
    FaultKind.IMAGE_PULL: of_pods.image_pull,
    FaultKind.OUT_OF_MEMORY: of_pods.out_of_memory,
    FaultKind.PENDING: of_pods.pending,
    FaultKind.VOLUME: of_objects.volume,
    FaultKind.PROBE: of_pods.probe,
    FaultKind.CONFIG_MISSING: of_pods.config_missing,
    FaultKind.NODE: of_pods.node,
    FaultKind.DNS: of_objects.dns,
    FaultKind.CERTIFICATE: of_objects.certificate,
    FaultKind.QUOTA: of_objects.quota,
    FaultKind.SYNC_FAILED: of_objects.sync_failed,
    FaultKind.HPA_AT_MAXIMUM: of_objects.hpa_at_maximum,
    FaultKind.ROLLOUT_STUCK: of_objects.rollout_stuck,
    FaultKind.JOB_FAILED: of_objects.job_failed,
}


def condition_of(look: Look, broken: AnsweredFault) -> CheckResult:
    """Whether what had the fault is as it must be."""
    check = of_objects.job_failed if broken.kind in _TASKS else _CONDITIONS[broken.fault]
    return check(look, broken)
