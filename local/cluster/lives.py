"""The lives of one container, told by its status alone, as a kubelet does: it waits, runs, ends, waits longer.

A status and a moment give the next status; nothing else is remembered. Pure.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from local.cluster.moments import read_moment, written
from local.cluster.software import READY_S, NotPulled, Outcome, ProgramEnding

Status = Mapping[str, Any]
#: Seconds until an image is there, and until the kubelet tries again: doubled for each end up to the longest.
_PULL_S: Final = 1.0
_FIRST_BACKOFF_S: Final = 10.0
_LONGEST_BACKOFF_S: Final = 300.0


def first_status(container: Mapping[str, Any]) -> dict[str, Any]:
    """Tells of a container whose pod has just got its node."""
    return {
        "name": container["name"],
        "image": container["image"],
        "imageID": "",
        "ready": False,
        "started": False,
        "restartCount": 0,
        "state": {"waiting": {"reason": "ContainerCreating"}},
        "lastState": {},
    }


def later_status(status: Status, outcome: Outcome, created: datetime, now: datetime, pod: str) -> dict[str, Any]:
    """Gives the status at a later moment. ``pod`` is how messages name it: ``name_namespace``."""
    told = dict(status)
    while (changed := _next(told, outcome, created, now, pod)) is not None:
        told = changed
    return told


def back_off_s(restarts: int) -> float:
    return float(min(_FIRST_BACKOFF_S * 2 ** min(restarts, 10), _LONGEST_BACKOFF_S))


def _next(told: Status, outcome: Outcome, created: datetime, now: datetime, pod: str) -> dict[str, Any] | None:
    """The status after the next thing that happens; None: nothing has happened by now."""
    if running := told["state"].get("running"):
        return _after_start(told, outcome, read_moment(running["startedAt"]), now, pod)
    if ended := told["lastState"].get("terminated"):
        again = read_moment(ended["finishedAt"]) + timedelta(seconds=back_off_s(told["restartCount"]))
        return _running(told, again, restarts=told["restartCount"] + 1) if again <= now else None
    pulled = created + timedelta(seconds=_PULL_S)
    if pulled > now:
        return None
    if isinstance(outcome, NotPulled):
        return _not_pulled(told, outcome, pulled, now)
    return _running(told, pulled, restarts=0)


def _after_start(told: Status, outcome: Outcome, started: datetime, now: datetime, pod: str) -> dict[str, Any] | None:
    if isinstance(outcome, ProgramEnding):
        ends = started + timedelta(seconds=outcome.after_s)
        return _ended(told, outcome, started, ends, pod) if ends <= now else None
    is_up = started + timedelta(seconds=READY_S) <= now
    return {**told, "ready": True, "started": True} if is_up and not told["ready"] else None


def _running(told: Status, at: datetime, *, restarts: int) -> dict[str, Any]:
    return {
        **told,
        "imageID": told["image"].partition(":")[0] + "@sha256:" + _digest(told["image"]),
        "ready": False,
        "started": True,
        "restartCount": restarts,
        "state": {"running": {"startedAt": written(at)}},
    }


def _ended(told: Status, outcome: ProgramEnding, started: datetime, ended: datetime, pod: str) -> dict[str, Any]:
    wait = timedelta(seconds=back_off_s(told["restartCount"]))
    shown = f"{int(wait.total_seconds()) // 60}m{int(wait.total_seconds()) % 60}s".removeprefix("0m")
    message = f"back-off {shown} restarting failed container={told['name']} pod={pod}"
    terminated = {"exitCode": outcome.exit_code, "reason": outcome.reason, "startedAt": written(started)}
    return {
        **told,
        "ready": False,
        "started": False,
        "state": {"waiting": {"reason": "CrashLoopBackOff", "message": message}},
        "lastState": {"terminated": terminated | {"finishedAt": written(ended)}},
    }


def _not_pulled(told: Status, outcome: NotPulled, pulled: datetime, now: datetime) -> dict[str, Any] | None:
    """The kubelet tells of the failure, and after the first pause that it waits."""
    waits = now - pulled >= timedelta(seconds=_FIRST_BACKOFF_S)
    waiting = {"reason": outcome.reason, "message": outcome.message}
    if waits:
        back_off = f'Back-off pulling image "{told["image"]}": {outcome.reason}: {outcome.message}'
        waiting = {"reason": "ImagePullBackOff", "message": back_off}
    return None if told["state"] == {"waiting": waiting} else {**told, "state": {"waiting": waiting}}


def _digest(image: str) -> str:
    return sha256(image.encode()).hexdigest()
