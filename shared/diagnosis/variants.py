"""The forms that each fault has, by the words that a hypothesis carries as its ``variant``.

A rule that could not read what tells the forms apart says ``unknown``; what may follow is chosen by these words.
"""

from collections.abc import Mapping
from enum import StrEnum

from shared.diagnosis.hypothesis import FaultKind


class CrashLoopVariant(StrEnum):
    EXIT_ERROR = "exit_error"
    """The process ends itself with an error."""
    EXIT_ZERO = "exit_zero"
    """The process completes although it should run for ever."""
    CANNOT_START = "cannot_start"
    """The runtime cannot start the command: not there, not executable, a wrong working directory (126, 127, 128)."""
    KILLED = "killed"
    """Ended by SIGKILL, and neither the memory limit nor a probe is known to be why (137)."""
    TERMINATED = "terminated"
    """Ended by SIGTERM and started again (143)."""
    CRASHED = "crashed"
    """The process broke down in native code: SIGSEGV, SIGABRT, SIGBUS, SIGILL (139, 134, 135, 132)."""
    UNKNOWN = "unknown"
    """How it ended could not be read."""


class ImagePullVariant(StrEnum):
    NOT_FOUND = "not_found"
    """The registry has no such image or tag."""
    UNAUTHORIZED = "unauthorized"
    """The registry refuses the credential, or wants one."""
    UNREACHABLE = "unreachable"
    """The registry does not answer, or its name is not resolved."""
    UNTRUSTED = "untrusted"
    """The registry's certificate, or the image's signature, is not trusted."""
    RATE_LIMITED = "rate_limited"
    """The registry allows no more pulls for now."""
    INVALID_NAME = "invalid_name"
    """The image's name is not a valid one."""
    NEVER_PULLED = "never_pulled"
    """The policy is Never and the node does not have the image."""
    WRONG_PLATFORM = "wrong_platform"
    """The image is not made for the node's architecture."""
    NO_SPACE = "no_space"
    """The node has no room for the image."""
    UNKNOWN = "unknown"


class OutOfMemoryVariant(StrEnum):
    STEP = "step"
    """Killed within minutes of each start: the limit is below what it needs at once."""
    GROWTH = "growth"
    """Killed after it ran for long: a leak, or load that grew."""
    AT_LIMIT = "at_limit"
    """Killed at its limit; how long it had run could not be read."""
    NO_LIMIT = "no_limit"
    """The container has no limit of its own: the memory of the node, or of the pod, was used up."""


class PendingVariant(StrEnum):
    INSUFFICIENT_CPU = "insufficient_cpu"
    INSUFFICIENT_MEMORY = "insufficient_memory"
    INSUFFICIENT_STORAGE = "insufficient_storage"
    """Ephemeral storage."""
    INSUFFICIENT_OTHER = "insufficient_other"
    """A device or an extended resource, such as a GPU."""
    TOO_MANY_PODS = "too_many_pods"
    TAINT = "taint"
    """The nodes have taints that the pod does not tolerate."""
    NODE_AFFINITY = "node_affinity"
    """No node has the labels that the pod asks for."""
    POD_AFFINITY = "pod_affinity"
    """Affinity or anti-affinity to other pods."""
    TOPOLOGY_SPREAD = "topology_spread"
    HOST_PORT = "host_port"
    """The port of the node is taken."""
    CORDONED = "cordoned"
    """The nodes were made unschedulable."""
    NODES_NOT_READY = "nodes_not_ready"
    """The nodes have the taints that Kubernetes gives to nodes in trouble: not ready, unreachable, under pressure."""
    VOLUME = "volume"
    """A claim is not bound, or its volume is bound to another zone or node."""
    GATED = "gated"
    """A scheduling gate holds the pod back."""
    NO_NODES = "no_nodes"
    UNKNOWN = "unknown"


class VolumeVariant(StrEnum):
    PROVISIONING_FAILED = "provisioning_failed"
    CLASS_ABSENT = "class_absent"
    """The storage class does not exist, or none is named and there is no default."""
    CLAIM_ABSENT = "claim_absent"
    """The pod names a claim that does not exist."""
    CLAIM_LOST = "claim_lost"
    """The claim was bound to a volume that is gone."""
    MULTI_ATTACH = "multi_attach"
    """The volume is still attached to another node."""
    ATTACH_FAILED = "attach_failed"
    MOUNT_FAILED = "mount_failed"
    UNKNOWN = "unknown"


class ProbeVariant(StrEnum):
    READINESS = "readiness"
    """No restarts; the pod gets no traffic."""
    LIVENESS = "liveness"
    """The container is killed and started again."""
    STARTUP = "startup"
    """The container is killed before it counts as started."""
    UNKNOWN = "unknown"


class ConfigMissingVariant(StrEnum):
    CONFIG_MAP_ABSENT = "config_map_absent"
    SECRET_ABSENT = "secret_absent"  # noqa: S105  the name of a form
    CONFIG_MAP_KEY_ABSENT = "config_map_key_absent"
    SECRET_KEY_ABSENT = "secret_key_absent"  # noqa: S105  the name of a form
    UNKNOWN = "unknown"


class NodeVariant(StrEnum):
    NOT_READY = "not_ready"
    """The kubelet says that it is not ready."""
    UNREACHABLE = "unreachable"
    """The kubelet says nothing any more."""
    MEMORY_PRESSURE = "memory_pressure"
    DISK_PRESSURE = "disk_pressure"
    PID_PRESSURE = "pid_pressure"
    NETWORK_UNAVAILABLE = "network_unavailable"


