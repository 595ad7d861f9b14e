"""What real monitoring systems send, with as little as a test has to say, and what a person sees of it."""

from typing import Any

from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert

EXPORTER = {
    "job": "kube-state-metrics",
    "service": "kps-kube-state-metrics",
    "instance": "10.0.0.5:8080",
    "endpoint": "http",
    "prometheus": "monitoring/k8s",
}


def unnamed(fingerprint: str, **labels: str) -> dict[str, Any]:
    """With these labels and no others."""
    return an_alert(fingerprint) | {"labels": {"severity": "critical"} | labels}


def grafana(fingerprint: str, labels: dict[str, str], annotations: dict[str, str] | None = None, **fields: Any) -> Any:
    alert = unnamed(fingerprint, **labels) | {
        "annotations": annotations or {},
        "values": None,
        "valueString": "",
        "silenceURL": "http://grafana/alerting/silence/new",
    }
    return a_group(alert | fields) | {"version": "1", "orgId": 1, "title": "t", "state": "alerting", "message": "m"}


def argocd(condition: str, **fields: Any) -> dict[str, Any]:
    """One application, well at commit ``good`` since half past eleven."""
    return {
        "version": "sre.argocd.v1",
        "condition": condition,
        "argocdUrl": "https://argo.example",
        "name": "cart",
        "namespace": "argocd",
        "uid": "11111111-2222-3333-4444-555555555555",
        "project": "shop",
        "destination": {"name": "eu-1", "namespace": "shop"},
        "reconciledAt": "2026-03-01T12:00:00Z",
        "sync": {"status": "Synced", "revision": "good"},
        "health": {"status": "Healthy", "lastTransitionTime": "2026-03-01T11:30:00Z"},
        "operation": {"phase": "Succeeded", "startedAt": "2026-03-01T11:20:00Z", "revision": "good"},
        "conditions": [],
    } | fields


def timeline(site: Site, incident: dict[str, Any]) -> list[tuple[str, str]]:
    """Oldest first: kind and text of what happened to its alerts."""
    return [(entry["kind"], entry["text"]) for entry in entries(site, incident)]


def entries(site: Site, incident: dict[str, Any]) -> list[dict[str, Any]]:
    page = site.get(f"/v1/incidents/{incident['incident_id']}/timeline", limit=100)["entries"]
    kinds = ("alert_fired", "alert_changed", "alert_resolved", "alert_ended", "alert_healed")
    return [entry for entry in page["items"] if entry["kind"] in kinds]


def titles(site: Site) -> list[str]:
    return [incident["title"] for incident in site.incidents()]


def affected(incident: dict[str, Any]) -> list[tuple[str, str]]:
    return [(resource["kind"], resource["name"]) for resource in incident["affected_resources"]]
