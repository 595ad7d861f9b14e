"""Who owns whom: from a pod up to what a person would change."""

from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.snapshot import ObjectKey, Observed

MOST_LEVELS = 8
ROOTS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Rollout", "DeploymentConfig"})
"""What people write themselves; an operator's own object above it is not what broke."""


def owner_of(observed: Observed) -> ObjectKey | None:
    """Gives the controlling owner that the object names, read or not. A static pod's node is no owner."""
    key = observed.key
    owners = list(root_place(observed).at("metadata", "ownerReferences").each())
    owners.sort(key=lambda each: each.at("controller").truth is not True)
    for owner in owners:
        kind, name = owner.at("kind").text, owner.at("name").text
        if kind and name and kind != "Node":
            return ObjectKey(key.cluster, kind, key.namespace, name)
    return None


def unread_deployment(pod: Observed, replica_set: ObjectKey) -> ObjectKey | None:
    """Gives the deployment of a replica set that nobody read: its name is the set's without the template hash."""
    template = root_place(pod).at("metadata", "labels", "pod-template-hash").text
    if template and replica_set.name.endswith(f"-{template}"):
        return ObjectKey(
            replica_set.cluster, "Deployment", replica_set.namespace, replica_set.name[: -len(template) - 1]
        )
    return None


def root_place(observed: Observed) -> ManifestValue:
    return ManifestValue(observed.manifest, (), observed.evidence_id)
