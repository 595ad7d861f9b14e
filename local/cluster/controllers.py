"""What works in a cluster: from deployments come replica sets, from those pods, and pods live and tell of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from local.cluster.moments import written
from local.cluster.objects import ClusterObjects, Manifest, place_of
from local.cluster.pods import event, is_ready, pod_at, pod_of
from local.cluster.rollouts import LETTERS, is_complete, replicas_of, with_present_set, with_status
from local.cluster.software import Runs, Software

_APPS: Final = "apps"
#: What belongs to what: group and kinds of the owned, of the owners.
_OWNED: Final = ((_APPS, "replicasets", _APPS, "deployments"), ("", "pods", _APPS, "replicasets"))


@dataclass(slots=True)
class Controllers:
    """All controllers and kubelets of one cluster."""

    objects: ClusterObjects
    software: Software
    _seen: int = -1
    """The version at which all was looked at; while it is the last one, only time can change something."""

    def step(self, now: datetime) -> None:
        """Does what is due by now: once round, as a change of one thing is another one's cause in the next."""
        with self.objects.changed:
            before, quiet = self.objects.version, self.objects.version == self._seen
            for pod in self.objects.seen("", "pods"):
                if not (quiet and is_ready(pod) and self._runs_on(pod)):
                    self._live(pod, now)
            for deployment in self.objects.seen(_APPS, "deployments"):
                if not (quiet and is_complete(deployment)):
                    self._roll_out(deployment, now)
            if not quiet:
                self._tidy()
                for service in self.objects.seen("", "services"):
                    self.objects.keep(self._slice(service))
            self._seen = before

    def _runs_on(self, pod: Manifest) -> bool:
        return all(isinstance(self.software.outcome(each), Runs) for each in pod["spec"]["containers"])

    def _live(self, pod: Manifest, now: datetime) -> None:
        seen = pod_at(pod, self.software, now)
        self.objects.keep(seen.pod, *seen.events)
        self.objects.logs.update(seen.logs)

    def _roll_out(self, deployment: Manifest, now: datetime) -> None:
        sets = with_present_set(deployment, self._owned("replicasets", _APPS, deployment), now)
        self.objects.keep(sets[-1])
        sets[-1] = self._stored(sets[-1])
        pods = {each["metadata"]["name"]: self._owned("pods", "", each) for each in sets}
        for name, count in replicas_of(deployment, sets, pods).items():
            self._scale(next(each for each in sets if each["metadata"]["name"] == name), count, pods[name], now)
        pods = {each["metadata"]["name"]: self._owned("pods", "", each) for each in sets}
        told = with_status(deployment, sets, pods, now)
        self.objects.keep(told)
        if told["metadata"]["annotations"] != deployment["metadata"].get("annotations"):
            message = f"Scaled up replica set {sets[-1]['metadata']['name']} to {deployment['spec'].get('replicas', 1)}"
            self.objects.keep(event(self._stored(told), "ScalingReplicaSet", message, written(now), written(now)))

    def _scale(self, replica_set: Manifest, count: int, pods: Sequence[Manifest], now: datetime) -> None:
        """Makes or removes pods, those that are not ready first."""
        for pod in sorted(pods, key=is_ready)[: max(0, len(pods) - count)]:
            self.objects.drop(place_of(pod))
        for number in range(count - len(pods)):
            self.objects.keep(self._new_pod(replica_set, number, now))
        left = self._owned("pods", "", replica_set)
        ready = sum(map(is_ready, left))
        status = {"replicas": len(left), "observedGeneration": 1}
        status |= {"readyReplicas": ready, "availableReplicas": ready} if ready else {}
        spec = {**replica_set["spec"], "replicas": count}
        self.objects.keep({**replica_set, "spec": spec, "status": status})

    def _tidy(self) -> None:
        """Takes away what has lost its owner, and what was told of pods that are gone."""
        for group, plural, owner_group, owners in _OWNED:
            there = {each["metadata"]["uid"] for each in self.objects.seen(owner_group, owners)}
            for each in self.objects.seen(group, plural):
                references = each["metadata"].get("ownerReferences", ())
                if references and not any(reference["uid"] in there for reference in references):
                    self.objects.drop(place_of(each))
        pods = {(each["metadata"]["namespace"], each["metadata"]["name"]) for each in self.objects.seen("", "pods")}
        for of in [of for of in self.objects.logs if (of.namespace, of.pod) not in pods]:
            del self.objects.logs[of]
        for told in self.objects.seen("", "events"):
            about = told["involvedObject"]
            if about["kind"] == "Pod" and (about["namespace"], about["name"]) not in pods:
                self.objects.drop(place_of(told))

    def _new_pod(self, replica_set: Manifest, number: int, now: datetime) -> Manifest:
        nodes = [each for each in self.objects.seen("", "nodes") if not each["spec"].get("unschedulable")]
        serial = int.from_bytes(sha256(f"{replica_set['metadata']['uid']}{self.objects.version}".encode()).digest()[:6])
        name = f"{replica_set['metadata']['name']}-{''.join(LETTERS[serial // 27**place % 27] for place in range(5))}"
        node = nodes[(serial + number) % len(nodes)]["metadata"]["name"]
        address = f"10.4.{serial % 16}.{serial // 16 % 254 + 1}"
        return pod_of(replica_set, name, node, address, now)

    def _slice(self, service: Manifest) -> Manifest:
        metadata, selector = service["metadata"], service["spec"].get("selector", {})
        pods = [
            pod
            for pod in self.objects.seen("", "pods", metadata["namespace"])
            if selector.items() <= pod["metadata"]["labels"].items()
        ]
        return {
            "kind": "EndpointSlice",
            "metadata": {
                "name": f"{metadata['name']}-s5v2c",
                "namespace": metadata["namespace"],
                "labels": {"kubernetes.io/service-name": metadata["name"]},
            },
            "addressType": "IPv4",
            "endpoints": [*map(_endpoint, pods)],
            "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}],
        }

    def _owned(self, plural: str, group: str, owner: Mapping[str, Any]) -> list[Manifest]:
        """Those that name it as their controller; an object that came under its name later owns nothing of it."""
        uid = owner["metadata"]["uid"]
        return [
            each
            for each in self.objects.seen(group, plural, owner["metadata"]["namespace"])
            if any(reference["uid"] == uid for reference in each["metadata"].get("ownerReferences", ()))
        ]

    def _stored(self, manifest: Manifest) -> Manifest:
        found = self.objects.peek(place_of(manifest))
        if found is None:
            raise LookupError(manifest["metadata"]["name"])
        return found


def _endpoint(pod: Manifest) -> Manifest:
    reference = {"kind": "Pod", "name": pod["metadata"]["name"], "namespace": pod["metadata"]["namespace"]}
    ready = is_ready(pod)
    return {
        "addresses": [pod["status"]["podIP"]],
        "conditions": {"ready": ready, "serving": ready, "terminating": False},
        "nodeName": pod["spec"]["nodeName"],
        "targetRef": reference,
    }
