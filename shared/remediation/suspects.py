"""What was changed shortly before it broke: a revision that was synchronised, or a pod template that was replaced."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from shared.diagnosis.index import SnapshotIndex
from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.owners import root_place
from shared.diagnosis.snapshot import ObjectKey
from shared.remediation.gitops import Application, Deployed
from shared.remediation.manifests import pointer_to

#: A change that is older is not thought of as the cause.
CHANGE_WINDOW = timedelta(hours=6)
#: Clocks differ, and what begins is not seen at once.
_SLACK = timedelta(minutes=5)
_REVISION = "deployment.kubernetes.io/revision"
_RESOURCES: Final[Mapping[str, Any]] = {"resources": {"limits": {}, "requests": {}}}
_TAKEN_APART: Final[Mapping[str, Any]] = {"containers": _RESOURCES, "initContainers": _RESOURCES}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectRevision:
    """The source of an application at ``place`` went from ``previous`` to ``revision`` shortly before it broke."""

    place: int
    revision: str
    previous: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """A value of a pod template as it is now and as it was in the template before; an absent place: it had none."""

    pointer: str
    present: ManifestValue
    earlier: ManifestValue


def began_at(index: SnapshotIndex, concerned: Iterable[ObjectKey]) -> datetime:
    """When it broke: the first alert's start, else the first warning about what is concerned, else now."""
    alerts = [alert.starts_at for alert in index.snapshot.alerts if alert.starts_at]
    events = (event for key in concerned for event in index.events(key) if event.type == "Warning")
    warnings = [event.first_at for event in events if event.first_at]
    return min(alerts or warnings or [index.snapshot.at])


def suspect_revision(app: Application, began: datetime) -> SuspectRevision | str:
    """The revision that was deployed shortly before; or in words why there is none to name."""
    earlier, since = _last_step(app.history)
    if not earlier:
        return f"{app.called} has no earlier revision in its history"
    if since is None:
        return f"when {app.called} got its revision is not said"
    if since > began + _SLACK:
        return f"{app.called} got its revision after it broke, at {since:%Y-%m-%d %H:%M} UTC"
    if since < began - CHANGE_WINDOW:
        return f"{app.called} has had its revision since {since:%Y-%m-%d %H:%M} UTC, long before it broke"
    place = changed_source(app, app.applied, earlier)
    if place is None:
        return f"several sources of {app.called} changed at once: which one to take back is for a person to say"
    return SuspectRevision(place=place, revision=app.applied[place], previous=earlier[place], at=since)


def changed_source(app: Application, later: Sequence[str], earlier: Sequence[str]) -> int | None:
    """Which source differs between two lists of revisions; None: more than one does, or the lists do not fit it."""
    if not len(later) == len(earlier) == len(app.sources):
        return None
    changed = [place for place, (new, old) in enumerate(zip(later, earlier, strict=True)) if new != old]
    return changed[0] if len(changed) == 1 else None


def template_changes(index: SnapshotIndex, deployment: ObjectKey, began: datetime) -> Sequence[TemplateChange] | None:
    """In which fields the pod template differs from the one before: each field of the pod, of a container, of its
    resources is one. None: no earlier template was read, or it was replaced long before.
    """
    present, before = index.find(deployment), previous_template(index, deployment, began)
    if present is None or before is None:
        return None
    return list(
        _changed(present.at("spec", "template", "spec"), before.at("spec"), "/spec/template/spec", _TAKEN_APART)
    )


def _changed(
    present: ManifestValue, earlier: ManifestValue, pointer: str, apart: Mapping[str, Any]
) -> Iterator[TemplateChange]:
    """Compares field by field; fields that are ``apart`` by their own fields, lists of them item by item by name."""
    for name in sorted(_fields_of(present) | _fields_of(earlier)):
        value, was, place = present.at(name), earlier.at(name), pointer + pointer_to(name)
        if value.value == was.value:
            continue
        within = apart.get(name)
        names = [item.at("name").text for item in value.each()]
        if within is None or (names and names != [item.at("name").text for item in was.each()]):
            yield TemplateChange(place, value, was)
        elif names:
            for number, (item, twin) in enumerate(zip(value.each(), was.each(), strict=True)):
                yield from _changed(item, twin, f"{place}/{number}", within)
        else:
            yield from _changed(value, was, place, within)


def _fields_of(place: ManifestValue) -> set[str]:
    return set(map(str, place.value)) if isinstance(place.value, Mapping) else set()


def previous_template(index: SnapshotIndex, deployment: ObjectKey, began: datetime) -> ManifestValue | None:
    """The pod template of the replica set before the present one, if the present one is that new."""
    sets = [root_place(each) for each in index.children(deployment) if each.key.kind == "ReplicaSet"]
    numbered = [
        (number, each) for each in sets if (number := each.at("metadata", "annotations", _REVISION).number) is not None
    ]
    numbered.sort(key=lambda each: each[0])
    if len(numbered) < 2:  # noqa: PLR2004
        return None
    made = numbered[-1][1].at("metadata", "creationTimestamp").moment
    if made is None or not began - CHANGE_WINDOW <= made <= began + _SLACK:
        return None
    return numbered[-2][1].at("spec", "template")


def _last_step(history: Sequence[Deployed]) -> tuple[tuple[str, ...], datetime | None]:
    """The revisions before the present ones, and since when the present ones are: syncing again is no change."""
    since = None
    for entry in reversed(history):
        if entry.revisions != history[-1].revisions:
            return entry.revisions, since
        since = entry.at
    return (), since
