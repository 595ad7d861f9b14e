"""Argo CD's own actions on a resource: which there are, and the patch that each of them makes. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from local.argocd.applications import Json
from local.argocd.refusals import invalid_argument
from local.cluster.moments import written
from local.cluster.objects import Manifest

_RESTARTED: Final = "kubectl.kubernetes.io/restartedAt"


def actions_of(manifest: Manifest) -> list[Json]:
    """Lists the actions of an object; a disabled one would change nothing."""
    if manifest["kind"] != "Deployment":
        return []
    paused = bool(manifest["spec"].get("paused"))
    return [
        {"name": "pause", "disabled": paused},
        {"name": "restart", "disabled": paused},
        {"name": "resume", "disabled": not paused},
        {"name": "scale", "params": [{"name": "replicas"}]},
    ]


def patch_of(action: str, manifest: Manifest, parameters: Mapping[str, str], now: datetime) -> Json:
    """Gives the patch of an action. Raises ArgoRefused for one that the object does not have."""
    if action not in {each["name"] for each in actions_of(manifest)}:
        raise invalid_argument(f"error getting Lua resource action: built-in script {action} does not exist")
    match action:
        case "restart":
            return {"spec": {"template": {"metadata": {"annotations": {_RESTARTED: written(now)}}}}}
        case "scale":
            return {"spec": {"replicas": _replicas(parameters)}}
        case _:
            return {"spec": {"paused": action == "pause"}}


def read_parameters(told: Any) -> Mapping[str, str]:
    """Reads ``[{"name": "replicas", "value": "3"}]``."""
    return {str(each.get("name")): str(each.get("value")) for each in told or () if isinstance(each, Mapping)}


def _replicas(parameters: Mapping[str, str]) -> int:
    told = parameters.get("replicas", "")
    if not told.isdecimal():
        raise invalid_argument(f"invalid number: {told}")
    return int(told)
