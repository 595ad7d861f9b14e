"""A snapshot without what lies behind: how containers that run now ended before, and events that have passed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.diagnosis.manifest_value import moment_of
from shared.diagnosis.snapshot import Observed, Snapshot

_STATUSES = ("initContainerStatuses", "containerStatuses")


def since(snapshot: Snapshot, moment: datetime | None) -> Snapshot:
    """What is shown without the alerts and without what was over by then; None: nothing is left out but alerts."""
    plain = replace(snapshot, alerts=())
    if moment is None:
        return plain
    return replace(
        plain,
        objects=[_pod_since(each, moment) if each.key.kind == "Pod" else each for each in snapshot.objects],
        events=[event for event in snapshot.events if event.last_at is None or event.last_at > moment],
    )


def _pod_since(pod: Observed, moment: datetime) -> Observed:
    status = pod.manifest.get("status")
    if not isinstance(status, Mapping):
        return pod
    changed = {name: [_container_since(each, moment) for each in _list_at(status, name)] for name in _STATUSES}
    kept = {name: containers for name, containers in changed.items() if name in status}
    return replace(pod, manifest={**pod.manifest, "status": {**status, **kept}})


def _container_since(status: Any, moment: datetime) -> Any:
    if not isinstance(status, Mapping) or "running" not in _mapping_at(status, "state"):
        return status
    ended = moment_of(str(_mapping_at(_mapping_at(status, "lastState"), "terminated").get("finishedAt", "")))
    return {**status, "lastState": {}} if ended is not None and ended <= moment else status


def _mapping_at(place: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = place.get(name)
    return found if isinstance(found, Mapping) else {}


def _list_at(place: Mapping[str, Any], name: str) -> list[Any]:
    found = place.get(name)
    return found if isinstance(found, list) else []
