"""How the choice of actions reads manifests: by references, and with a bound on every name that goes into a plan."""

from collections.abc import Iterator

from shared.diagnosis.index import SnapshotIndex
from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.snapshot import ObjectKey, Observed
from shared.kernel.vocabulary import ResourceRef

#: No name, address or revision is longer; what is, is taken for absent.
_LONGEST_NAME = 300
#: What stands where nothing was read.
ABSENT = ManifestValue(None, (), "")


def name_at(place: ManifestValue) -> str:
    """The text that stands there; empty where there is none, or one that cannot be a name."""
    text = place.text
    return text if len(text) <= _LONGEST_NAME and text.isprintable() else ""


def pointer_to(*steps: str | int) -> str:
    """A JSON Pointer (RFC 6901) to a place in a manifest."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def key_of(ref: ResourceRef) -> ObjectKey:
    return ObjectKey(ref.cluster or "", ref.kind, ref.namespace or "", ref.name)


def ref_of(key: ObjectKey) -> ResourceRef:
    return ResourceRef(kind=key.kind, name=key.name, namespace=key.namespace or None, cluster=key.cluster or None)


def called(ref: ResourceRef) -> str:
    """What people call it: ``Deployment shop/web``."""
    return f"{ref.kind} {ref.namespace}/{ref.name}" if ref.namespace else f"{ref.kind} {ref.name}"


def beside(index: SnapshotIndex, key: ObjectKey, *kinds: str) -> Iterator[tuple[Observed, ManifestValue]]:
    """Objects of these kinds in the namespace and cluster of another one."""
    for observed, place in index.of_kind(*kinds):
        if (observed.key.cluster, observed.key.namespace) == (key.cluster, key.namespace):
            yield observed, place


def listed_as(place: ManifestValue) -> tuple[str, str, str]:
    """Kind, namespace and name of an entry in one of an application's lists of resources."""
    return name_at(place.at("kind")), name_at(place.at("namespace")), name_at(place.at("name"))


def named_as(key: ObjectKey) -> tuple[str, str, str]:
    return key.kind, key.namespace, key.name


def root_key(index: SnapshotIndex, key: ObjectKey) -> ObjectKey:
    """What a person would change to change the object: the root of its owners, itself where nothing of it was read."""
    place = index.find(key)
    return index.root_of(Observed(key, place.value, place.evidence_id)) if place else key
