"""Nodes in good health."""

from typing import Final

from local.cluster.objects import Manifest

_SINCE: Final = "2026-12-01T08:00:00Z"


def node(name: str) -> Manifest:
    """Makes a node in good health."""
    ready = {"type": "Ready", "status": "True", "lastTransitionTime": _SINCE, "reason": "KubeletReady"}
    return {
        "kind": "Node",
        "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name}},
        "spec": {},
        "status": {
            "conditions": [ready | {"message": "kubelet is posting ready status"}],
            "allocatable": {"cpu": "8", "memory": "32Gi", "pods": "110"},
            "nodeInfo": {"kubeletVersion": "v1.36.0"},
        },
    }
