"""One cluster for each fault and form: what is read of it, and what the diagnosis has to say first."""

from typing import Any, NamedTuple

from shared.diagnosis.hypothesis import FaultKind
from shared.diagnosis.snapshot import Snapshot
from tests.support import manifests as k8s
from tests.support.fault_objects import argocd, autoscaler, claim, coredns, issuance, job, node, refused_surge

WEB = f"web-{k8s.TEMPLATE}"
PULL = 'Failed to pull image "registry.example/web:1.4.2": '


class Example(NamedTuple):
    fault: FaultKind
    variant: str
    subject: str
    """``Deployment shop/web``."""
    things: tuple[Any, ...]

    @property
    def snapshot(self) -> Snapshot:
        return k8s.snapshot(*self.things)


def crash(code: int, *lines: str, reason: str = "Error") -> tuple[Any, ...]:
    """A deployment whose container ends and is started again."""
    pod = k8s.pod(f"{WEB}-abcde", k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=7, last=k8s.ended(code, reason)))
    event = k8s.event(pod, "BackOff", "Back-off restarting failed container web in pod web")
    return (k8s.deployment(), k8s.replica_set(), pod, event, *([k8s.log(pod, *lines)] if lines else []))


def pull(reason: str, message: str, *, waits: str = "") -> tuple[Any, ...]:
    pod = k8s.pod(f"{WEB}-abcde", k8s.waiting(reason, waits or 'Back-off pulling image "registry.example/web:1.4.2"'))
    return (k8s.deployment(), k8s.replica_set(), pod, *([k8s.event(pod, "Failed", PULL + message)] if message else []))


def out_of_memory(*, ran: float, limit: str | None = "256Mi") -> tuple[Any, ...]:
    resources = {"limits": {"memory": limit}} if limit else {"requests": {"memory": "64Mi"}}
    last = k8s.ended(137, "OOMKilled", after=ran)
    status = k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=7, last=last)
    pod = k8s.pod(f"{WEB}-abcde", status, spec={"containers": [k8s.container(resources=resources)]})
    return (k8s.deployment(), k8s.replica_set(), pod, k8s.event(pod, "BackOff", "Back-off restarting failed container"))


def pending(message: str, reason: str = "Unschedulable") -> tuple[Any, ...]:
    pod = k8s.unscheduled(message, reason)
    return (k8s.deployment(), k8s.replica_set(), pod, k8s.event(pod, "FailedScheduling", message))


