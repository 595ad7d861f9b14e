"""What may follow from each form of each fault: ways in the order in which they are tried, or why a person decides.

No way deletes anything, and none guesses: a way that does not find what it needs is closed, and says by what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.diagnosis import variants as form
from shared.diagnosis.hypothesis import FaultKind
from shared.remediation.case import Way
from shared.remediation.ways.back import (
    back,
    back_if_placement_changed,
    back_if_requests_changed,
    failed_revision_back,
)
from shared.remediation.ways.live import (
    abort,
    cordon,
    refresh_secret,
    resume,
    run_job_again,
    sync_again,
    sync_missing,
    terminate,
)
from shared.remediation.ways.memory import raise_memory
from shared.remediation.ways.raises import raise_maximum, raise_quota
from shared.remediation.ways.settings import other_issuer, surge_zero


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """The ways for one form of a fault, and what is left for a person: ``otherwise``, when all of them are closed, and
    ``afterwards``, when one was open.
    """

    ways: tuple[Way, ...]
    otherwise: str
    afterwards: str


def _rule(*ways: Way, otherwise: str, afterwards: str = "") -> AnswerRule:
    return AnswerRule(ways, otherwise, afterwards)


_LOOK_AT_LOG: Final = "its log says why it ends; nothing that changed explains it"
_CAPACITY: Final = "room has to be made or added: nodes, or fewer requests"
_WAIT: Final = "it is tried again by itself; nothing of ours is wrong"
_DATA: Final = "data may be lost by any action on volumes: nothing is deleted or detached from here"
_NODES: Final = "the nodes are what has to be mended"
_CERTIFICATES: Final = "the request, order or challenge says what its issuer refuses; no action renews a certificate"

_crash, _image, _memory = form.CrashLoopVariant, form.ImagePullVariant, form.OutOfMemoryVariant
_pending, _volume, _probe = form.PendingVariant, form.VolumeVariant, form.ProbeVariant
_config, _node, _dns = form.ConfigMissingVariant, form.NodeVariant, form.DnsVariant
_certificate, _quota, _sync = form.CertificateVariant, form.QuotaVariant, form.SyncFailedVariant
_hpa, _rollout, _job = form.HpaVariant, form.RolloutStuckVariant, form.JobFailedVariant

#: By fault and form; the empty form stands for all that are not named.
RULES: Final[Mapping[FaultKind, Mapping[str, AnswerRule]]] = {
    FaultKind.CRASH_LOOP: {"": _rule(back, otherwise=_LOOK_AT_LOG)},
    FaultKind.IMAGE_PULL: {
        _image.UNAUTHORIZED: _rule(refresh_secret, back, otherwise="the registry's credential has to be renewed"),
        _image.UNREACHABLE: _rule(otherwise=_WAIT),
        _image.RATE_LIMITED: _rule(otherwise=_WAIT),
        _image.NO_SPACE: _rule(otherwise="the node's disk has to be cleared"),
        _image.UNTRUSTED: _rule(back, otherwise="whether the registry or the signature is to be trusted is a decision"),
        "": _rule(back, otherwise="an image that exists has to be named"),
    },
    FaultKind.OUT_OF_MEMORY: {
        _memory.STEP: _rule(back, raise_memory, otherwise="its memory limit has to be set by somebody who knows it"),
        _memory.NO_LIMIT: _rule(otherwise="the memory of the node was used up: who used it has to be found"),
        "": _rule(raise_memory, back, otherwise="its memory limit has to be set by somebody who knows it"),
    },
    FaultKind.PENDING: {
        _pending.TAINT: _rule(back_if_placement_changed, otherwise="where it may run has to be decided"),
        _pending.NODE_AFFINITY: _rule(back_if_placement_changed, otherwise="where it may run has to be decided"),
        _pending.POD_AFFINITY: _rule(back_if_placement_changed, otherwise="where it may run has to be decided"),
        _pending.TOPOLOGY_SPREAD: _rule(back_if_placement_changed, otherwise="where it may run has to be decided"),
        _pending.HOST_PORT: _rule(back_if_placement_changed, otherwise="the port of the node is taken"),
        _pending.CORDONED: _rule(otherwise="whoever cordoned the nodes says when they are free again"),
        _pending.NODES_NOT_READY: _rule(otherwise=_NODES),
        _pending.NO_NODES: _rule(otherwise=_NODES),
        _pending.VOLUME: _rule(otherwise=_DATA),
        _pending.GATED: _rule(otherwise="whoever set the scheduling gate takes it away"),
        "": _rule(back_if_requests_changed, otherwise=_CAPACITY),
    },
    FaultKind.VOLUME: {"": _rule(otherwise=_DATA)},
    FaultKind.PROBE: {"": _rule(back, otherwise="whether the probe or the process is right has to be looked at")},
    FaultKind.CONFIG_MISSING: {
        _config.CONFIG_MAP_ABSENT: _rule(sync_missing, back, otherwise="the config map has to be made"),
        _config.SECRET_ABSENT: _rule(refresh_secret, sync_missing, back, otherwise="the secret has to be made"),
        _config.SECRET_KEY_ABSENT: _rule(refresh_secret, back, otherwise="the key has to be put into the secret"),
        "": _rule(back, otherwise="the key has to be put into the config map"),
    },
    FaultKind.NODE: {"": _rule(cordon, otherwise=_NODES)},
    FaultKind.DNS: {
        _dns.COREFILE_INVALID: _rule(back, otherwise="the Corefile has to be mended"),
        "": _rule(otherwise="every workload resolves names: a person changes the cluster's DNS"),
    },
    FaultKind.CERTIFICATE: {
        _certificate.ISSUER_WRONG: _rule(other_issuer, back, otherwise="the issuer has to be mended"),
        "": _rule(otherwise=_CERTIFICATES),
    },
    FaultKind.QUOTA: {
        _quota.SURGE_REFUSED: _rule(surge_zero, raise_quota, otherwise="the quota's owner has to decide"),
        _quota.EXCEEDED: _rule(back_if_requests_changed, raise_quota, otherwise="the quota's owner has to decide"),
        "": _rule(back, otherwise="its requests and limits have to be stated as the namespace wants them"),
    },
    FaultKind.SYNC_FAILED: {
        _sync.HOOK_FAILED: _rule(sync_again, failed_revision_back, otherwise="the hook's log says why it failed"),
        _sync.STUCK: _rule(terminate, otherwise="what the operation waits for has to be found"),
        _sync.WINDOW_CLOSED: _rule(otherwise="the sync window opens by itself, or its owner lifts it"),
        _sync.FORBIDDEN: _rule(otherwise="what Argo CD may do is for the project's owner to say"),
        _sync.COMPARISON_FAILED: _rule(
            otherwise="repository, chart or template cannot be read: its message says which"
        ),
        "": _rule(failed_revision_back, otherwise="the manifest has to be mended"),
    },
    FaultKind.HPA_AT_MAXIMUM: {
        _hpa.REPLICAS_NOT_RUNNING: _rule(otherwise="more replicas would not run either: those it has must first"),
        "": _rule(raise_maximum, otherwise="the autoscaler's maximum has to be decided"),
    },
    FaultKind.ROLLOUT_STUCK: {
        _rollout.ORDERED_POD_BLOCKS: _rule(
            back,
            otherwise="the pod that blocks has to be looked at",
            afterwards="a stateful set does not replace the pod that blocks: a person deletes it once git is mended",
        ),
        "": _rule(resume, abort, back, otherwise="why the new pods are not available has to be looked at"),
    },
    FaultKind.JOB_FAILED: {
        _job.POD_FAILURE_POLICY: _rule(back, otherwise="its own policy says that running it again is no use"),
        "": _rule(run_job_again, back, otherwise="whether the job may run again is for its owner to say"),
    },
}


def rule_of(fault: FaultKind, variant: str) -> AnswerRule:
    rules = RULES[fault]
    return rules.get(variant, rules[""])
