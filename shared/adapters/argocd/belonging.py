"""Which application a resource belongs to: by what the applications list, and by the labels of alerts. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.kernel.vocabulary import ResourceRef
from shared.ports.evidence import AlertInQuestion

Named = tuple[str, str]
#: Labels of alerts that name an application, as Prometheus writes the label of Argo CD and of Kubernetes.
_LABELS = (
    "argocd_app",
    "argocd_application",
    "argocd_argoproj_io_instance",
    "label_argocd_argoproj_io_instance",
    "app_kubernetes_io_instance",
    "label_app_kubernetes_io_instance",
)
#: An application that only shares the namespace is taken where there are at most so many of them.
_FEW = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """An application as the list of all shows it."""

    name: str
    namespace: str
    destination: str
    """The namespace that it deploys to; empty where its resources say."""
    resources: frozenset[tuple[str, str, str]]
    """Kind, namespace and name of each of its resources."""


def listed(answer: Mapping[str, Any]) -> Sequence[Listing]:
    """Reads a list of applications; an empty one is written as null."""
    items = answer.get("items")
    return [_listing(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def belonging_to(
    resources: Iterable[ResourceRef], alerts: Iterable[AlertInQuestion], applications: Sequence[Listing]
) -> Iterator[Named]:
    """Names the applications of resources, the surest first, each once."""
    resources = list(resources)
    found: dict[Named, None] = {}
    for sure in (_named_by_labels(alerts, applications), _listing_them(resources, applications)):
        found.update(dict.fromkeys(sure))
    if not found:
        found.update(dict.fromkeys(_sharing_a_namespace(resources, applications)))
    yield from found


def _named_by_labels(alerts: Iterable[AlertInQuestion], applications: Sequence[Listing]) -> Iterator[Named]:
    names = {alert.labels[label] for alert in alerts for label in _LABELS if label in alert.labels}
    return ((each.name, each.namespace) for each in applications if each.name in names)


def _listing_them(resources: Sequence[ResourceRef], applications: Sequence[Listing]) -> Iterator[Named]:
    for resource in resources:
        for each in applications:
            if any(_is_or_owns(listed, resource) for listed in each.resources):
                yield each.name, each.namespace


def _is_or_owns(listed: tuple[str, str, str], resource: ResourceRef) -> bool:
    """A pod's or a job's name begins with that of the workload that made it."""
    kind, namespace, name = listed
    if namespace != (resource.namespace or ""):
        return False
    made = resource.kind in ("Pod", "ReplicaSet", "Job") and resource.name.startswith(f"{name}-")
    alike = resource.name == name and resource.kind in (kind, "Workload", "Service", "Resource")
    return alike or (made and kind in _MAKERS)


_MAKERS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Rollout"})


def _sharing_a_namespace(resources: Sequence[ResourceRef], applications: Sequence[Listing]) -> list[Named]:
    namespaces = {resource.namespace for resource in resources if resource.namespace}
    sharing = [(each.name, each.namespace) for each in applications if each.destination in namespaces]
    return sharing if len(sharing) <= _FEW else []


def _listing(item: Mapping[str, Any]) -> Listing:
    metadata, destination = _in(item, "metadata"), _in(_in(item, "spec"), "destination")
    resources = _in(item, "status").get("resources")
    return Listing(
        name=str(metadata.get("name", "")),
        namespace=str(metadata.get("namespace", "")),
        destination=str(destination.get("namespace", "")),
        resources=frozenset(
            (str(each.get("kind", "")), str(each.get("namespace", "")), str(each.get("name", "")))
            for each in (resources if isinstance(resources, list) else ())
            if isinstance(each, dict)
        ),
    )


def _in(item: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    found = item.get(field)
    return found if isinstance(found, dict) else {}
