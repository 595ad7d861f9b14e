"""Finds whose a log or an event is where its text does not say it outright."""

import re
from collections.abc import Mapping, Sequence
from itertools import chain, count

from shared.adapters.case_files.collector import CLUSTER, Collector, Fidelity, LooseEvents, UnownedLog
from shared.adapters.case_files.container_states import UNNAMED
from shared.adapters.case_files.event_rows import take_described_events
from shared.adapters.case_files.generated_names import made_by
from shared.adapters.case_files.kinds import BY_KIND, api_version_of, group_of
from shared.adapters.case_files.logs import take_log
from shared.adapters.case_files.manifests import partial
from shared.diagnosis.snapshot import ObjectKey, Observed, ObservedEvent

_NAMED = (
    re.compile(r"\bpod (?P<name>[a-z0-9][a-z0-9.-]{0,252})_(?P<namespace>[a-z0-9-]{1,63})\("),
    re.compile(r"\bSuccessfully assigned (?:(?P<namespace>[a-z0-9-]{1,63})/)?(?P<name>[a-z0-9][a-z0-9.-]{0,252}) to "),
)
#: Who speaks of objects of which kind.
_SPEAKS_OF = {
    "kubelet": "Pod",
    "default-scheduler": "Pod",
    "persistentvolume-controller": "PersistentVolumeClaim",
    "replicaset-controller": "ReplicaSet",
    "deployment-controller": "Deployment",
    "statefulset-controller": "StatefulSet",
    "daemonset-controller": "DaemonSet",
    "job-controller": "Job",
    "horizontal-pod-autoscaler": "HorizontalPodAutoscaler",
}
_SPEAKER = re.compile(rf"(?:^|[\s{{])({'|'.join(_SPEAKS_OF)})(?=[\s,}}])")
_PART_OF_A_DESCRIPTION = re.compile(r"^\s*(?:Last State|State|Reason|Exit Code|Restart Count):", re.MULTILINE)


def own_logs(into: Collector) -> None:
    """Gives each log to the pod whose name its file begins with, else to the only pod there is."""
    pods = {key.name: seen for key, (_, seen) in into.objects.items() if key.kind == "Pod"}
    for log in into.unowned:
        _own_log(into, log, pods)


def own_events(into: Collector) -> None:
    """Gives loose events to the pod that they name, else to the only one of their file that is in trouble.

    Where the file shows no pod at all, they are those of one thing without a name, whose kind is told by who speaks.
    """
    for loose in into.loose:
        about = _named_in(loose) or _in_trouble(into, loose.place.path) or _unnamed(into, loose)
        if about is None:
            into.not_read(loose.place, "events, but of what they do not say")
        else:
            take_described_events(into, about, loose.lines, loose.place.path)


def add_bare_objects(into: Collector, events: Sequence[ObservedEvent]) -> None:
    """Of what warnings speak of and nothing else was read, the name: that it exists is known then."""
    read = {(key.kind, key.namespace) for key in into.objects} | into.complete
    for event in events:
        key, known = event.about, BY_KIND.get(event.about.kind)
        if event.type != "Warning" or known is None or {(key.kind, key.namespace), (key.kind, "")} & read:
            continue
        metadata = made_by(key.name) if key.kind == "Pod" else {}
        bare = partial(key.kind, api_version_of(known), key.namespace, key.name, metadata=metadata)
        into.objects.setdefault(key, (Fidelity.ROW, Observed(key, bare, event.evidence_id)))


def first_container(pod: Observed) -> str:
    """The one that kubectl takes when none is named."""
    return next(iter(_containers(pod)), "")


def _own_log(into: Collector, log: UnownedLog, pods: Mapping[str, Observed]) -> None:
    fitting = [name for name in pods if log.hint and (log.hint.startswith(name) or name.startswith(f"{log.hint}-"))]
    name = max(fitting, key=lambda each: (log.hint.startswith(each), len(each)), default="")
    if not name and len(pods) == 1 and not log.hint:
        name = next(iter(pods))
    if not name:
        into.not_read(log.place, _why_not(log.lines))
        return
    rest = log.hint.removeprefix(name).strip("-_.")
    container = next((each for each in _containers(pods[name]) if rest.startswith(each)), first_container(pods[name]))
    pod = ObjectKey(CLUSTER, "Pod", pods[name].key.namespace, name)
    take_log(into, log.place, pod, container, log.lines, previous=log.previous)


def _why_not(lines: Sequence[str]) -> str:
    if _PART_OF_A_DESCRIPTION.search("\n".join(lines[:200])):
        return "a part of a description, but of what it does not say"
    return "it may be a log, but of which pod it does not say"


def _containers(pod: Observed) -> list[str]:
    spec = pod.manifest.get("spec") or {}
    return [str(each.get("name") or "") for field in ("containers", "initContainers") for each in spec.get(field) or ()]


def _named_in(loose: LooseEvents) -> ObjectKey | None:
    found = next((found for _, line in loose.lines for named in _NAMED if (found := named.search(line))), None)
    return None if found is None else ObjectKey(CLUSTER, "Pod", found["namespace"] or "", found["name"])


def _unnamed(into: Collector, loose: LooseEvents) -> ObjectKey | None:
    if into.shows_pods(loose.place.path):
        return None
    speaker = next((found[1] for _, line in loose.lines if (found := _SPEAKER.search(line))), None)
    if speaker is None:
        return None
    kind = _SPEAKS_OF[speaker]
    others = {event.about.name for event in into.events if event.about.kind == kind}
    name = next(
        name for name in chain((UNNAMED,), (f"(unnamed {number})" for number in count(2))) if name not in others
    )
    return ObjectKey(CLUSTER, kind, "", name, group_of(kind))


def _in_trouble(into: Collector, path: str) -> ObjectKey | None:
    pods = [seen for key, (_, seen) in into.objects.items() if key.kind == "Pod"]
    pods = [seen for seen in pods if into.evidence[seen.evidence_id].target == path]
    troubled = [seen for seen in pods if not _is_well(seen)] or pods
    return troubled[0].key if len(troubled) == 1 else None


def _is_well(pod: Observed) -> bool:
    status = pod.manifest.get("status") or {}
    return status.get("phase") in {"Running", "Succeeded"} and all(
        each.get("ready") for each in status.get("containerStatuses") or ()
    )
