"""Where objects say what belongs to them: owners, selectors, references. Pure; whatever is malformed is left out."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Item = Mapping[str, Any]


class Named(NamedTuple):
    """An object that another one names."""

    kind: str
    name: str


def mapping(item: Any, *path: str) -> dict[str, Any]:
    """Gives the object at a path, an empty one where there is none."""
    for field in path:
        item = item.get(field) if isinstance(item, Mapping) else None
    return dict(item) if isinstance(item, Mapping) else {}


def sequence(item: Any, *path: str) -> list[Any]:
    """Gives the list at a path, an empty one where there is none."""
    found = mapping(item, *path[:-1]).get(path[-1])
    return found if isinstance(found, list) else []


def text(item: Any, *path: str) -> str:
    """Gives the text at a path, an empty one where there is none."""
    found = mapping(item, *path[:-1]).get(path[-1])
    return found if isinstance(found, str) else ""


def owners(item: Item) -> Iterator[Named]:
    """Names the owners, the controlling one first."""
    references = [each for each in sequence(item, "metadata", "ownerReferences") if isinstance(each, Mapping)]
    for each in sorted(references, key=lambda each: each.get("controller") is not True):
        yield Named(text(each, "kind"), text(each, "name"))


def selector_of(item: Item) -> str:
    """Gives the label selector of a workload or a service, in the form of a query; empty where it selects nothing."""
    plain = mapping(item, "spec", "selector")
    labels = mapping(plain, "matchLabels") or ({} if "matchExpressions" in plain else plain)
    equal = [f"{name}={value}" for name, value in sorted(labels.items()) if isinstance(value, str)]
    expressions = [_expression(each) for each in sequence(plain, "matchExpressions")]
    return ",".join([*equal, *filter(None, expressions)])


def _expression(found: Any) -> str:
    key, operator = text(found, "key"), text(found, "operator")
    values = ",".join(str(value) for value in sequence(found, "values"))
    forms = {
        "In": f"{key} in ({values})",
        "NotIn": f"{key} notin ({values})",
        "Exists": key,
        "DoesNotExist": f"!{key}",
    }
    return forms.get(operator, "") if key else ""


def containers(pod: Item) -> list[str]:
    """Names the containers of a pod in the order in which they run: those that prepare it first."""
    return [
        text(each, "name")
        for field in ("initContainers", "containers", "ephemeralContainers")
        for each in sequence(pod, "spec", field)
        if text(each, "name")
    ]


def statuses(pod: Item) -> dict[str, dict[str, Any]]:
    """Gives the status of each container of a pod, by name."""
    return {
        text(each, "name"): mapping(each)
        for field in ("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")
        for each in sequence(pod, "status", field)
    }


def is_troubled(pod: Item) -> bool:
    """Says whether a pod is not as it should be: not ready, ended badly, or started again."""
    phase = text(pod, "status", "phase")
    if phase == "Succeeded":
        return False
    found = statuses(pod).values()
    restarted = any(isinstance(each.get("restartCount"), int) and each["restartCount"] > 0 for each in found)
    return phase != "Running" or restarted or not all(each.get("ready") is True for each in found)


def references(item: Item) -> Iterator[Named]:
    """Names what a pod (or the template of a workload) refers to: config maps, secrets, claims; each once."""
    spec = mapping(item, "spec", "template", "spec") or mapping(item, "spec")
    yield from dict.fromkeys(named for named in _references(spec) if named.name)


def _references(spec: Item) -> Iterator[Named]:
    for volume in sequence(spec, "volumes"):
        yield from _of_volume(volume)
        for source in sequence(volume, "projected", "sources"):
            yield from _of_volume(source)
    for field in ("initContainers", "containers"):
        for container in sequence(spec, field):
            yield from _of_container(container)
    for secret in sequence(spec, "imagePullSecrets"):
        yield Named("Secret", text(secret, "name"))


def _of_volume(volume: Any) -> Iterator[Named]:
    yield Named("ConfigMap", text(volume, "configMap", "name"))
    yield Named("Secret", text(volume, "secret", "secretName") or text(volume, "secret", "name"))
    yield Named("PersistentVolumeClaim", text(volume, "persistentVolumeClaim", "claimName"))


def _of_container(container: Any) -> Iterator[Named]:
    for source in sequence(container, "envFrom"):
        yield Named("ConfigMap", text(source, "configMapRef", "name"))
        yield Named("Secret", text(source, "secretRef", "name"))
    for variable in sequence(container, "env"):
        yield Named("ConfigMap", text(variable, "valueFrom", "configMapKeyRef", "name"))
        yield Named("Secret", text(variable, "valueFrom", "secretKeyRef", "name"))
