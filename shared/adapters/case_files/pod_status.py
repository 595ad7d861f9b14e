"""The one word that kubectl's table shows of a pod, turned back into the status it was made from."""

import re
from typing import Any

from shared.adapters.case_files.manifests import filled

_PHASES = frozenset({"Running", "Pending", "Succeeded", "Failed", "Unknown"})
_WAITING = frozenset({
    "CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull",
    "ImageInspectError", "RegistryUnavailable", "CreateContainerConfigError", "CreateContainerError",
    "RunContainerError", "PreCreateHookError", "PostStartHookError", "PreStartHookError", "ContainerCreating",
    "PodInitializing", "ContainerStatusUnknown", "SignatureValidationFailed",
})  # fmt: skip
_TERMINATED = frozenset({"OOMKilled", "Error", "Completed", "ContainerCannotRun", "DeadlineExceeded", "StartError"})
_OF_THE_POD = frozenset({
    "Evicted", "NodeLost", "NodeAffinity", "Shutdown", "UnexpectedAdmissionError", "OutOfcpu", "OutOfmemory",
    "OutOfpods", "Terminated", "Preempting", "NodeShutdown",
})  # fmt: skip
_ENDED_BY = re.compile(r"(ExitCode|Signal):(\d{1,3})")
_INIT_DONE = re.compile(r"(\d{1,3})/(\d{1,3})")


def status_of(word: str, ready: int | None, of: int | None, restarts: int | None) -> dict[str, Any]:
    """Which container it is the word of is not said: it is put to the first that is not ready."""
    init, _, reason = word.rpartition(":") if word.startswith("Init:") else ("", "", word)
    if init:
        return _initializing(reason, restarts)
    state = _state(word)
    phase = word if word in _PHASES else _phase(word, ready)
    containers = _containers(state, ready or 0, of or 0, restarts)
    if word == "SchedulingGated":
        return {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": word}]}
    if word in _OF_THE_POD:
        return filled({"phase": "Failed", "reason": word, "containerStatuses": containers})
    return filled({"phase": phase, "containerStatuses": containers, "conditions": _ready(word, ready, of)})


def _initializing(reason: str, restarts: int | None) -> dict[str, Any]:
    counted = _INIT_DONE.fullmatch(reason)
    if counted is not None:
        done, of = int(counted[1]), int(counted[2])
        return {"phase": "Pending", "initContainerStatuses": [{"ready": index < done} for index in range(min(of, 100))]}
    return {
        "phase": "Pending",
        "initContainerStatuses": [filled({"ready": False, "restartCount": restarts, "state": _state(reason)})],
    }


def _state(word: str) -> dict[str, Any]:
    if word in _WAITING:
        return {"waiting": {"reason": word}}
    if word in _TERMINATED:
        return {"terminated": filled({"reason": word, "exitCode": {"OOMKilled": 137, "Completed": 0}.get(word)})}
    if found := _ENDED_BY.fullmatch(word):
        return {"terminated": {"exitCode" if found[1] == "ExitCode" else "signal": int(found[2])}}
    return {}


def _phase(word: str, ready: int | None) -> str | None:
    if word in {
        "ContainerCreating",
        "ErrImagePull",
        "ImagePullBackOff",
        "InvalidImageName",
        "CreateContainerConfigError",
    }:
        return "Running" if ready else "Pending"
    if word == "Completed":
        return "Succeeded"
    return "Running" if word in _WAITING else None


def _containers(state: dict[str, Any], ready: int, of: int, restarts: int | None) -> list[dict[str, Any]]:
    """The first that is not ready has the state and the restarts; those that are ready run."""
    found: list[dict[str, Any]] = []
    for index in range(min(of, 100)):
        is_ready = index >= of - ready
        shown = {"running": {}} if is_ready else state if index == 0 else {}
        counted = {"restartCount": restarts} if index == 0 and restarts is not None else {}
        found.append({"ready": is_ready} | counted | ({"state": shown} if shown else {}))
    return found


def _ready(word: str, ready: int | None, of: int | None) -> list[dict[str, str]]:
    if word != "Running" or ready is None or of is None:
        return []
    return [{"type": "Ready", "status": "True" if ready == of else "False"}]