def unbound(phase: str, *events: tuple[str, str]) -> tuple[Any, ...]:
    """A claim that is not bound, and the pod that has to wait for it."""
    data = claim(phase)
    message = (
        "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available"
    )
    pod = k8s.unscheduled(message, spec={"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]})
    return (k8s.deployment(), k8s.replica_set(), data, pod, *(k8s.event(data, *event) for event in events))


def unmounted(reason: str, message: str) -> tuple[Any, ...]:
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
    pod = k8s.pod(f"{WEB}-abcde", k8s.waiting("ContainerCreating"), spec={"volumes": volumes})
    return (k8s.deployment(), k8s.replica_set(), claim("Bound"), pod, k8s.event(pod, reason, message))


def probe(
    kind: str, *, code: int | None = None, said: str = "HTTP probe failed with statuscode: 503"
) -> tuple[Any, ...]:
    probed = {"containers": [k8s.container(**{f"{kind}Probe": {"httpGet": {"path": "/healthz", "port": 8080}}})]}
    if code is None:
        pod = k8s.pod(f"{WEB}-abcde", k8s.running(ready=False), spec=probed)
    else:
        status = k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=6, last=k8s.ended(code, "Error", after=90))
        pod = k8s.pod(f"{WEB}-abcde", status, spec=probed)
    events = [k8s.event(pod, "Unhealthy", f"{kind.title()} probe failed: {said}")]
    if code is not None:
        events.append(k8s.event(pod, "Killing", f"Container web failed {kind} probe, will be restarted"))
    return (k8s.deployment(), k8s.replica_set(), pod, *events)


def config(message: str) -> tuple[Any, ...]:
    pod = k8s.pod(f"{WEB}-abcde", k8s.waiting("CreateContainerConfigError", message))
    return (k8s.deployment(), k8s.replica_set(), pod, k8s.event(pod, "Failed", f"Error: {message}"))


def stuck(*conditions: dict[str, Any]) -> tuple[Any, ...]:
    return (
        k8s.deployment(
            conditions=list(conditions), updatedReplicas=1, readyReplicas=2, availableReplicas=2, unavailableReplicas=1
        ),
    )


def stuck_set() -> tuple[Any, ...]:
    numbers = {
        "replicas": 3,
        "readyReplicas": 2,
        "updatedReplicas": 1,
        "currentRevision": "db-1",
        "updateRevision": "db-2",
    }
    owner = k8s.made("StatefulSet", "db", spec={"replicas": 3}, status=numbers)
    return (owner, k8s.pod("db-2", k8s.running(name="db", ready=False), owner=("StatefulSet", "db")))


BACK_OFF = "back-off 5m0s restarting failed container=web pod=web_shop(1)"
DEADLINE = 'ReplicaSet "web-5d8f9c7b6d" has timed out progressing.'
NO_CLASS = 'storageclass.storage.k8s.io "fast" not found'
REFUSED = 'pods "web" is forbidden: '
K = FaultKind
DEPLOYMENT = "Deployment shop/web"
CLAIM = "PersistentVolumeClaim shop/data"
APP = "Application argocd/shop"
CERT = "Certificate shop/web-tls"
DNS = "Deployment kube-system/coredns"

EXAMPLES = (
    Example(K.CRASH_LOOP, "exit_error", DEPLOYMENT, crash(1, "starting", "Traceback (most recent call last):", '  File "/app/main.py", line 3, in <module>', "KeyError: 'DB_URL'")),
    Example(K.CRASH_LOOP, "exit_zero", DEPLOYMENT, crash(0, "all work is done", reason="Completed")),
    Example(K.CRASH_LOOP, "cannot_start", DEPLOYMENT, crash(128, reason="StartError")),
    Example(K.CRASH_LOOP, "crashed", DEPLOYMENT, crash(139)),
    Example(K.CRASH_LOOP, "killed", DEPLOYMENT, crash(137)),
    Example(K.CRASH_LOOP, "terminated", DEPLOYMENT, crash(143)),
    Example(K.IMAGE_PULL, "not_found", DEPLOYMENT, pull("ImagePullBackOff", "rpc error: code = NotFound desc = failed to pull and unpack image: failed to resolve reference: registry.example/web:1.4.2: not found")),
    Example(K.IMAGE_PULL, "unauthorized", DEPLOYMENT, pull("ErrImagePull", "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://registry.example/token: 401 Unauthorized")),
    Example(K.IMAGE_PULL, "unreachable", DEPLOYMENT, pull("ErrImagePull", 'failed to do request: Head "https://registry.example/v2/web": dial tcp 10.1.2.3:443: i/o timeout')),
    Example(K.IMAGE_PULL, "untrusted", DEPLOYMENT, pull("ErrImagePull", "tls: failed to verify certificate: x509: certificate signed by unknown authority")),
    Example(K.IMAGE_PULL, "rate_limited", DEPLOYMENT, pull("ErrImagePull", "429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.")),
    Example(K.IMAGE_PULL, "wrong_platform", DEPLOYMENT, pull("ErrImagePull", "no match for platform in manifest: not found")),
    Example(K.IMAGE_PULL, "no_space", DEPLOYMENT, pull("ErrImagePull", "write /var/lib/containerd/tmp: no space left on device")),
    Example(K.IMAGE_PULL, "invalid_name", DEPLOYMENT, pull("InvalidImageName", "", waits='couldn\'t parse image name "registry.example/Web:1": invalid reference format')),
    Example(K.IMAGE_PULL, "never_pulled", DEPLOYMENT, pull("ErrImageNeverPull", "", waits='Container image "web:dev" is not present with pull policy of Never')),
    Example(K.OUT_OF_MEMORY, "step", DEPLOYMENT, out_of_memory(ran=20)),
    Example(K.OUT_OF_MEMORY, "growth", DEPLOYMENT, out_of_memory(ran=7_200)),
    Example(K.OUT_OF_MEMORY, "no_limit", DEPLOYMENT, out_of_memory(ran=20, limit=None)),
    Example(K.PENDING, "insufficient_cpu", DEPLOYMENT, pending("0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient cpu. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.")),
    Example(K.PENDING, "insufficient_memory", DEPLOYMENT, pending("0/5 nodes are available: 1 Insufficient cpu, 4 Insufficient memory.")),
    Example(K.PENDING, "insufficient_other", DEPLOYMENT, pending("0/2 nodes are available: 2 Insufficient nvidia.com/gpu.")),
    Example(K.PENDING, "taint", DEPLOYMENT, pending("0/2 nodes are available: 2 node(s) had untolerated taint {dedicated: gpu}.")),
    Example(K.PENDING, "nodes_not_ready", DEPLOYMENT, pending("0/2 nodes are available: 2 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.")),
    Example(K.PENDING, "node_affinity", DEPLOYMENT, pending("0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.")),
    Example(K.PENDING, "pod_affinity", DEPLOYMENT, pending("0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.")),
    Example(K.PENDING, "topology_spread", DEPLOYMENT, pending("0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.")),
    Example(K.PENDING, "host_port", DEPLOYMENT, pending("0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.")),
    Example(K.PENDING, "cordoned", DEPLOYMENT, pending("0/1 nodes are available: 1 node(s) were unschedulable.")),
    Example(K.PENDING, "too_many_pods", DEPLOYMENT, pending("0/1 nodes are available: 1 Too many pods.")),
    Example(K.PENDING, "volume", DEPLOYMENT, pending("0/3 nodes are available: 3 node(s) had volume node affinity conflict.")),
    Example(K.PENDING, "no_nodes", DEPLOYMENT, pending("no nodes available to schedule pods")),
    Example(K.PENDING, "gated", DEPLOYMENT, pending("Scheduling is blocked due to non-empty scheduling gates", "SchedulingGated")),
    Example(K.VOLUME, "class_absent", CLAIM, unbound("Pending", ("ProvisioningFailed", NO_CLASS))),
    Example(K.VOLUME, "provisioning_failed", CLAIM, unbound("Pending", ("ProvisioningFailed", "failed to provision volume with StorageClass \"gp3\": rpc error: code = ResourceExhausted desc = volume limit exceeded"))),
    Example(K.VOLUME, "claim_lost", CLAIM, unbound("Lost")),
    Example(K.VOLUME, "claim_absent", CLAIM, tuple(each for each in unbound("Pending") if each["kind"] != "PersistentVolumeClaim")[:2] + (k8s.unscheduled('0/3 nodes are available: persistentvolumeclaim "data" not found.', spec={"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]}), k8s.event(k8s.unscheduled(""), "FailedScheduling", '0/3 nodes are available: persistentvolumeclaim "data" not found.'))),
    Example(K.VOLUME, "multi_attach", CLAIM, unmounted("FailedAttachVolume", 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-old')),
    Example(K.VOLUME, "attach_failed", CLAIM, unmounted("FailedAttachVolume", 'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = Internal desc = Could not attach volume')),
    Example(K.VOLUME, "mount_failed", CLAIM, unmounted("FailedMount", 'MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = Internal desc = mount failed: exit status 32')),
    Example(K.PROBE, "readiness", DEPLOYMENT, probe("readiness")),
    Example(K.PROBE, "liveness", DEPLOYMENT, probe("liveness", code=137, said='Get "http://10.244.1.7:8080/healthz": context deadline exceeded')),
    Example(K.PROBE, "startup", DEPLOYMENT, probe("startup", code=143)),
    Example(K.CONFIG_MISSING, "config_map_absent", "ConfigMap shop/web-config", config('configmap "web-config" not found')),
    Example(K.CONFIG_MISSING, "secret_absent", "Secret shop/web-db", config('secret "web-db" not found')),
    Example(K.CONFIG_MISSING, "config_map_key_absent", "ConfigMap shop/web-config", config("couldn't find key DB_URL in ConfigMap shop/web-config")),
    Example(K.CONFIG_MISSING, "secret_key_absent", "Secret shop/web-db", config("couldn't find key password in Secret shop/web-db")),
    Example(K.NODE, "not_ready", "Node n1", (node(ready="False", reason="KubeletNotReady", message="container runtime network not ready: cni plugin not initialized"), k8s.deployment(), k8s.replica_set(), k8s.pod(f"{WEB}-abcde", k8s.running(), conditions=[k8s.said("Ready", "False")]))),
    Example(K.NODE, "unreachable", "Node n1", (node(ready="Unknown", reason="NodeStatusUnknown", message="Kubelet stopped posting node status."),)),
    Example(K.NODE, "disk_pressure", "Node n1", (node(pressure="DiskPressure"),)),
    Example(K.NODE, "memory_pressure", "Node n1", (node(pressure="MemoryPressure"),)),
    Example(K.NODE, "pid_pressure", "Node n1", (node(pressure="PIDPressure"),)),
    Example(K.NODE, "network_unavailable", "Node n1", (node(pressure="NetworkUnavailable"),)),
    Example(K.DNS, "corefile_invalid", DNS, coredns("/etc/coredns/Corefile:5 - Error during parsing: Unknown directive 'forwrd'")),
    Example(K.DNS, "servers_down", DNS, coredns()),
    Example(K.DNS, "external_only", DNS, coredns("[ERROR] plugin/errors: 2 example.com. A: read udp 10.244.0.3:43210->192.0.2.53:53: i/o timeout", ready=True)),
    Example(K.DNS, "no_endpoints", "Service kube-system/kube-dns", (k8s.made("EndpointSlice", "kube-dns-x", "kube-system", labels={"kubernetes.io/service-name": "kube-dns"}, endpoints=[{"addresses": ["10.244.0.3"], "conditions": {"ready": False}}]),)),
    Example(K.CERTIFICATE, "challenge_failed", CERT, issuance(challenge="Waiting for HTTP-01 challenge propagation: wrong status code '404', expected '200'")),
    Example(K.CERTIFICATE, "order_failed", CERT, issuance(order="Failed to create Order: 429 urn:ietf:params:acme:error:rateLimited: too many certificates already issued")),
    Example(K.CERTIFICATE, "request_failed", CERT, issuance(request=("Failed", "The CSR PEM requests a commonName that is not present in the list of dnsNames"))),
    Example(K.CERTIFICATE, "request_denied", CERT, issuance(request=("Denied", "The CertificateRequest was denied by an approval controller"))),
    Example(K.CERTIFICATE, "issuer_wrong", "ClusterIssuer letsencrypt", issuance(issuer="Failed to verify ACME account: acme: : 401")),
    Example(K.CERTIFICATE, "expired", CERT, issuance(reason="Expired", not_after=k8s.ago(hours=1))),
    Example(K.CERTIFICATE, "secret_mismatch", CERT, issuance(reason="SecretMismatch")),
    Example(K.CERTIFICATE, "key_pair_invalid", CERT, issuance(reason="InvalidKeyPair")),
    Example(K.QUOTA, "surge_refused", "ResourceQuota shop/compute", refused_surge(REFUSED + "exceeded quota: compute, requested: requests.cpu=500m, used: requests.cpu=2, limited: requests.cpu=2", old=3)),
    Example(K.QUOTA, "exceeded", "ResourceQuota shop/compute", refused_surge(REFUSED + "exceeded quota: compute, requested: pods=1, used: pods=10, limited: pods=10")),
    Example(K.QUOTA, "unspecified", "ResourceQuota shop/compute", refused_surge(REFUSED + "failed quota: compute: must specify limits.cpu for: web; limits.memory for: web")),
    Example(K.QUOTA, "limit_range", DEPLOYMENT, refused_surge(REFUSED + "maximum memory usage per Container is 1Gi, but limit is 2Gi")),
    Example(K.SYNC_FAILED, "hook_failed", APP, argocd(hook="Job has reached the specified backoff limit")),
    Example(K.SYNC_FAILED, "invalid_manifest", APP, argocd('Deployment.apps "web" is invalid: spec.template.spec.containers[0].image: Required value')),
    Example(K.SYNC_FAILED, "kind_unknown", APP, argocd("resource mapping not found: no matches for kind \"ServiceMonitor\" in version \"monitoring.coreos.com/v1\"")),
    Example(K.SYNC_FAILED, "immutable_field", APP, argocd('Job.batch "migrate" is invalid: spec.template: Invalid value: field is immutable')),
    Example(K.SYNC_FAILED, "admission_denied", APP, argocd('admission webhook "validate.kyverno.svc-fail" denied the request: policy require-labels')),
    Example(K.SYNC_FAILED, "forbidden", APP, argocd('deployments.apps is forbidden: User "system:serviceaccount:argocd:argocd" cannot patch resource "deployments"')),
    Example(K.SYNC_FAILED, "dry_run_failed", APP, argocd("error when patching: failed to apply (dry run)")),
    Example(K.SYNC_FAILED, "window_closed", APP, argocd("", phase="Error", message="Sync operation blocked by sync window")),
    Example(K.SYNC_FAILED, "comparison_failed", APP, argocd("", phase="Succeeded", comparison="Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = helm template failed")),
    Example(K.SYNC_FAILED, "stuck", APP, argocd("", phase="Running", message="waiting for healthy state of apps/Deployment/web")),
    Example(K.HPA_AT_MAXIMUM, "at_maximum", "HorizontalPodAutoscaler shop/web", (autoscaler("TooManyReplicas", limited="True"), k8s.deployment())),
    Example(K.ROLLOUT_STUCK, "deadline_exceeded", DEPLOYMENT, stuck(k8s.said("Progressing", "False", "ProgressDeadlineExceeded", DEADLINE))),
    Example(K.ROLLOUT_STUCK, "unavailable", DEPLOYMENT, stuck(k8s.said("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."), k8s.said("Progressing", "True", "NewReplicaSetAvailable"))),
    Example(K.ROLLOUT_STUCK, "creation_refused", DEPLOYMENT, refused_surge('pods "web-" is forbidden: error looking up service account shop/web: serviceaccount "web" not found')),
    Example(K.ROLLOUT_STUCK, "ordered_pod_blocks", "StatefulSet shop/db", stuck_set()),
    Example(K.JOB_FAILED, "backoff_limit", "Job shop/migrate", job("BackoffLimitExceeded", "Job has reached the specified backoff limit", pod=True)),
    Example(K.JOB_FAILED, "deadline", "Job shop/migrate", job("DeadlineExceeded", "Job was active longer than specified deadline")),
    Example(K.JOB_FAILED, "pod_failure_policy", "Job shop/migrate", job("PodFailurePolicy", "Container migrate for pod shop/migrate-x failed with exit code 42 matching FailJob rule at index 0")),
    Example(K.JOB_FAILED, "failed_indexes", "Job shop/migrate", job("FailedIndexes", "Job has failed indexes")),
)  # fmt: skip
