"""What must be true afterwards for a fault to count as mended.

Never Healthy alone: an application of which a part is missing may be Healthy.
"""

from collections.abc import Mapping
from typing import Final

from shared.diagnosis.hypothesis import FaultKind

_MENDED: Final[Mapping[FaultKind, str]] = {
    FaultKind.CRASH_LOOP: "restartCount of the pods of {subject} does not rise for the hold time",
    FaultKind.IMAGE_PULL: "the pods of the newest template of {subject} are Ready and have an imageID",
    FaultKind.OUT_OF_MEMORY: "no container of {subject} is OOMKilled again, and no resize is Deferred or Infeasible",
    FaultKind.PENDING: "{subject} has PodScheduled=True on every pod",
    FaultKind.VOLUME: "the claim of {subject} is Bound and mounted",
    FaultKind.PROBE: "the pods of {subject} are Ready, do not restart, and its endpoints are ready for the hold time",
    FaultKind.CONFIG_MISSING: "the containers that need {subject} have started",
    FaultKind.NODE: "the pods are Ready elsewhere than on {subject}, or it is well again",
    FaultKind.DNS: "the servers of {subject} are Ready and its service has ready endpoints",
    FaultKind.CERTIFICATE: "{subject} is Ready and has a notAfter that lies ahead",
    FaultKind.QUOTA: "as many replicas as desired are updated where {subject} refused them",
    FaultKind.SYNC_FAILED: "{subject} has an operation Succeeded at the planned revision",
    FaultKind.HPA_AT_MAXIMUM: "{subject} has fewer current replicas than its maximum",
    FaultKind.ROLLOUT_STUCK: "{subject} has observedGeneration equal to generation and Available=True",
    FaultKind.JOB_FAILED: "the job of {subject} has Complete=True",
}


def mended(fault: FaultKind, subject: str) -> str:
    return _MENDED[fault].format(subject=subject)


def follows_git(application: str) -> str:
    return f"{application} is Synced at the planned revision and Healthy"
