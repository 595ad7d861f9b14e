"""The fifteen faults: what decides each, and which others may be why it is there."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from shared.diagnosis.faults import (
    certificate,
    config_missing,
    crash_loop,
    dns,
    hpa_at_maximum,
    image_pull,
    job_failed,
    node,
    out_of_memory,
    pending,
    probe,
    quota,
    rollout_stuck,
    sync_failed,
    volume,
)
from shared.diagnosis.finding import Finding
from shared.diagnosis.hypothesis import FaultKind as Kind
from shared.diagnosis.seen import Seen

#: What can keep a pod from running well, the closest to the pod first.
OF_PODS = (
    Kind.CONFIG_MISSING, Kind.VOLUME, Kind.IMAGE_PULL, Kind.OUT_OF_MEMORY, Kind.CRASH_LOOP, Kind.PENDING, Kind.QUOTA,
    Kind.NODE, Kind.PROBE,
)  # fmt: skip


class Fault(NamedTuple):
    """A fault and its place among the others."""

    kind: Kind
    find: Callable[[Seen], Iterable[Finding]]
    decided_by: str
    symptom_of: tuple[Kind, ...] = ()
    """Faults that show themselves as this one on the same pods or workload."""
    needs: tuple[Kind, ...] = ()
    """Faults that are why this one is there, when something that it leans on has them."""


FAULTS = (
    Fault(Kind.NODE, node.find, "Ready False or Unknown, a pressure True, pods Evicted for it"),
    Fault(Kind.DNS, dns.find, "no ready DNS pod or endpoint; logs that say that nobody resolves",
          symptom_of=(Kind.CONFIG_MISSING, Kind.IMAGE_PULL, Kind.OUT_OF_MEMORY, Kind.PENDING, Kind.VOLUME),
          needs=(Kind.NODE,)),
    Fault(Kind.CERTIFICATE, certificate.find, "Certificate Ready False: the request, order or challenge that stops"),
    Fault(Kind.QUOTA, quota.find, "FailedCreate: exceeded quota, must specify, limit range"),
    Fault(Kind.VOLUME, volume.find, "claim Lost or ProvisioningFailed; FailedMount, FailedAttachVolume",
          needs=(Kind.NODE,)),
    Fault(Kind.CONFIG_MISSING, config_missing.find, "CreateContainerConfigError or FailedMount: not found, no such key",
          needs=(Kind.CERTIFICATE, Kind.SYNC_FAILED)),
    Fault(Kind.IMAGE_PULL, image_pull.find, "ErrImagePull, ImagePullBackOff, InvalidImageName, ErrImageNeverPull",
          needs=(Kind.CONFIG_MISSING, Kind.DNS, Kind.NODE)),
    Fault(Kind.OUT_OF_MEMORY, out_of_memory.find, "terminated with reason OOMKilled", needs=(Kind.NODE,)),
    Fault(Kind.PENDING, pending.find, "PodScheduled False: Unschedulable, SchedulingGated",
          needs=(Kind.VOLUME, Kind.NODE)),
    Fault(Kind.PROBE, probe.find, "runs and is not ready, or is killed, with event Unhealthy",
          symptom_of=(Kind.DNS,), needs=(Kind.NODE,)),
    Fault(Kind.CRASH_LOOP, crash_loop.find, "CrashLoopBackOff, and neither memory nor a probe ended it",
          symptom_of=(Kind.CONFIG_MISSING, Kind.DNS), needs=(Kind.DNS,)),
    Fault(Kind.JOB_FAILED, job_failed.find, "condition Failed", symptom_of=OF_PODS, needs=(Kind.DNS,)),
    Fault(Kind.SYNC_FAILED, sync_failed.find, "operation Failed or Error, ComparisonError, or it never ends",
          needs=(Kind.JOB_FAILED, *OF_PODS, Kind.ROLLOUT_STUCK)),
    Fault(Kind.HPA_AT_MAXIMUM, hpa_at_maximum.find, "ScalingLimited True with TooManyReplicas", needs=OF_PODS),
    Fault(Kind.ROLLOUT_STUCK, rollout_stuck.find, "ProgressDeadlineExceeded, Available False, FailedCreate",
          symptom_of=(*OF_PODS, Kind.DNS)),
)  # fmt: skip
