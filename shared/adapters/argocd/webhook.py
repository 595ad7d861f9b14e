"""Argo CD notifications, in the body of our own template (notifications-cm.yaml): one condition of one application."""

import json
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from shared.adapters.argocd.conditions import CONDITIONS, Condition, object_in, text_in
from shared.adapters.argocd.health import read_health
from shared.adapters.cloudevents.codec import brief
from shared.adapters.intake.body import read_object, shown
from shared.adapters.intake.group import Refused, moment_of
from shared.domain.alert.intents import IngestAlert
from shared.kernel.ids import alert_id_for, derive
from shared.kernel.vocabulary import AlertSource, Severity
from shared.ports.intake import Source, SourceSettings
from shared.ports.webhook import NotOurs, Reading

VERSION = "sre.argocd.v1"

Status = Literal["firing", "resolved"]


#: Argo CD speaks once of each change and never repeats itself: its silence means nothing until a poller asks it.
_SILENCE_ALLOWED_S = 7 * 86_400


def read_argocd(body: bytes, source: Source, received_at: datetime) -> Reading:
    """Raises UnreadableBody, NotOurs."""
    payload = read_object(body)
    if payload.get("version") != VERSION:
        version = shown(payload.get("version"))
        raise NotOurs(
            f"version is {version!r}, not {VERSION!r}: another template than the one in notifications-cm.yaml"
        )
    try:
        group_key = _identity(payload)
        intent = _intent(payload, source, received_at)
        health = read_health(payload, source, received_at)
    except Refused as reason:
        return Reading(intents=(), refused=(str(reason),), rest=json.dumps(payload).encode())
    return Reading(
        intents=() if intent is None else (intent,),
        health=() if health is None else (health,),
        group_key=group_key,
    )


def _intent(payload: dict[str, Any], source: Source, received_at: datetime) -> IngestAlert | None:
    condition = CONDITIONS.get(text_in(payload, "condition"))
    if condition is None:
        raise Refused(f"unknown condition {shown(payload.get('condition'))!r}")
    word = condition.word(payload)
    status = _status(condition, word)
    if status is None:
        return None
    fingerprint = derive("argocd", _identity(payload), condition.alertname).hex
    starts_at = moment_of(condition.since(payload), "the time of the condition") or _reconciled_at(payload)
    try:
        return IngestAlert(
            alert_id=alert_id_for(source.tenant_id, source.name, fingerprint),
            source=AlertSource.ARGOCD,
            source_name=source.name,
            fingerprint=fingerprint,
            status=status,
            name=condition.alertname,
            severity=_severity(condition, word, source.settings),
            labels=_labels(condition, payload),
            annotations=_annotations(condition, payload),
            starts_at=starts_at,
            ends_at=moment_of(condition.until(payload), "the end") or starts_at if status == "resolved" else None,
            received_at=received_at,
            generator_url=_link(payload),
            environment_id=source.environment_id,
            group_key=_identity(payload),
            stale_after_s=max(source.settings.stale_after_s, _SILENCE_ALLOWED_S),
            retry_window_s=source.settings.retry_window_s,
        )
    except ValidationError as invalid:
        raise Refused(shown(brief(invalid), 500)) from invalid


def _severity(condition: Condition, word: str, settings: SourceSettings) -> Severity:
    """The end of a problem is as severe as the problem could have been."""
    worst = max(condition.firing.values(), key=lambda severity: severity.rank)
    return settings.severity_map.get(word.lower()) or condition.firing.get(word, worst)


def _status(condition: Condition, word: Any) -> Status | None:
    if not isinstance(word, str):
        raise Refused(f"{condition.alertname}: no status")
    if word in condition.firing:
        return "firing"
    if word in condition.resolved:
        return "resolved"
    if word in condition.calm:
        return None
    raise Refused(f"{condition.alertname}: unknown status {shown(word)!r}")


def _identity(payload: dict[str, Any]) -> str:
    """An application deleted and made again under its name is another one."""
    identity = text_in(payload, "uid") or f"{text_in(payload, 'namespace')}/{text_in(payload, 'name')}"
    if not text_in(payload, "name") or len(identity) > _LONGEST_IDENTITY or not identity.isprintable():
        raise Refused("the application has no name, or an impossible one")
    return identity


def _reconciled_at(payload: dict[str, Any]) -> datetime:
    moment = moment_of(payload.get("reconciledAt"), "reconciledAt")
    if moment is None:
        raise Refused("neither the condition nor the application says since when")
    return moment


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
    return f"{root}/applications/{text_in(payload, 'namespace')}/{text_in(payload, 'name')}" if root else None


_LONGEST_IDENTITY = 400
