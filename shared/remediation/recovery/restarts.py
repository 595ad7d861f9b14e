"""Restarts of containers, counted at one look and compared at the next."""

from collections.abc import Iterable, Mapping

from shared.diagnosis.pods import Container, Pod
from shared.remediation.recovery.check_result import CheckResult, met, named, unmet
from shared.remediation.recovery.look import Look

#: Containers that are remembered; of more, those that were left out count as risen, which confirms nothing wrongly.
MOST = 500


def counted(look: Look) -> dict[str, int]:
    """Counts what has restarted at all. Where no pod was read, what was known before stays known."""
    if not look.seen.pods:
        return dict(look.before or {})
    found = {
        _identity(pod, each): each.restarts
        for pod in look.seen.living_pods
        for each in pod.containers()
        if each.restarts
    }
    return dict(sorted(found.items())[:MOST])


def flat(look: Look, pods: Iterable[Pod]) -> CheckResult:
    """Whether no container was started again since the look before; of the first look it holds, for there is none."""
    each = [(pod, container) for pod in pods for container in pod.containers()]
    total = sum(container.restarts for _, container in each)
    if look.before is None:
        return met(f"{total} restarts so far, counted for the first time")
    risen = [_told(pod, container, look.before) for pod, container in each if _has_risen(pod, container, look.before)]
    if risen:
        return unmet(f"restarts rose since the look before: {named(risen)}")
    return met(f"{total} restarts, none since the look before")


def _has_risen(pod: Pod, container: Container, before: Mapping[str, int]) -> bool:
    return container.restarts > before.get(_identity(pod, container), 0)


def _told(pod: Pod, container: Container, before: Mapping[str, int]) -> str:
    return f"{pod.key.name}/{container.name} from {before.get(_identity(pod, container), 0)} to {container.restarts}"


def _identity(pod: Pod, container: Container) -> str:
    """A pod that was replaced under its name counts anew."""
    uid = pod.place.at("metadata", "uid").text or f"{pod.key.namespace}/{pod.key.name}"
    return f"{uid[:300]}/{container.name[:300]}"
