"""What the rules are given: the index of a snapshot, and its pods, each looked at once for all of them."""

from functools import cached_property

from shared.diagnosis.index import SnapshotIndex, plain
from shared.diagnosis.pods import Pod
from shared.diagnosis.snapshot import ObjectKey


class Seen(SnapshotIndex):
    """All that is known, by name and by pod."""

    @cached_property
    def _pods(self) -> dict[ObjectKey, Pod]:
        return {plain(observed.key): Pod(observed, place, self) for observed, place in self.of_kind("Pod")}

    @cached_property
    def pods(self) -> tuple[Pod, ...]:
        """All pods, in the order of their names; also those that only events or logs speak of."""
        return tuple(self._pods.values())

    @cached_property
    def living_pods(self) -> tuple[Pod, ...]:
        """The pods that are neither done nor being deleted."""
        return tuple(pod for pod in self.pods if not pod.is_leaving)

    def pods_of(self, owner: ObjectKey) -> list[Pod]:
        """Gives the pods that name this owner themselves."""
        return [self._pods[plain(each.key)] for each in self.children(owner) if each.key.kind == "Pod"]

    @cached_property
    def pods_by_node(self) -> dict[ObjectKey, list[Pod]]:
        pods: dict[ObjectKey, list[Pod]] = {}
        for pod in self.pods:
            if pod.node:
                pods.setdefault(pod.node, []).append(pod)
        return pods