class DnsVariant(StrEnum):
    COREFILE_INVALID = "corefile_invalid"
    """CoreDNS does not start with its configuration."""
    SERVERS_DOWN = "servers_down"
    """No pod of the cluster's DNS is ready."""
    NO_ENDPOINTS = "no_endpoints"
    """The service of the cluster's DNS has no ready endpoint."""
    EXTERNAL_ONLY = "external_only"
    """Names of the cluster are resolved, others are not: the upstream servers."""
    ONE_NAMESPACE = "one_namespace"
    """Only pods of one namespace are concerned: a network policy, or a dnsPolicy."""
    UNKNOWN = "unknown"


class CertificateVariant(StrEnum):
    EXPIRED = "expired"
    SECRET_ABSENT = "secret_absent"  # noqa: S105  the name of a form
    """The certificate's secret does not exist yet."""
    ISSUER_WRONG = "issuer_wrong"
    """The issuer does not exist, is not ready, or is not the one that issued."""
    REQUEST_DENIED = "request_denied"
    REQUEST_FAILED = "request_failed"
    ORDER_FAILED = "order_failed"
    """The ACME server refuses the order."""
    CHALLENGE_FAILED = "challenge_failed"
    """The ACME server cannot see the answer to its challenge."""
    KEY_PAIR_INVALID = "key_pair_invalid"
    SECRET_MISMATCH = "secret_mismatch"  # noqa: S105  the name of a form
    """The secret holds a certificate for other names or another key."""
    UNKNOWN = "unknown"


class QuotaVariant(StrEnum):
    SURGE_REFUSED = "surge_refused"
    """Old pods run and the new one above them does not fit."""
    EXCEEDED = "exceeded"
    """Fewer pods run than asked for, and no further one fits."""
    UNSPECIFIED = "unspecified"
    """The quota wants requests or limits that the pod does not state."""
    LIMIT_RANGE = "limit_range"
    """The pod asks for more, or less, than a LimitRange allows."""


class SyncFailedVariant(StrEnum):
    HOOK_FAILED = "hook_failed"
    """A hook's job or pod completed unsuccessfully."""
    INVALID_MANIFEST = "invalid_manifest"
    """The API server refuses an object: its form, an immutable field, an unknown kind."""
    KIND_UNKNOWN = "kind_unknown"
    """The cluster does not know the kind: its custom resource definition is missing."""
    IMMUTABLE_FIELD = "immutable_field"
    DRY_RUN_FAILED = "dry_run_failed"
    ADMISSION_DENIED = "admission_denied"
    """An admission webhook or policy refused."""
    FORBIDDEN = "forbidden"
    """Argo CD may not do that, by the cluster's or the project's rules."""
    COMPARISON_FAILED = "comparison_failed"
    """The manifests cannot be made or compared: repository, chart, template."""
    WINDOW_CLOSED = "window_closed"
    """A sync window blocks the operation."""
    STUCK = "stuck"
    """The operation runs and does not end."""
    UNKNOWN = "unknown"


class HpaVariant(StrEnum):
    AT_MAXIMUM = "at_maximum"
    """All replicas run, and the metric asks for more."""
    REPLICAS_NOT_RUNNING = "replicas_not_running"
    """Replicas that it asked for do not run, so the others carry their load."""


class RolloutStuckVariant(StrEnum):
    DEADLINE_EXCEEDED = "deadline_exceeded"
    """Its own deadline passed without progress."""
    UNAVAILABLE = "unavailable"
    """Fewer replicas are available than it needs, outside a deadline."""
    CREATION_REFUSED = "creation_refused"
    """Pods are not even created, and no quota is why: admission, service account, security."""
    ORDERED_POD_BLOCKS = "ordered_pod_blocks"
    """A stateful set waits for one pod before it goes on."""


class JobFailedVariant(StrEnum):
    BACKOFF_LIMIT = "backoff_limit"
    DEADLINE = "deadline"
    """It ran for longer than it may; there may be no pod of it."""
    POD_FAILURE_POLICY = "pod_failure_policy"
    FAILED_INDEXES = "failed_indexes"
    UNKNOWN = "unknown"


VARIANTS: Mapping[FaultKind, type[StrEnum]] = {
    FaultKind.CRASH_LOOP: CrashLoopVariant,
    FaultKind.IMAGE_PULL: ImagePullVariant,
    FaultKind.OUT_OF_MEMORY: OutOfMemoryVariant,
    FaultKind.PENDING: PendingVariant,
    FaultKind.VOLUME: VolumeVariant,
    FaultKind.PROBE: ProbeVariant,
    FaultKind.CONFIG_MISSING: ConfigMissingVariant,
    FaultKind.NODE: NodeVariant,
    FaultKind.DNS: DnsVariant,
    FaultKind.CERTIFICATE: CertificateVariant,
    FaultKind.QUOTA: QuotaVariant,
    FaultKind.SYNC_FAILED: SyncFailedVariant,
    FaultKind.HPA_AT_MAXIMUM: HpaVariant,
    FaultKind.ROLLOUT_STUCK: RolloutStuckVariant,
    FaultKind.JOB_FAILED: JobFailedVariant,
}
