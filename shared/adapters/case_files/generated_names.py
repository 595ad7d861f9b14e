"""Who made a pod, told from the name that it was given: tables and events show no owner."""

import re
from typing import Any

#: Kubernetes makes random parts of names from these alone, so that no words come out; old hashes are numbers.
_SIGNS = "bcdfghjklmnpqrstvwxz2456789"
_MADE = re.compile(rf"(?P<deployment>[a-z0-9.-]{{1,230}})-(?P<hash>[{_SIGNS}]{{8,10}}|\d{{8,10}})-[{_SIGNS}]{{5}}")


def made_by(pod: str) -> dict[str, Any]:
    """The metadata that a deployment's pod has by its name, ``web-5d8f9c7b6d-x2x4k``; nothing for other names."""
    found = _MADE.fullmatch(pod)
    if found is None:
        return {}
    owner = {"kind": "ReplicaSet", "name": f"{found['deployment']}-{found['hash']}", "controller": True}
    return {"labels": {"pod-template-hash": found["hash"]}, "ownerReferences": [owner]}
