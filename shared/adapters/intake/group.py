"""The webhook body that Alertmanager invented and Grafana kept: a group of alerts, each judged by itself."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import ValidationError

from shared.adapters.cloudevents.codec import brief
from shared.adapters.intake.body import shown
from shared.adapters.intake.severity import severity_from
from shared.domain.alert.intents import IngestAlert
from shared.kernel.ids import alert_id_for
from shared.kernel.vocabulary import AlertSource, Severity
from shared.ports.intake import Source, SourceSettings
from shared.ports.webhook import NotOurs, Reading

_LONGEST_NAME = 500
_LONGEST_URL = 4000
_LONGEST_GROUP_KEY = 4000
#: Go's zero time: "none".
_NO_TIME = "0001-01-01T00:00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """``annotations`` are those of one alert plus whatever else the sender says about it that is worth keeping."""

    source: AlertSource
    annotations: Callable[[dict[str, Any]], dict[str, Any]]


class Refused(Exception):  # noqa: N818 - names the alert
    """One alert that cannot be understood; its neighbours can."""


def read_group(payload: dict[str, Any], source: Source, received_at: datetime, dialect: Dialect) -> Reading:
    """The group's own ``status`` is not looked at: it says firing as long as one member fires."""
    alerts = payload.get("alerts")
    if not isinstance(alerts, list):
        raise NotOurs("the body has no list of alerts")
    group_key = _text(payload.get("groupKey"))[:_LONGEST_GROUP_KEY]
    intents: list[IngestAlert] = []
    refused: list[str] = []
    rest: list[Any] = []
    for index, alert in enumerate(alerts):
        try:
            intents.append(_intent(alert, source, received_at, dialect, group_key))
        except Refused as reason:
            refused.append(f"alerts[{index}]: {reason}")
            rest.append(alert)
    return Reading(
        intents=tuple(intents),
        group_key=group_key,
        truncated=_count(payload.get("truncatedAlerts")),
        refused=tuple(refused),
        rest=json.dumps(payload | {"alerts": rest, "truncatedAlerts": 0}).encode() if rest else b"",
    )


def moment_of(value: Any, name: str) -> datetime | None:
    """RFC 3339 with any offset; finer than a microsecond is cut off. The zero value is None."""
    if value is None or value == "" or (isinstance(value, str) and value.startswith(_NO_TIME)):
        return None
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as invalid:
        raise Refused(f"{name} {shown(value, 40)!r} is not a time") from invalid
    raise Refused(f"{name} {shown(value, 40)!r} has no zone")


def _intent(alert: Any, source: Source, received_at: datetime, dialect: Dialect, group_key: str) -> IngestAlert:
    if not isinstance(alert, dict):
        raise Refused("not an object")
    status, labels, fingerprint = _status(alert), _labels(alert), alert.get("fingerprint")
    if not isinstance(fingerprint, str) or not fingerprint:
        raise Refused("the fingerprint is missing")
    annotations, url = _annotations_and_link(alert, dialect)
    try:
        return IngestAlert(
            alert_id=alert_id_for(source.tenant_id, source.name, fingerprint),
            source=dialect.source,
            source_name=source.name,
            fingerprint=fingerprint,
            status=status,
            name=_text(labels.get("alertname"))[:_LONGEST_NAME] or "unnamed alert",
            severity=_severity(labels, source.settings),
            # One order for one content, whichever of a pair of senders says it.
            labels=dict(sorted(labels.items())),
            annotations=dict(sorted(annotations.items())),
            starts_at=_starts_at(alert),
            # Of a firing alert it is only a promise.
            ends_at=moment_of(alert.get("endsAt"), "endsAt") if status == "resolved" else None,
            received_at=received_at,
            generator_url=url,
            environment_id=source.environment_id,
            group_key=group_key or None,
            stale_after_s=source.settings.stale_after_s,
            retry_window_s=source.settings.retry_window_s,
        )
    except ValidationError as invalid:
        raise Refused(shown(brief(invalid), 500)) from invalid
    except UnicodeEncodeError as invalid:
        raise Refused("half a surrogate pair in the fingerprint") from invalid


def _status(alert: dict[str, Any]) -> Literal["firing", "resolved"]:
    match alert.get("status"):
        case "firing":
            return "firing"
        case "resolved":
            return "resolved"
        case unknown:
            raise Refused(f"unknown status {shown(unknown)!r}")


def _labels(alert: dict[str, Any]) -> dict[str, Any]:
    labels = alert.get("labels")
    if not isinstance(labels, dict):
        raise Refused("labels are missing")
    return labels


def _severity(labels: dict[str, Any], settings: SourceSettings) -> Severity:
    severity = severity_from(labels, settings)
    if severity is None:
        raise Refused(f"unknown severity {shown(labels[settings.severity_label])!r}")
    return severity


def _starts_at(alert: dict[str, Any]) -> datetime:
    starts_at = moment_of(alert.get("startsAt"), "startsAt")
    if starts_at is None:
        raise Refused("startsAt is missing")
    return starts_at


def _annotations_and_link(alert: dict[str, Any], dialect: Dialect) -> tuple[dict[str, Any], str | None]:
    """A long expression makes a long link; the alert is not refused for it."""
    annotations, url = dialect.annotations(alert), alert.get("generatorURL") or None
    if isinstance(url, str) and len(url) > _LONGEST_URL:
        return annotations | {"generatorURL": url}, None
    return annotations, url


def _text(value: Any) -> str:
    """What cannot be sent on as UTF-8 (half a surrogate pair) is replaced."""
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else 0
