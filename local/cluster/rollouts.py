"""What a deployment wants: which replica set has how many pods while one version takes the place of another. Pure."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil, floor
from typing import Any, Final

from local.cluster.moments import read_moment, written
from local.cluster.objects import Manifest
from local.cluster.pods import is_ready, owned_by, with_conditions

HASH: Final = "pod-template-hash"
REVISION: Final = "deployment.kubernetes.io/revision"
#: Letters of which Kubernetes makes names that spell nothing.
LETTERS: Final = "bcdfghjklmnpqrstvwxz2456789"
_DEADLINE_S: Final = 600

ReplicaSets = Sequence[Manifest]
PodsOf = Mapping[str, Sequence[Manifest]]


def with_present_set(deployment: Manifest, sets: ReplicaSets, now: datetime) -> list[Manifest]:
    """Gives the replica sets with the one of the present template last; it is made where there is none."""
    name = f"{deployment['metadata']['name']}-{_hash(deployment['spec']['template'])}"
    others = sorted((each for each in sets if each["metadata"]["name"] != name), key=revision_of)
    highest = revision_of(others[-1]) if others else 0
    present = next((each for each in sets if each["metadata"]["name"] == name), None)
    if present is None:
        return [*others, _replica_set(deployment, name, highest + 1, now)]
    if revision_of(present) > highest:
        return [*others, present]
    again = deepcopy(present)
    again["metadata"]["annotations"][REVISION] = str(highest + 1)
    return [*others, again]


def replicas_of(deployment: Manifest, sets: ReplicaSets, pods: PodsOf) -> dict[str, int]:
    """Says how many pods each replica set shall have next; the last one is the present one."""
    wanted, present = int(deployment["spec"].get("replicas", 1)), sets[-1]["metadata"]["name"]
    before = {each["metadata"]["name"]: int(each["spec"]["replicas"]) for each in sets}
    old = {name: count for name, count in before.items() if name != present and count}
    if deployment["spec"].get("strategy", {}).get("type") == "Recreate":
        gone = not any(pods.get(name) for name in before if name != present)
        return dict.fromkeys(before, 0) | {present: wanted if gone else before[present]}
    surge, unavailable = _slack(deployment, wanted)
    after = dict.fromkeys(before, 0) | old
    others = sum(old.values())
    after[present] = min(wanted, max(before[present], wanted + surge - others)) if others else wanted
    ready = {name: sum(map(is_ready, pods.get(name, ()))) for name in before}
    for name in old:
        after[name] = ready[name]  # what is not ready serves nobody
    spare = sum(ready.values()) - (wanted - unavailable)
    for name in old:
        less = min(after[name], max(0, spare))
        after[name], spare = after[name] - less, spare - less
    return after


def with_status(deployment: Manifest, sets: ReplicaSets, pods: PodsOf, now: datetime) -> Manifest:
    """Gives the deployment with what its controller says of it."""
    wanted = int(deployment["spec"].get("replicas", 1))
    every = [pod for of in pods.values() for pod in of]
    updated = list(pods.get(sets[-1]["metadata"]["name"], ()))
    ready = sum(map(is_ready, every))
    least = wanted - _slack(deployment, wanted)[1]
    is_available = ready >= least
    reason, word = (
        ("MinimumReplicasAvailable", "has") if is_available else ("MinimumReplicasUnavailable", "does not have")
    )
    told = [("Available", is_available, reason, f"Deployment {word} minimum availability.")]
    complete = len(updated) == wanted == len(every) and ready == wanted
    was = deployment.get("status", {})
    progress = _progress(deployment, sets[-1], complete=complete, ready=ready, now=now)
    told.append(("Progressing", progress["status"] == "True", progress["reason"], progress["message"]))
    available, progressing = with_conditions(was.get("conditions", ()), told, now)
    counts = {
        "replicas": len(every),
        "updatedReplicas": len(updated),
        "readyReplicas": ready,
        "availableReplicas": ready,
        "unavailableReplicas": max(0, max(wanted, len(every)) - ready),
    }
    status = {
        "observedGeneration": deployment["metadata"].get("generation", 1),
        **{name: count for name, count in counts.items() if count},
        "conditions": [available, {**progressing, "lastUpdateTime": progress["lastUpdateTime"]}],
    }
    annotations = {**deployment["metadata"].get("annotations", {}), REVISION: str(revision_of(sets[-1]))}
    return {**deployment, "metadata": {**deployment["metadata"], "annotations": annotations}, "status": status}


def _progress(
    deployment: Manifest, present: Manifest, *, complete: bool, ready: int, now: datetime
) -> Mapping[str, str]:
    """The condition Progressing. Outside of a rollout it stays as it is, whatever becomes of the pods."""
    status, name = deployment.get("status", {}), present["metadata"]["name"]
    was = next((each for each in status.get("conditions", ()) if each["type"] == "Progressing"), None)
    same_set = was is not None and f'"{name}"' in was["message"]
    if was is not None and same_set and was["reason"] == "NewReplicaSetAvailable":
        return dict(was)
    if complete:
        message = f'ReplicaSet "{name}" has successfully progressed.'
        return _said("True", "NewReplicaSetAvailable", message, written(now))
    moved = was is None or not same_set or ready > status.get("readyReplicas", 0)
    since = written(now) if moved or was is None else str(was["lastUpdateTime"])
    deadline = timedelta(seconds=deployment["spec"].get("progressDeadlineSeconds", _DEADLINE_S))
    if now - read_moment(since) > deadline:
        return _said("False", "ProgressDeadlineExceeded", f'ReplicaSet "{name}" has timed out progressing.', since)
    return _said("True", "ReplicaSetUpdated", f'ReplicaSet "{name}" is progressing.', since)


def is_complete(deployment: Manifest) -> bool:
    """Whether its last rollout has come to its end, and no other was asked for since."""
    status = deployment.get("status", {})
    ended = any(each.get("reason") == "NewReplicaSetAvailable" for each in status.get("conditions", ()))
    is_seen = status.get("observedGeneration") == deployment["metadata"].get("generation", 1)
    return is_seen and ended


def revision_of(replica_set: Mapping[str, Any]) -> int:
    return int(replica_set["metadata"]["annotations"][REVISION])


def _said(status: str, reason: str, message: str, updated: str) -> Mapping[str, str]:
    return {"status": status, "reason": reason, "message": message, "lastUpdateTime": updated}


def _replica_set(deployment: Manifest, name: str, revision: int, now: datetime) -> Manifest:
    template = deepcopy(deployment["spec"]["template"])
    labels = {**template["metadata"]["labels"], HASH: name.rpartition("-")[2]}
    template["metadata"]["labels"] = labels
    return {
        "kind": "ReplicaSet",
        "metadata": {
            "name": name,
            "namespace": deployment["metadata"]["namespace"],
            "labels": labels,
            "annotations": {REVISION: str(revision)},
            "ownerReferences": [owned_by(deployment)],
            "creationTimestamp": written(now),
        },
        "spec": {"replicas": 0, "selector": {"matchLabels": labels}, "template": template},
        "status": {"replicas": 0},
    }


def _slack(deployment: Manifest, wanted: int) -> tuple[int, int]:
    """How many pods there may be above, and how many may be missing, while versions change."""
    told = deployment["spec"].get("strategy", {})
    if told.get("type") == "Recreate":
        return 0, 0
    rolling = told.get("rollingUpdate", {})
    surge = _part(rolling.get("maxSurge", "25%"), wanted, ceil)
    unavailable = _part(rolling.get("maxUnavailable", "25%"), wanted, floor)
    return surge, unavailable if surge or unavailable else 1


def _part(told: Any, wanted: int, rounded: Any) -> int:
    return int(rounded(int(told[:-1]) * wanted / 100)) if isinstance(told, str) and told.endswith("%") else int(told)


def _hash(template: Mapping[str, Any]) -> str:
    digest = int.from_bytes(sha256(json.dumps(template, sort_keys=True).encode()).digest()[:8], "big")
    letters = []
    for _ in range(10):
        digest, letter = divmod(digest, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(letters)
