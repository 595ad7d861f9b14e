"""One notification of a CloudWatch alarm (metric, expression, anomaly band or composite) as what we say of alerts.

| its new state | before | the alert | its incident |
|---|---|---|---|
| ALARM | any | fires | |
| OK | ALARM | resolved | resolves after its hold-down |
| OK | INSUFFICIENT_DATA | resolved, where one was left unwatched; else nothing is said | resolves, if it is open |
| INSUFFICIENT_DATA | ALARM | ended, unwatched | open: a person decides |
| INSUFFICIENT_DATA | OK | nothing is said: nothing was wrong when the data ended | |
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from shared.adapters.cloudevents.codec import brief
from shared.adapters.cloudwatch.grading import severity_by_name
from shared.adapters.cloudwatch.metrics import WatchedMetric, watched_by
from shared.adapters.intake.body import shown
from shared.adapters.intake.group import InvalidAlert, Status
from shared.adapters.intake.identity import fingerprint_of
from shared.adapters.intake.marks import Marks
from shared.adapters.intake.moments import moment_of
from shared.adapters.intake.naming import name_of
from shared.adapters.intake.texts import as_text, fitted, storable, within_budget
from shared.domain.alert.intents import IngestAlert
from shared.kernel.ids import alert_id_for
from shared.kernel.vocabulary import AlertSource
from shared.ports.intake import Source

ALARM, OK, NO_DATA = "ALARM", "OK", "INSUFFICIENT_DATA"
_STATES = frozenset({ALARM, OK, NO_DATA})
#: CloudWatch speaks once of each change and never repeats itself: its silence means nothing.
_SILENCE_ALLOWED_S = 7 * 86_400
_LONGEST_URL = 4000
_ARN = re.compile(
    r"arn:(?P<partition>[a-z-]+):cloudwatch:(?P<region>[a-z0-9-]+):(?P<account>\d*):alarm:(?P<name>.+)", re.DOTALL
)
_CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-us-gov": "console.amazonaws-us-gov.com",
    "aws-cn": "console.amazonaws.cn",
}


def is_alarm(payload: Mapping[str, Any]) -> bool:
    """Tells an alarm's notification from all else that is published to topics."""
    return "AlarmName" in payload and "NewStateValue" in payload


def read_alarm(said: dict[str, Any], source: Source, received_at: datetime) -> IngestAlert | None:
    """Reads what an alarm says; None where it says nothing of an alert. Raises InvalidAlert."""
    said = storable(said)
    state, before = _text(said, "NewStateValue"), _text(said, "OldStateValue")
    if state not in _STATES:
        raise InvalidAlert(f"unknown state {shown(said.get('NewStateValue'))!r}")
    if state == NO_DATA and before != ALARM:
        return None
    marks = Marks()
    told = _told(said, state, before, received_at, marks)
    return _intent(said, source, received_at, told, marks)


@dataclass(frozen=True, slots=True)
class _ToldOf:
    status: Status
    starts_at: datetime
    ends_at: datetime | None
    start_unknown: bool
    unwatched: bool


def _told(said: Mapping[str, Any], state: str, before: str, received_at: datetime, marks: Marks) -> _ToldOf:
    """Of an end that followed an alarm, the last moment of the episode also stands for its start: so one that
    overtakes its own beginning, or comes long after, is known for what it is."""
    changed = moment_of(said.get("StateChangeTime"), "StateChangeTime", marks)
    if changed is None and not marks:
        marks.add("since when is not known: counted from when we were told")
    at = changed or received_at
    if state == ALARM:
        return _ToldOf("firing", at, None, start_unknown=changed is None, unwatched=False)
    return _ToldOf("resolved", at, at, start_unknown=changed is None or before != ALARM, unwatched=state == NO_DATA)


def _intent(said: Mapping[str, Any], source: Source, received_at: datetime, told: _ToldOf, marks: Marks) -> IngestAlert:
    arn, watched, settings = _place(said), watched_by(said.get("Trigger")), source.settings
    whole = _labels(said, arn, watched)
    labels, annotations = within_budget(
        fitted(whole, "label", marks, ("alertname", "cluster", "namespace", "service", "account_id", "region")),
        fitted(_annotations(said, watched), "annotation", marks),
        marks,
    )
    fingerprint = fingerprint_of(said.get("AlarmArn"), whole, marks)
    name = name_of(labels, annotations, marks)
    try:
        return IngestAlert(
            alert_id=alert_id_for(source.tenant_id, source.name, fingerprint),
            source=AlertSource.CLOUDWATCH,
            source_name=source.name,
            fingerprint=fingerprint,
            status=told.status,
            name=name,
            severity=severity_by_name(name, annotations.get("description", ""), settings),
            labels=dict(sorted(labels.items())),
            annotations=dict(sorted(annotations.items())),
            starts_at=told.starts_at,
            ends_at=told.ends_at,
            received_at=received_at,
            generator_url=_link(arn),
            environment_id=source.environment_id,
            stale_after_s=max(settings.stale_after_s, _SILENCE_ALLOWED_S),
            # An alarm that goes off again has a new start: the same one again is an old post.
            retry_window_s=max(settings.retry_window_s, settings.replay_window_s),
            marks=marks.told,
            start_unknown=told.start_unknown,
            end_reason="InsufficientData" if told.unwatched else None,
            unwatched=told.unwatched,
        )
    except ValidationError as invalid:
        raise InvalidAlert(shown(brief(invalid), 500)) from invalid


@dataclass(frozen=True, slots=True)
class _Place:
    partition: str = ""
    region: str = ""
    account: str = ""
    name: str = ""


def _place(said: Mapping[str, Any]) -> _Place:
    arn = said.get("AlarmArn")
    found = _ARN.fullmatch(arn) if isinstance(arn, str) else None
    return _Place(**found.groupdict()) if found else _Place()


def _labels(said: Mapping[str, Any], arn: _Place, watched: WatchedMetric) -> dict[str, str]:
    """Gives what stays while the alarm stays; its own words come before a dimension of the same name."""
    own = {
        "alertname": _text(said, "AlarmName"),
        "account_id": _text(said, "AWSAccountId") or arn.account,
        "region": arn.region or _text(said, "Region"),
        "metric_name": watched.metric,
        "metric_namespace": watched.namespace,
    }
    return {**watched.dimensions, **{name: value for name, value in own.items() if value}}


def _annotations(said: Mapping[str, Any], watched: WatchedMetric) -> dict[str, str]:
    children = said.get("TriggeringChildren")
    annotations = {
        "summary": _text(said, "NewStateReason"),
        "description": _text(said, "AlarmDescription"),
        "expression": watched.expression,
        "alarm_rule": _text(said, "AlarmRule"),
        "triggering_children": as_text(children) if children else "",
    }
    return {name: value for name, value in annotations.items() if value}


def _link(arn: _Place) -> str | None:
    """Makes the address of the alarm in its region's console."""
    console = _CONSOLES.get(arn.partition)
    if console is None:
        return None
    link = (
        f"https://{arn.region}.{console}/cloudwatch/home?region={arn.region}#alarmsV2:alarm/{quote(arn.name, safe='')}"
    )
    return link if len(link) <= _LONGEST_URL else None


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""
