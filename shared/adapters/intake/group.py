"""The webhook body that Alertmanager invented and Grafana kept: a group of alerts, each judged by itself.

Only what cannot be understood as an alert at all is refused: without an object, without labels and fingerprint, with an
unknown status. A detail that is too long, missing or of another type is cut, replaced or guessed, and marked.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from shared.adapters.cloudevents.codec import brief
from shared.adapters.intake.body import shown
from shared.adapters.intake.identity import fingerprint_of
from shared.adapters.intake.marks import Marks
from shared.adapters.intake.moments import moment_of
from shared.adapters.intake.naming import name_of
from shared.adapters.intake.severity import severity_from
from shared.adapters.intake.texts import as_text, fitted, storable, texts_of, was_replaced, within_budget
from shared.domain.alert.intents import IngestAlert
from shared.kernel.ids import alert_id_for
from shared.kernel.vocabulary import AlertSource
from shared.ports.intake import Source, SourceSettings
from shared.ports.webhook import ParsedWebhook, UnexpectedPayload

_LONGEST_URL = 4000
_LONGEST_GROUP_KEY = 4000

Status = Literal["firing", "resolved"]


@dataclass(frozen=True, slots=True)
class Ending:
    """How the sender says that an alert is over; see `IngestAlert`."""

    reason: str | None = None
    unwatched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """``more`` is what the sender says about one alert beside its annotations, and is worth keeping as such."""

    source: AlertSource
    more: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda _alert: {}
    ending: Callable[[Mapping[str, str]], Ending] = lambda _annotations: Ending()


class InvalidAlert(Exception):  # noqa: N818 - names the alert
    """One alert that cannot be understood; its neighbours can."""


def parse_group(payload: dict[str, Any], source: Source, received_at: datetime, dialect: Dialect) -> ParsedWebhook:
    """The group's own ``status`` is not looked at: it says firing as long as one member fires."""
    alerts = payload.get("alerts")
    if not isinstance(alerts, list):
        raise UnexpectedPayload("the body has no list of alerts")
    said = payload.get("groupKey")
    group_key = storable(said)[:_LONGEST_GROUP_KEY] if isinstance(said, str) else ""
    intents: list[IngestAlert] = []
    invalid: list[str] = []
    rest: list[Any] = []
    for index, alert in enumerate(alerts):
        try:
            intents.append(_intent(alert, source, received_at, dialect, group_key))
        except InvalidAlert as reason:
            invalid.append(f"alerts[{index}]: {reason}")
            rest.append(alert)
    return ParsedWebhook(
        intents=tuple(intents),
        group_key=group_key,
        truncated=_count(payload.get("truncatedAlerts")),
        invalid=tuple(invalid),
        rest=json.dumps(payload | {"alerts": rest, "truncatedAlerts": 0}).encode() if rest else b"",
    )


def _intent(said: Any, source: Source, received_at: datetime, dialect: Dialect, group_key: str) -> IngestAlert:
    marks = Marks()
    whole = _labels(said, marks)
    fingerprint = fingerprint_of(said.get("fingerprint"), whole, marks)
    alert = _storable(said, marks)
    labels, annotations, url = _texts(
        whole if alert is said else storable(whole), alert, source.settings, dialect, marks
    )
    starts_at, ends_at = _start(alert, marks), moment_of(alert.get("endsAt"), "endsAt", marks)
    status = _status(alert, ends_at, received_at, marks)
    ending = dialect.ending(annotations) if status == "resolved" else Ending()
    try:
        return IngestAlert(
            alert_id=alert_id_for(source.tenant_id, source.name, fingerprint),
            source=dialect.source,
            source_name=source.name,
            fingerprint=fingerprint,
            status=status,
            name=name_of(labels, annotations, marks),
            severity=severity_from(labels, annotations, source.settings, marks),
            # One order for one content, whichever of a pair of senders says it.
            labels=dict(sorted(labels.items())),
            annotations=dict(sorted(annotations.items())),
            starts_at=starts_at or min(received_at, ends_at or received_at),
            # Of a firing alert it is only a promise.
            ends_at=ends_at if status == "resolved" else None,
            received_at=received_at,
            generator_url=url,
            environment_id=source.environment_id,
            group_key=group_key or None,
            stale_after_s=source.settings.stale_after_s,
            retry_window_s=source.settings.retry_window_s,
            marks=marks.told,
            start_unknown=starts_at is None,
            end_reason=ending.reason,
            unwatched=ending.unwatched,
        )
    except ValidationError as invalid:
        raise InvalidAlert(shown(brief(invalid), 500)) from invalid


