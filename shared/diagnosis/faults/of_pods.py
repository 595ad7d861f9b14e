"""What the rules about pods have in common: the subject is the pod's root, the pod shows it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from shared.diagnosis.finding import Finding
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.pods import Pod
from shared.diagnosis.snapshot import ObjectKey

DNS_SERVICE = ("Service", "kube-system", "kube-dns")
#: Words of a log or an event that tell of names that nobody resolves; a name that does not exist is not among them.
UNRESOLVED = (
    "temporary failure in name resolution",
    "eai_again",
    "server misbehaving",
    "could not resolve host",
    "name resolution failed",
    "try again later: dns",
    "no servers could be reached",
)


def finding_of_pod(
    pod: Pod,
    fault: FaultKind,
    variant: StrEnum,
    summary: str,
    *,
    citations: Sequence[Citation],
    why: Sequence[str],
    confidence: Confidence,
    part: str = "",
    subject: ObjectKey | None = None,
    since: datetime | None = None,
    leans_on: Sequence[ObjectKey] = (),
    confirm: Sequence[str] = (),
    refute: Sequence[str] = (),
) -> Finding:
    root = pod.root
    return Finding(
        fault=fault,
        variant=variant,
        subject=subject or root,
        shown_by=(pod.key,) if subject in {None, root} else (root, pod.key),
        part=part,
        summary=summary,
        why=why,
        confidence=confidence,
        citations=citations,
        since=since,
        leans_on=leans_on,
        confirm=confirm,
        refute=refute,
    )


def speaks_of_dns(text: str) -> bool:
    """Says whether the words tell that no name server answered."""
    lower = text.lower()
    asked = "lookup " in lower and (":53:" in lower or ":53->" in lower) and "i/o timeout" in lower
    return asked or any(words in lower for words in UNRESOLVED)


def any_node(cluster: str) -> ObjectKey:
    """Names whichever node of the cluster is in trouble."""
    return ObjectKey(cluster, "Node", "", "")


def dns_of(pod: Pod) -> ObjectKey:
    return ObjectKey(pod.key.cluster, *DNS_SERVICE)
