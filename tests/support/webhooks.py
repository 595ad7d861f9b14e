"""Alertmanager's webhook bodies, written with as little as a test has to say."""

from typing import Any

STARTS_AT = "2026-03-01T12:00:00Z"
_NOT_ENDED = "0001-01-01T00:00:00Z"


def an_alert(fingerprint: str, *, labels: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    """Firing since ``STARTS_AT``; a service named after its fingerprint keeps it apart from other tests' alerts."""
    named = {"alertname": "Errors", "service": f"service-{fingerprint}", "severity": "critical"}
    return {
        "status": "firing",
        "labels": named | (labels or {}),
        "annotations": {"summary": "it fails"},
        "startsAt": STARTS_AT,
        "endsAt": _NOT_ENDED,
        "generatorURL": "http://prometheus/graph",
        "fingerprint": fingerprint,
    } | fields


def resolved(alert: dict[str, Any], ends_at: str = "2026-03-01T12:30:00Z") -> dict[str, Any]:
    return alert | {"status": "resolved", "endsAt": ends_at}


def a_group(*alerts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The group says firing as long as one of its alerts does."""
    firing = any(alert["status"] == "firing" for alert in alerts)
    return {
        "version": "4",
        "groupKey": '{}:{alertname="Errors"}',
        "status": "firing" if firing else "resolved",
        "receiver": "sre",
        "truncatedAlerts": 0,
        "groupLabels": {"alertname": "Errors"},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager",
        "alerts": list(alerts),
    } | fields
