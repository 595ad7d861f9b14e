"""Values that examples are made of, by the name of the field that holds them: one small company, always the same."""

from collections.abc import Mapping
from typing import Any

_INCIDENT = "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"
_OTHER = "92a3b4c5-d6e7-48f9-8a1b-2c3d4e5f6071"
_ALERT = "0b1f5b6c-7d8e-4f90-8a1b-2c3d4e5f6071"
_SERVICE = "7d8e9fa0-b1c2-4d3e-8f40-5162738495a6"

#: Text fields. A field that is not here says ``text`` in its own name's words.
TEXTS: Mapping[str, str] = {
    "acknowledged_by": "human:ben",
    "aggregate_type": "incident",
    "alertname": "CheckoutErrorRate",
    "application": "checkout",
    "assignee": "ben",
    "author": "ana",
    "because": "the alert's label service is checkout",
    "bad_series": 'job:http_errors:rate5m{job="checkout"}',
    "body": "The pool holds 20 connections; each worker takes two.",
    "cluster": "prod-eu-1",
    "code": "request.invalid",
    "correlation_key": "service-outage/service=checkout",
    "cursor": "after-42",
    "description": "Every tenth request is answered with 504 since the last rollout.",
    "dry_run": "deployment.apps/checkout configured (server dry run)",
    "dry_run_hash": "b2" * 32,
    "environment": "prod-eu",
    "environment_id": "prod-eu",
    "fingerprint": "f1f1f1f1f1f1f1f1",
    "fix": "Roll back to the revision before.",
    "generator_url": "https://prometheus.example.com/graph?g0.expr=checkout",
    "good_query": 'sum(rate(http_requests_total{service="checkout",code!~"5.."}[5m]))',
    "gone_from": "backstage:catalog/checkout.yaml",
    "group_key": '{}:{service="checkout"}',
    "health": "Healthy",
    "kind": "Deployment",
    "lifecycle": "production",
    "member": "ana",
    "message": "Readiness probe failed: HTTP 404",
    "name": "checkout",
    "namespace": "shop",
    "next_cursor": "after-42",
    "note": "Looking at the last rollout.",
    "number": "42",
    "operation_phase": "Succeeded",
    "origin": "backstage:catalog/checkout.yaml",
    "output": "deployment.apps/checkout rolled back",
    "owner": "team-booking",
    "owner_team": "team-booking",
    "path": "catalog/checkout.yaml",
    "person": "ana",
    "plan": '{"action":"argocd.sync","application":"checkout"}',
    "plan_hash": "a1" * 32,
    "project": "shop",
    "ratio_query": "avg_over_time(probe_success[5m])",
    "reason": "The error rate is above five percent.",
    "reference": "PSCHED1",
    "resolution_summary": "The rollout of 9be1f02 was rolled back.",
    "resource": "deployment/checkout",
    "revision": "9be1f02",
    "role": "ana",
    "rollback": "kubectl rollout undo deployment/checkout",
    "root_cause": "The rollout broke the readiness probe.",
    "rrule": "FREQ=WEEKLY;BYDAY=SU",
    "scope": "Every tenth checkout in Europe",
    "slug": "checkout",
    "source": "prometheus",
    "source_name": "prod-eu-prometheus",
    "start": "09:00",
    "status": "True",
    "step_id": "roll-back",
    "summary": "The rollout of 9be1f02 broke the readiness probe; it was rolled back.",
    "symptom": "Checkout answers every tenth request with 504.",
    "sync": "Synced",
    "tag": "payments",
    "text": "Rolled back to 3f2a91c.",
    "ticket_url": "https://tracker.example.com/SHOP-4711",
    "title": "Checkout is slow and answers every tenth request with 504",
    "tool": "k8s.rollout_undo",
    "total_series": 'job:http_requests:rate5m{job="checkout"}',
    "total_query": 'sum(rate(http_requests_total{service="checkout"}[5m]))',
    "type": "Ready",
    "until": "17:00",
    "user_impact": "Every tenth order failed.",
    "verification": "The error rate is below one percent for ten minutes.",
    "verify": "The error rate is below one percent for ten minutes.",
    "waive_postmortem": "Known cause, covered by the postmortem of INC-40.",
    "waiver_reason": "Known cause, covered by the postmortem of INC-40.",
    "what": "severity",
    "zone": "Europe/Berlin",
}
#: Ids by the noun in the field's name.
IDS: Mapping[str, str] = {
    "incident": _INCIDENT,
    "alert": _ALERT,
    "follows": _OTHER,
    "merged": _OTHER,
    "linked": _OTHER,
    "service": _SERVICE,
    "message": "c0ffee00-1b2c-4d3e-8f40-5162738495a6",
    "fact": "1a2b3c4d-5e6f-4071-8293-a4b5c6d7e8f9",
    "rule": "2b3c4d5e-6f70-4182-93a4-b5c6d7e8f90a",
    "runbook": "3c4d5e6f-7081-4293-a4b5-c6d7e8f90a1b",
    "execution": "4d5e6f70-8192-43a4-b5c6-d7e8f90a1b2c",
    "slo": "5e6f7081-92a3-44b5-86d7-e8f90a1b2c3d",
    "schedule": "6f708192-a3b4-45c6-97e8-f90a1b2c3d4e",
    "postmortem": "708192a3-b4c5-46d7-a8f9-0a1b2c3d4e5f",
}
ANY_ID = "8192a3b4-c5d6-47e8-b90a-1b2c3d4e5f60"
#: Maps, as far as the names in them matter.
MAPS: Mapping[str, Mapping[str, Any]] = {
    "labels": {"alertname": "CheckoutErrorRate", "service": "checkout", "severity": "critical"},
    "annotations": {"summary": "Checkout answers more than five percent with 5xx"},
    "matched": {"service": "checkout"},
    "arguments": {"namespace": "shop", "deployment": "checkout"},
}
#: What times are called by → the time of day; what is not here is at noon. Later words stand above earlier ones.
TIMES: tuple[tuple[str, str], ...] = (
    ("from", "08:00:00"),
    ("since", "08:00:00"),
    ("start", "09:00:00"),
    ("detected", "09:04:00"),
    ("declared", "09:05:00"),
    ("received", "09:05:00"),
    ("acknowledged", "09:07:00"),
    ("seen", "09:50:00"),
    ("mitigat", "09:40:00"),
    ("end", "10:00:00"),
    ("resolved", "10:00:00"),
    ("closed", "11:00:00"),
    ("until", "13:00:00"),
    ("to", "13:00:00"),
)
#: What is usually not so.
RARE = frozenset({"degraded", "deleted", "replayed", "stale", "start_unknown", "truncated", "unwatched"})
MATCHER = 'team="payments"'
URL = "https://example.com/checkout"
