"""Argo CD notifications, in the body of our own template (notifications-cm.yaml): one condition of one application."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from shared.adapters.argocd.conditions import (
    CONDITIONS,
    Condition,
    failure_is_past,
    has_succeeded,
    is_deleted,
    object_in,
    text_in,
)
from shared.adapters.argocd.health import read_health
from shared.adapters.cloudevents.codec import brief
from shared.adapters.intake.body import read_object, shown
from shared.adapters.intake.group import InvalidAlert, Status
from shared.adapters.intake.marks import Marks
from shared.adapters.intake.moments import moment_of
from shared.adapters.intake.texts import fitted, storable, within_budget
from shared.domain.alert.intents import IngestAlert
from shared.domain.health_check.intents import RecordHealthCheck
from shared.kernel.ids import alert_id_for, derive
from shared.kernel.vocabulary import AlertSource, Severity
from shared.ports.intake import Source, SourceSettings
from shared.ports.webhook import ParsedWebhook, UnexpectedPayload

VERSION = "sre.argocd.v1"

#: Argo CD speaks once of each change and never repeats itself: its silence means nothing until a poller asks it.
_SILENCE_ALLOWED_S = 7 * 86_400


def parse_argocd(body: bytes, source: Source, received_at: datetime) -> ParsedWebhook:
    """Parses one notification into the alerts that it starts or ends and the application's health.

    What cannot be recorded of the health does not cost the alert. Raises UnreadableBody, UnexpectedPayload.
    """
    payload = storable(read_object(body))
    if payload.get("version") != VERSION:
        version = shown(payload.get("version"))
        raise UnexpectedPayload(
            f"version is {version!r}, not {VERSION!r}: another template than the one in notifications-cm.yaml"
        )
    invalid: list[str] = []
    intents: list[IngestAlert] = []
    health: RecordHealthCheck | None = None
    identity = ""
    try:
        intents += _intents(payload, source, received_at)
    except InvalidAlert as reason:
        invalid.append(str(reason))
    try:
        identity = _identity(payload)
        health = read_health(payload, source, received_at)
    except InvalidAlert as reason:
        invalid += [] if invalid else [str(reason)]
    return ParsedWebhook(
        intents=tuple(intents),
        health=() if health is None else (health,),
        group_key=identity if intents or health else "",
        invalid=tuple(invalid),
        rest=json.dumps(payload).encode() if invalid else b"",
    )


def _intents(payload: dict[str, Any], source: Source, received_at: datetime) -> Iterator[IngestAlert]:
    """The condition that it is about; the others too, where what it says ends them."""
    said = text_in(payload, "condition")
    if is_deleted(payload):
        for condition in CONDITIONS.values():
            yield _ended(condition, payload, source, received_at)
        return
    about = CONDITIONS.get(said)
    if about is None:
        raise InvalidAlert(f"unknown condition {shown(payload.get('condition'))!r}")
    status = _status(about, payload)
    if status is not None:
        yield _intent(about, payload, source, _Told(status, received_at))
    if failure_is_past(payload):
        told = _Told("resolved", received_at, reason="Synced and Healthy since", until="reconciledAt")
        yield _intent(CONDITIONS["operation"], payload, source, told)
    elif about is not CONDITIONS["operation"] and has_succeeded(payload):
        # Argo CD may have told of the success while the operation still ran, or not at all.
        yield _intent(CONDITIONS["operation"], payload, source, _Told("resolved", received_at, since=False))


def _ended(condition: Condition, payload: dict[str, Any], source: Source, received_at: datetime) -> IngestAlert:
    """With the application itself, whatever its last word was."""
    told = _Told("resolved", received_at, reason="the application was deleted", until="deletionTimestamp", since=False)
    return _intent(condition, payload, source, told)


@dataclass(frozen=True, slots=True)
class _Told:
    """``until`` names the field of the end, where it is not the condition's own; ``since``: the condition says since
    when this is so.
    """

    status: Status
    received_at: datetime
    reason: str | None = None
    until: str = ""
    since: bool = True


def _intent(condition: Condition, payload: dict[str, Any], source: Source, told: _Told) -> IngestAlert:
    marks = Marks()
    identity = _identity(payload)
    fingerprint = derive("argocd", identity, condition.alertname).hex
    since = moment_of(condition.since(payload), "the time of the condition", marks) if told.since else None
    reconciled_at = moment_of(payload.get("reconciledAt"), "reconciledAt", marks) or told.received_at
    until = payload.get(told.until) if told.until else condition.until(payload)
    ends_at = moment_of(until, "the end", marks) or (since or reconciled_at)
    labels, annotations = within_budget(
        fitted(_labels(condition, payload), "label", marks),
        fitted(_annotations(condition, payload), "annotation", marks),
        marks,
    )
    try:
        return IngestAlert(
            alert_id=alert_id_for(source.tenant_id, source.name, fingerprint),
            source=AlertSource.ARGOCD,
            source_name=source.name,
            fingerprint=fingerprint,
            status=told.status,
            name=condition.alertname,
            severity=_severity(condition, condition.word(payload), source.settings),
            labels=labels,
            annotations=annotations,
            starts_at=since or min(reconciled_at, ends_at),
            ends_at=ends_at if told.status == "resolved" else None,
            received_at=told.received_at,
            generator_url=_link(payload),
            environment_id=source.environment_id,
            group_key=identity,
            stale_after_s=max(source.settings.stale_after_s, _SILENCE_ALLOWED_S),
            retry_window_s=source.settings.retry_window_s,
            marks=marks.told,
            start_unknown=since is None,
            end_reason=told.reason,
        )
    except ValidationError as invalid:
        raise InvalidAlert(shown(brief(invalid), 500)) from invalid


def _severity(condition: Condition, word: Any, settings: SourceSettings) -> Severity:
    """The end of a problem is as severe as the problem could have been."""
    worst = max(condition.firing.values(), key=lambda severity: severity.rank)
    if not isinstance(word, str):
        return worst
    return settings.severity_map.get(word.lower()) or condition.firing.get(word, worst)


def _status(condition: Condition, payload: dict[str, Any]) -> Status | None:
    word = condition.word(payload)
    if not isinstance(word, str):
        raise InvalidAlert(f"{condition.alertname}: no status")
    if word in condition.firing:
        return None if condition.calm_while(payload) else "firing"
    if word in condition.resolved:
        return "resolved"
    if word in condition.calm:
        return None
    raise InvalidAlert(f"{condition.alertname}: unknown status {shown(word)!r}")


def _identity(payload: dict[str, Any]) -> str:
    """An application deleted and made again under its name is another one."""
    identity = text_in(payload, "uid") or f"{text_in(payload, 'namespace')}/{text_in(payload, 'name')}"
    if not text_in(payload, "name") or len(identity) > _LONGEST_IDENTITY or not identity.isprintable():
        raise InvalidAlert("the application has no name, or an impossible one")
    return identity


def _labels(condition: Condition, payload: dict[str, Any]) -> dict[str, str]:
    """Only what stays while the application stays: a label that changes would be news every time."""
    destination = object_in(payload, "destination")
    labels = {
        "alertname": condition.alertname,
        "application": text_in(payload, "name"),
        "application_namespace": text_in(payload, "namespace"),
        "project": text_in(payload, "project"),
        "cluster": text_in(destination, "name") or text_in(destination, "server"),
        "namespace": text_in(destination, "namespace"),
    }
    return {name: value for name, value in sorted(labels.items()) if value}


def _annotations(condition: Condition, payload: dict[str, Any]) -> dict[str, str]:
    sources = payload.get("sources")
    first = sources[0] if isinstance(sources, list) and sources and isinstance(sources[0], dict) else {}
    message = condition.message(payload)
    annotations = {
        "summary": f"{text_in(payload, 'name')}: {condition.word(payload)}",
        "description": message if isinstance(message, str) else "",
        "repo_url": text_in(payload, "repoURL") or text_in(first, "repoURL"),
        "revision": text_in(object_in(payload, "operation"), "revision")
        or text_in(object_in(payload, "sync"), "revision"),
    }
    return {name: value for name, value in sorted(annotations.items()) if value}


def _link(payload: dict[str, Any]) -> str | None:
    root = text_in(payload, "argocdUrl").rstrip("/")
    link = f"{root}/applications/{text_in(payload, 'namespace')}/{text_in(payload, 'name')}"
    return link if root and len(link) <= _LONGEST_URL else None


_LONGEST_IDENTITY = 400
_LONGEST_URL = 4000