def _storable(said: dict[str, Any], marks: Marks) -> dict[str, Any]:
    alert: dict[str, Any] = storable(said)
    if alert is not said and was_replaced(alert):
        marks.add("characters that cannot be read or stored were replaced")
    return alert


def _start(alert: Mapping[str, Any], marks: Marks) -> datetime | None:
    starts_at = moment_of(alert.get("startsAt"), "startsAt", marks)
    if starts_at is None:
        marks.add("since when is not known: counted from when we were told")
    return starts_at


def _texts(
    labels: dict[str, str], alert: Mapping[str, Any], settings: SourceSettings, dialect: Dialect, marks: Marks
) -> tuple[dict[str, str], dict[str, str], str | None]:
    """Labels, annotations and link, within what can be kept; what decides most about the alert is kept first."""
    annotations, url = _annotations_and_link(alert, dialect, marks)
    first = (
        "alertname",
        settings.severity_label,
        "service",
        "namespace",
        "pod",
        "deployment",
        "node",
        "job",
        "instance",
    )
    kept = fitted(labels, "label", marks, first), fitted(annotations, "annotation", marks)
    return *within_budget(*kept, marks), url


def _status(alert: Mapping[str, Any], ends_at: datetime | None, received_at: datetime, marks: Marks) -> Status:
    """As Alertmanager itself tells: an alert whose end has come is resolved, any other one fires."""
    said = alert.get("status")
    if said is None or said == "":
        marks.add("the status was missing: taken from the end")
        return "resolved" if ends_at is not None and ends_at <= received_at else "firing"
    match said.strip().lower() if isinstance(said, str) else said:
        case "firing":
            return "firing"
        case "resolved":
            return "resolved"
        case _:
            raise InvalidAlert(f"unknown status {shown(said)!r}")


def _labels(alert: Any, marks: Marks) -> dict[str, str]:
    if not isinstance(alert, dict):
        raise InvalidAlert("not an object")
    labels = alert.get("labels")
    if labels is None and alert.get("fingerprint"):
        marks.add("the labels were missing")
        return {}
    if not isinstance(labels, dict):
        raise InvalidAlert("labels are missing")
    if not labels and not alert.get("fingerprint"):
        raise InvalidAlert("neither labels nor a fingerprint say which alert it is")
    return texts_of(labels, "label", marks)


def _annotations_and_link(
    alert: Mapping[str, Any], dialect: Dialect, marks: Marks
) -> tuple[dict[str, str], str | None]:
    """A long expression makes a long link; the alert is not refused for it."""
    said = alert.get("annotations")
    if said is not None and not isinstance(said, dict):
        marks.add("the annotations were not an object: kept as one text")
        said = {"annotations": as_text(said)}
    annotations = texts_of(said or {}, "annotation", marks)
    annotations |= {name: as_text(value) for name, value in dialect.more(alert).items()}
    url = alert.get("generatorURL") or None
    if url is None or (isinstance(url, str) and len(url) <= _LONGEST_URL):
        return annotations, url
    marks.add("generatorURL is too long, or not a link: kept as an annotation")
    return annotations | {"generatorURL": as_text(url)}, None


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else 0
