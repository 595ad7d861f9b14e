"""What kubectl leaves out of a description although the events below it say it.

A description shows no condition of a job, and of a pod's conditions neither reason nor message. The controllers record
an event with the same words whenever they set one of these.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.adapters.case_files.manifests import condition
from shared.diagnosis.snapshot import ObservedEvent

_ENDS_A_JOB = frozenset({
    "BackoffLimitExceeded", "DeadlineExceeded", "PodFailurePolicy", "FailedIndexes", "MaxFailedIndexesExceeded",
})  # fmt: skip


def with_conditions(manifest: Mapping[str, Any], events: Sequence[ObservedEvent]) -> Mapping[str, Any]:
    """The manifest with the conditions that its events say."""
    if manifest.get("kind") == "Job" and (last := _last(events, _ENDS_A_JOB)) is not None:
        return _with(manifest, [condition("Failed", "True", last.reason, last.message)])
    if manifest.get("kind") == "Pod" and (last := _last(events, frozenset({"FailedScheduling"}))) is not None:
        found = [_scheduled(each, last) for each in _conditions(manifest)]
        return _with({**manifest, "status": {**manifest.get("status", {}), "conditions": []}}, found)
    return manifest


def _scheduled(found: dict[str, str], event: ObservedEvent) -> dict[str, str]:
    is_it = found["type"] == "PodScheduled" and found["status"] == "False" and "reason" not in found
    return found | {"reason": "Unschedulable", "message": event.message} if is_it else found


def _last(events: Sequence[ObservedEvent], reasons: frozenset[str]) -> ObservedEvent | None:
    return next((event for event in reversed(events) if event.reason in reasons), None)


def _conditions(manifest: Mapping[str, Any]) -> list[dict[str, str]]:
    return list((manifest.get("status") or {}).get("conditions") or [])


def _with(manifest: Mapping[str, Any], more: Sequence[dict[str, str]]) -> Mapping[str, Any]:
    status = {**(manifest.get("status") or {}), "conditions": [*_conditions(manifest), *more]}
    return {**manifest, "status": status}
