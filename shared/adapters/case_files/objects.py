"""Whole objects out of JSON and YAML: manifests, events, alerts and Argo CD's applications."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from shared.adapters.case_files.collector import CLUSTER, Collector, Fidelity, FilePlace
from shared.adapters.case_files.documents import Broken, Piece, is_too_deep
from shared.adapters.case_files.kinds import group_of, is_namespaced, kind_named
from shared.adapters.case_files.times import moment
from shared.diagnosis.redaction import redact
from shared.diagnosis.snapshot import ObjectKey, ObservedAlert, ObservedEvent

_MOST_OCCURRENCES = 1_000_000


def take_piece(into: Collector, path: str, piece: Piece | Broken) -> bool:
    """Whether it was of a form that is known; one that is broken is, since what is wrong with it is said."""
    place = FilePlace(path, piece.first, piece.last)
    if isinstance(piece, Broken):
        into.not_read(place, piece.why)
        return True
    value = piece.value
    if value is None and piece.header is not None:
        return _is_list(piece.header)
    if not isinstance(value, dict):
        return False
    if is_too_deep(value):
        into.not_read(place, "it is nested too deep")
        return True
    return take_object(into, place, value, piece.header or {})


def kind_of_list(header: Mapping[str, Any]) -> str:
    """``Pod`` of a PodList; empty of a List that may hold anything."""
    return str(header.get("kind") or "").removesuffix("List")


def _is_list(header: Mapping[str, Any]) -> bool:
    return str(header.get("kind") or "").endswith("List") or "alerts" in header or "metadata" in header


def take_object(
    into: Collector, place: FilePlace, value: dict[str, Any], header: Mapping[str, Any] = MappingProxyType({})
) -> bool:
    """Whether it is of a kind that is known."""
    kind = str(value.get("kind") or kind_of_list(header))
    if kind == "Event":
        _event(into, place, value)
    elif kind == "Status" and value.get("reason") == "NotFound":
        _absent(into, place, value)
    elif not kind and isinstance(value.get("labels"), dict):
        _alert(into, place, value)
    elif not kind and isinstance(value.get("data"), dict) and isinstance(value["data"].get("alerts"), list):
        for each in value["data"]["alerts"]:
            if isinstance(each, dict) and isinstance(each.get("labels"), dict):
                _alert(into, place, each)
    elif kind := kind or _kind_by_shape(value):
        _manifest(into, place, value, kind, header)
    else:
        return False
    return True


def _manifest(into: Collector, place: FilePlace, value: dict[str, Any], kind: str, header: Mapping[str, Any]) -> None:
    metadata = value.get("metadata")
    if not isinstance(metadata, dict) or not metadata.get("name"):
        into.not_read(place, f"an object of the kind {kind[:100]} without a name")
        return
    version = value.get("apiVersion") or header.get("apiVersion")
    if kind == "Application" and not version:
        version = "argoproj.io/v1alpha1"
    kept = {name: each for name, each in metadata.items() if name != "managedFields"}
    whole = {**value, "kind": kind, "metadata": kept} | ({"apiVersion": version} if version else {})
    into.manifest(whole, place, Fidelity.WHOLE)


def _kind_by_shape(value: Mapping[str, Any]) -> str:
    """Argo CD's API and what Go programs write leave out of what kind an object is."""
    spec, status = value.get("spec"), value.get("status")
    if _is_application(spec):
        return "Application"
    return "Pod" if isinstance(spec, dict) and "containers" in spec and isinstance(status, dict) else ""


def _is_application(spec: Any) -> bool:
    return (
        isinstance(spec, dict) and isinstance(spec.get("destination"), dict) and ("source" in spec or "sources" in spec)
    )


def _event(into: Collector, place: FilePlace, value: dict[str, Any]) -> None:
    """Both groups' events: the older names of fields come first, since both fill them."""
    about = value.get("involvedObject") or value.get("regarding") or {}
    if not isinstance(about, dict) or not about.get("name"):
        into.not_read(place, "an event that is about nothing")
        return
    kind, series = str(about.get("kind") or ""), value.get("series") or {}
    key = ObjectKey(
        CLUSTER,
        kind,
        str(about.get("namespace") or "") if is_namespaced(kind) else "",
        str(about["name"]),
        group_of(kind, str(about.get("apiVersion") or "")),
    )
    message = str(value.get("message") or value.get("note") or "")
    reason = str(value.get("reason") or "")
    first = moment(value.get("firstTimestamp") or value.get("deprecatedFirstTimestamp") or value.get("eventTime"))
    last = moment(value.get("lastTimestamp") or value.get("deprecatedLastTimestamp") or series.get("lastObservedTime"))
    count = value.get("count") or value.get("deprecatedCount") or series.get("count") or 1
    text = redact(f"{value.get('type', '')} {reason} {kind}/{key.name}: {message}".strip())
    evidence_id = into.read(place, f"Event {reason} of {kind} {key.name}", text)
    into.event(
        ObservedEvent(
            about=key,
            reason=reason,
            message=message,
            type=str(value.get("type") or "Normal"),
            count=min(int(count), _MOST_OCCURRENCES) if isinstance(count, int | float) else 1,
            first_at=first or last,
            last_at=last or first,
            evidence_id=evidence_id,
        )
    )


def _alert(into: Collector, place: FilePlace, value: dict[str, Any]) -> None:
    """Of Alertmanager's list, of its webhook's body, or of Prometheus. Ended and pending ones say nothing of now."""
    status = value.get("status")
    state = status.get("state") if isinstance(status, dict) else status or value.get("state")
    labels = {str(name): redact(str(each)) for name, each in value["labels"].items()}
    notes = value.get("annotations")
    name = labels.get("alertname", "")
    text = "\n".join(f"{label}={each}" for label, each in labels.items())
    evidence_id = into.read(place, f"Alert {name}", text)
    if state in {"resolved", "pending", "inactive"}:
        return
    into.alerts.append(
        ObservedAlert(
            name=name,
            labels=labels,
            annotations={str(k): redact(str(v)) for k, v in notes.items()} if isinstance(notes, dict) else {},
            starts_at=moment(value.get("startsAt") or value.get("activeAt")),
            evidence_id=evidence_id,
        )
    )


def _absent(into: Collector, place: FilePlace, value: dict[str, Any]) -> None:
    details = value.get("details")
    known = kind_named(str(details.get("kind") or "")) if isinstance(details, dict) else None
    if known is None or not isinstance(details, dict) or not details.get("name"):
        into.not_read(place, "an answer that something does not exist, without what")
        return
    key = ObjectKey(CLUSTER, known.kind, "", str(details["name"]), known.group)
    into.does_not_exist(key, place, str(value.get("message") or ""))
