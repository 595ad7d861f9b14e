"""Names are not resolved."""

from collections import defaultdict
from collections.abc import Iterator

from shared.diagnosis.faults.of_pods import DNS_SERVICE, speaks_of_dns
from shared.diagnosis.finding import Finding, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.pods import Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import LogTail, ObjectKey
from shared.diagnosis.variants import DnsVariant as Variant

NAMESPACES = frozenset({"kube-system", "openshift-dns"})
LABELS = (("k8s-app", "kube-dns"), ("dns.operator.openshift.io/daemonset-dns", "default"))
NAMES = ("coredns-", "kube-dns-", "dns-default-")
OF_COREFILE = ("corefile", "unknown directive", "plugin/loop", "wrong argument count", "unexpected token", "dns.core")
OF_UPSTREAM = ("plugin/errors:", "i/o timeout")
MOST_LINES = 50
FEW = 2
"""One workload that finds no name may have the wrong one; so many are the cluster's trouble."""


def find(seen: Seen) -> Iterator[Finding]:
    servers: dict[str, list[Pod]] = defaultdict(list)
    for pod in seen.pods:
        if is_server(pod):
            servers[pod.key.cluster].append(pod)
    found = set()
    for cluster, pods in sorted(servers.items()):
        if finding := _of_servers(pods):
            found.add(cluster)
            yield finding
    for finding in (*_of_endpoints(seen), *_of_clients(seen)):
        if finding.subject.cluster not in found:
            found.add(finding.subject.cluster)
            yield finding


def is_server(pod: Pod) -> bool:
    """Says whether the pod is one of the cluster's DNS."""
    return pod.key.namespace in NAMESPACES and _is_named_so(pod.place)


def _is_named_so(pod: ManifestValue) -> bool:
    """By its labels, or by its name where none of use was read."""
    labels = pod.at("metadata", "labels")
    if not labels or list(labels.value) == ["pod-template-hash"]:
        return pod.at("metadata", "name").text.startswith(NAMES)
    return any(labels.at(name).text == value for name, value in LABELS)


def _of_servers(pods: list[Pod]) -> Finding | None:
    alive = [pod for pod in pods if not pod.is_leaving]
    down = [pod for pod in alive if _is_down(pod)]
    if alive and len(down) == len(alive):
        return _down(down)
    lines = [
        (tail, line) for pod in alive for tail, line in _lines(pod) if all(word in line[1] for word in OF_UPSTREAM)
    ]
    return _upstream(alive, lines) if lines else None


def _is_down(pod: Pod) -> bool:
    """Says whether the pod is not ready, or, where that was not read, ends with a fatal word."""
    if pod.is_ready is False or any(each.ready is False for each in pod.containers()):
        return True
    return pod.is_unread and any("fatal" in line.lower() for _, (_, line) in _lines(pod))


def _down(pods: list[Pod]) -> Finding:
    lines = [
        (tail, line)
        for pod in pods
        for tail, line in _lines(pod)
        if any(word in line[1].lower() for word in OF_COREFILE)
    ]
    said = [_cite(tail, *line) for tail, line in lines[-3:]]
    variant = Variant.COREFILE_INVALID if said else Variant.SERVERS_DOWN
    states = [each.waiting.cite() for pod in pods for each in pod.containers() if each.waiting]
    ready = [each.status.at("ready").cite() for pod in pods for each in pod.containers() if each.ready is False]
    logs = any(pod.seen.logs(pod.key, each.name) for pod in pods for each in pod.containers())
    return _finding(
        pods[0].root,
        variant,
        f"resolves no names: {short(said[-1].says, 160) if said else f'none of its {len(pods)} pods is ready'}",
        why=[
            f"None of the {len(pods)} pods of the cluster's DNS is ready, so no name is resolved anywhere.",
            *(f"It says: {short(each.says, 400)}" for each in said[-1:]),
        ],
        citations=[*said, *states, *ready],
        confidence=Confidence.LIKELY if any(pod.is_unread for pod in pods) else Confidence.CERTAIN,
        shown_by=tuple(pod.key for pod in pods),
        leans_on=[node for pod in pods if (node := pod.node)],
        confirm=[] if logs else ["Read the log of a DNS pod: it tells a wrong Corefile from other troubles."],
    )


