"""Sync windows of Argo CD: whether an application may be synchronised now, by a person and by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.diagnosis.index import SnapshotIndex
from shared.diagnosis.manifest_value import ManifestValue
from shared.kernel.globs import glob_matches
from shared.remediation.cron import InvalidCron, read_cron
from shared.remediation.gitops import Application
from shared.remediation.manifests import name_at

_BLOCKED = "blocked by sync window"
_DURATION = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowGate:
    """``automatic`` and ``manual`` say who may synchronise now; ``why`` names the window that forbids it."""

    automatic: bool
    manual: bool
    why: str = ""


OPEN_WINDOW = WindowGate(automatic=True, manual=True)


def window_gate(app: Application, index: SnapshotIndex, now: datetime) -> WindowGate:
    """What Argo CD itself says of the application counts first, then the windows of its project as they are written."""
    answer = app.manifest.at("syncWindows")
    if answer:
        return _from_answer(answer)
    windows = [each for each in _project_windows(app, index) if _concerns(each, app)]
    if windows:
        return _from_project(windows, now)
    if app.operation.running and _BLOCKED in app.operation.message.lower():
        return WindowGate(automatic=False, manual=False, why="a sync window blocks its present operation")
    return OPEN_WINDOW


def _from_answer(answer: ManifestValue) -> WindowGate:
    """Reads the answer of ``/applications/NAME/syncwindows``, where ``canSync`` is about synchronising by hand."""
    active = list(answer.at("activeWindows").each())
    denying, allowing = _of_kind(active, "deny"), _of_kind(active, "allow")
    waiting = _of_kind(list(answer.at("assignedWindows").each()), "allow")
    automatic = not denying and (bool(allowing) or not waiting)
    return _gate(automatic=automatic, manual=answer.at("canSync").truth is not False, windows=denying or waiting)


def _from_project(windows: Sequence[ManifestValue], now: datetime) -> WindowGate:
    denying = [each for each in _of_kind(windows, "deny") if _open(each, now) is not False]
    if denying:
        return _gate(automatic=False, manual=_all_manual(denying), windows=denying)
    allowing = _of_kind(windows, "allow")
    if not allowing or any(_open(each, now) for each in allowing):
        return OPEN_WINDOW
    return _gate(automatic=False, manual=_all_manual(allowing), windows=allowing)


def _of_kind(windows: Sequence[ManifestValue], kind: str) -> Sequence[ManifestValue]:
    return [each for each in windows if each.at("kind").text == kind]


def _gate(*, automatic: bool, manual: bool, windows: Sequence[ManifestValue]) -> WindowGate:
    if automatic and manual:
        return OPEN_WINDOW
    return WindowGate(
        automatic=automatic, manual=manual, why=_called(windows[0]) if windows else "a sync window is shut"
    )


def _called(window: ManifestValue) -> str:
    when = " ".join(filter(None, (name_at(window.at(each)) for each in ("schedule", "duration", "timeZone"))))
    return f"the deny window {when}" if window.at("kind").text == "deny" else f"the allow window {when} is not open"


def _all_manual(windows: Sequence[ManifestValue]) -> bool:
    return all(each.at("manualSync").truth is True for each in windows)


def _open(window: ManifestValue, now: datetime) -> bool | None:
    """None: it cannot be read; then a deny window counts as open and an allow window as shut."""
    length = _DURATION.fullmatch(name_at(window.at("duration")))
    try:
        zone = ZoneInfo(name_at(window.at("timeZone")) or "UTC")
        cron = read_cron(name_at(window.at("schedule")))
    except (InvalidCron, ValueError, LookupError, OSError):
        return None
    if length is None or not length[0]:
        return None
    hours, minutes, seconds = (int(each or 0) for each in length.groups())
    return cron.open_at(now.astimezone(zone), timedelta(hours=hours, minutes=minutes, seconds=seconds))


def _project_windows(app: Application, index: SnapshotIndex) -> Sequence[ManifestValue]:
    project = name_at(app.manifest.at("spec", "project")) or "default"
    for observed, manifest in index.of_kind("AppProject"):
        if (observed.key.cluster, observed.key.name) == (app.key.cluster, project):
            return list(manifest.at("spec", "syncWindows").each())
    return ()


def _concerns(window: ManifestValue, app: Application) -> bool:
    destination = app.manifest.at("spec", "destination")
    asked = (
        ("applications", (app.name,)),
        ("namespaces", (destination.at("namespace").text,)),
        ("clusters", (destination.at("server").text, destination.at("name").text)),
    )
    told = [_any_fits(window.at(field), names) for field, names in asked if any(window.at(field).each())]
    if not told:
        return False
    return all(told) if window.at("andOperator").truth is True else any(told)


def _any_fits(globs: ManifestValue, names: Sequence[str]) -> bool:
    return any(glob_matches(name_at(glob), name) for glob in globs.each() for name in names if name)
