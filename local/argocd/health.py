"""How healthy a resource is, by the rules and in the words of Argo CD. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

Health = dict[str, Any]
_WORST_LAST: Final = ("Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown")
_FAILING: Final = ("CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "CreateContainerConfigError")


def health_of(manifest: Mapping[str, Any]) -> Health | None:
    """Judges an object; None: objects of its kind have no health."""
    match manifest["kind"]:
        case "Deployment":
            return _deployment(manifest)
        case "Pod":
            return _pod(manifest)
        case "ReplicaSet" | "Service":
            return {"status": "Healthy"}
        case "Job":
            return _job(manifest)
        case _:
            return None


def worst(healths: Iterable[Health]) -> Health:
    """Judges an application by its resources. It is missing only where all of them are."""
    found = list(healths)
    if found and any(each["status"] != "Missing" for each in found):
        found = [each for each in found if each["status"] != "Missing"]
    return max(found, key=lambda each: _WORST_LAST.index(each["status"]), default={"status": "Healthy"})


def _deployment(manifest: Mapping[str, Any]) -> Health:
    spec, status = manifest["spec"], manifest.get("status", {})
    if spec.get("paused"):
        return {"status": "Suspended", "message": "Deployment is paused"}
    if manifest["metadata"].get("generation", 1) > status.get("observedGeneration", 0):
        return _waiting("observed deployment generation less than desired generation")
    progress = next((each for each in status.get("conditions", ()) if each["type"] == "Progressing"), None)
    if progress and progress.get("reason") == "ProgressDeadlineExceeded":
        name = manifest["metadata"]["name"]
        return {"status": "Degraded", "message": f'Deployment "{name}" exceeded its progress deadline'}
    return _rolling_out(spec, status)


def _rolling_out(spec: Mapping[str, Any], status: Mapping[str, Any]) -> Health:
    wanted, updated = spec.get("replicas", 1), status.get("updatedReplicas", 0)
    total, available = status.get("replicas", 0), status.get("availableReplicas", 0)
    if updated < wanted:
        return _waiting(f"{updated} out of {wanted} new replicas have been updated...")
    if total > updated:
        return _waiting(f"{total - updated} old replicas are pending termination...")
    if available < updated:
        return _waiting(f"{available} of {updated} updated replicas are available...")
    return {"status": "Healthy"}


def _pod(manifest: Mapping[str, Any]) -> Health:
    status = manifest.get("status", {})
    for container in status.get("containerStatuses", ()):
        waiting = container["state"].get("waiting", {})
        if waiting.get("reason") in _FAILING:
            return {"status": "Degraded", "message": waiting.get("message", waiting["reason"])}
    ready = any(each["type"] == "Ready" and each["status"] == "True" for each in status.get("conditions", ()))
    return {"status": "Healthy"} if ready or status.get("phase") == "Succeeded" else {"status": "Progressing"}


def _job(manifest: Mapping[str, Any]) -> Health:
    conditions = {each["type"]: each for each in manifest.get("status", {}).get("conditions", ())}
    if failed := conditions.get("Failed"):
        return {"status": "Degraded", "message": failed.get("message", "")}
    return {"status": "Healthy"} if "Complete" in conditions else {"status": "Progressing"}


def _waiting(what: str) -> Health:
    return {"status": "Progressing", "message": f"Waiting for rollout to finish: {what}"}