def _upstream(pods: list[Pod], lines: list[tuple[LogTail, tuple[int, str]]]) -> Finding:
    return _finding(
        pods[0].root,
        Variant.EXTERNAL_ONLY,
        f"does not reach its upstream servers: {short(lines[-1][1][1], 160)}",
        why=["The cluster's DNS is ready and says that servers above it do not answer: names outside are concerned."],
        citations=[_cite(tail, *line) for tail, line in lines[-3:]],
        confidence=Confidence.LIKELY,
        shown_by=tuple(pod.key for pod in pods),
        confirm=["Resolve a name of the cluster and one outside it from a pod."],
    )


def _of_endpoints(seen: Seen) -> Iterator[Finding]:
    """Finds the DNS service without a ready endpoint, where its pods were not read."""
    for observed, place in seen.of_kind("EndpointSlice"):
        service = place.at("metadata", "labels", "kubernetes.io/service-name").text
        if observed.key.namespace not in NAMESPACES or service not in {"kube-dns", "dns-default"}:
            continue
        endpoints = place.at("endpoints")
        states = [each.at("conditions", "ready") for each in endpoints.each()]
        if not any(state.truth is not False for state in states):
            key = ObjectKey(observed.key.cluster, "Service", observed.key.namespace, service)
            yield _finding(
                key,
                Variant.NO_ENDPOINTS,
                "has no ready endpoint, so no name is resolved",
                why=[f"The service of the cluster's DNS has {len(states)} endpoints and none is ready."],
                citations=[state.cite() for state in states] or [(endpoints or place.at("metadata", "name")).cite()],
                confidence=Confidence.CERTAIN if states else Confidence.LIKELY,
                confirm=["Read the pods of the cluster's DNS."],
            )


def _of_clients(seen: Seen) -> Iterator[Finding]:
    """Finds that workloads complain of a DNS that nobody read, or that looks well."""
    by_cluster: dict[str, dict[ObjectKey, list[Citation]]] = defaultdict(dict)
    for pod in seen.living_pods:
        if not seen.logged_containers(pod.key) or _is_named_so(pod.place):
            continue
        cited = [_cite(tail, *line) for tail, line in _lines(pod) if speaks_of_dns(line[1])]
        if cited:
            by_cluster[pod.key.cluster].setdefault(pod.root, []).extend(cited[-1:])
    for cluster, complaints in sorted(by_cluster.items()):
        if len(complaints) >= FEW:
            namespaces = {key.namespace for key in complaints}
            everywhere = len(namespaces) > 1
            yield _finding(
                ObjectKey(cluster, *DNS_SERVICE),
                Variant.UNKNOWN if everywhere else Variant.ONE_NAMESPACE,
                f"does not answer {len(complaints)} workloads",
                why=[
                    f"The logs of {len(complaints)} workloads say that no name server answers.",
                    "They are in several namespaces." if everywhere else f"All of them are in {min(namespaces)}.",
                ],
                citations=[each for cited in complaints.values() for each in cited][:20],
                confidence=Confidence.POSSIBLE,
                shown_by=tuple(complaints),
                confirm=[
                    "Read the pods, the service and the Corefile of the cluster's DNS.",
                    "Resolve a name from a pod.",
                ],
            )


def _lines(pod: Pod) -> Iterator[tuple[LogTail, tuple[int, str]]]:
    for container in pod.seen.logged_containers(pod.key):
        for tail in pod.seen.logs(pod.key, container):
            first = max(0, len(tail.lines) - MOST_LINES)
            for number in range(first, len(tail.lines)):
                yield tail, (number + 1, tail.lines[number][:2_000])


def _cite(tail: LogTail, number: int, line: str) -> Citation:
    return Citation(evidence_id=tail.evidence_id, path=f"line {number}", says=line[:1_000])


def _finding(
    subject: ObjectKey,
    variant: Variant,
    summary: str,
    *,
    why: list[str],
    citations: list[Citation],
    confidence: Confidence,
    shown_by: tuple[ObjectKey, ...] = (),
    leans_on: list[ObjectKey] | None = None,
    confirm: list[str],
) -> Finding:
    return Finding(
        fault=FaultKind.DNS,
        variant=variant,
        subject=subject,
        shown_by=shown_by,
        summary=summary,
        why=why,
        confidence=confidence,
        citations=citations,
        leans_on=leans_on or [],
        stands_for=[ObjectKey(subject.cluster, *DNS_SERVICE)],
        confirm=confirm,
        refute=["A pod resolves kubernetes.default.svc."],
    )
