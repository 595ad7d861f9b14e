"""What was promised against what is in the database, by SQL and arithmetic only: nothing of the product is used here.

Names are those of the literature: lost, duplicated, unexpected, reordered.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import psycopg

#: Of one incident; beyond them the next one begins (`max_alerts` of the rules that are there of themselves).
_MOST_ALERTS = 500


@dataclass(frozen=True)
class Sent:
    """One alert of a webhook that was answered with 2xx."""

    tenant: str
    fingerprint: str
    starts_at: str
    status: str


@dataclass
class Findings:
    lost: list[Any] = field(default_factory=list)
    duplicated: list[Any] = field(default_factory=list)
    unexpected: list[Any] = field(default_factory=list)
    reordered: list[Any] = field(default_factory=list)
    broken_chain: list[Any] = field(default_factory=list)
    double_incidents: list[Any] = field(default_factory=list)
    behind: list[Any] = field(default_factory=list)
    wrong_view: list[Any] = field(default_factory=list)
    stuck: list[Any] = field(default_factory=list)

    def named(self) -> dict[str, list[Any]]:
        return {name: found for name, found in vars(self).items() if found}


def check(database_url: str, acknowledged: list[Sent], maybe: Sequence[Sent] = ()) -> Findings:
    """``maybe``: sent, but the answer never came; each may be there once or not at all."""
    with psycopg.connect(database_url) as connection:
        facts = connection.execute(
            "SELECT tenant_id::text, aggregate_type, aggregate_id::text, version, event, hash FROM domain.fact"
            " ORDER BY tenant_id, aggregate_type, aggregate_id, version"
        ).fetchall()
        progress = {
            view: connection.execute(
                f"SELECT tenant_id::text, aggregate_type, aggregate_id::text, version FROM {view}.progress"
            ).fetchall()
            for view in ("incident_timeline", "alert_groups")
        }
        alerts = connection.execute(
            "SELECT tenant_id::text, alert_id::text, fingerprint, episode, status FROM alert_groups.alert"
        ).fetchall()
        waiting = connection.execute(
            "SELECT 'outbox', count(*) FROM domain.outbox UNION ALL SELECT 'asks', count(*) FROM process.outbox"
            " UNION ALL SELECT 'deliveries', count(*) FROM transport.delivery"
            " UNION ALL SELECT 'dead letters', count(*) FROM transport.dead_letter"
        ).fetchall()
    findings = Findings(stuck=[row for row in waiting if row[1]])
    _chains(facts, findings)
    _sightings(facts, acknowledged, maybe, findings)
    _incidents(facts, findings)
    _views(facts, progress, alerts, findings)
    return findings


def _chains(facts, findings: Findings) -> None:
    last: dict[tuple[Any, ...], tuple[int, bytes]] = {}
    for tenant, kind, aggregate, version, event, digest in facts:
        before, chain = last.get((tenant, kind, aggregate), (0, b""))
        if version != before + 1 or int(json.loads(event)["aggregateversion"]) != version:
            findings.reordered.append((kind, aggregate, version))
        if sha256(chain + event.encode()).digest() != bytes(digest):
            findings.broken_chain.append((kind, aggregate, version))
        last[tenant, kind, aggregate] = (version, bytes(digest))


def _sightings(facts, acknowledged, maybe, findings: Findings) -> None:
    stored: Counter[Sent] = Counter()
    for tenant, _, _, _, event, _ in facts:
        body = json.loads(event)
        if body["type"] == "io.ameide.sre.fact.alert-ingested.v1":
            data = body["data"]
            stored[Sent(tenant, data["fingerprint"], data["starts_at"], data["status"])] += 1
    promised = set(acknowledged)
    findings.lost = [sent for sent in promised if not stored[sent]]
    findings.duplicated = [(sent, count) for sent, count in stored.items() if count > 1]
    findings.unexpected = [sent for sent in stored if sent not in promised and sent not in set(maybe)]


def _incidents(facts, findings: Findings) -> None:
    created: Counter[tuple[str, str]] = Counter()
    held: Counter[tuple[Any, ...]] = Counter()
    open_now: dict[tuple[Any, ...], str] = {}
    for tenant, kind, aggregate, _, event, _ in facts:
        if kind != "incident":
            continue
        body = json.loads(event)
        match body["type"].split(".")[-2]:
            case "incident-created":
                created[tenant, aggregate] += 1
                open_now[tenant, aggregate] = body["data"]["correlation_key"]
            case "alerts-correlated-to-incident":
                held[tenant, aggregate] += len(body["data"]["alerts"])
            case "incident-resolved" | "incident-closed":
                open_now.pop((tenant, aggregate), None)
    per_key = defaultdict(list)
    for (tenant, aggregate), key in open_now.items():
        if held[tenant, aggregate] < _MOST_ALERTS:  # beside one that is full, the next one is no double
            per_key[tenant, key].append(aggregate)
    findings.double_incidents = [key for key, count in created.items() if count > 1]
    findings.double_incidents += [(key, ids) for key, ids in per_key.items() if len(ids) > 1 and key[1] is not None]


def _views(facts, progress, alerts, findings: Findings) -> None:
    heads: dict[tuple[Any, ...], int] = {}
    states: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for tenant, kind, aggregate, version, event, _ in facts:
        heads[tenant, kind, aggregate] = version
        body = json.loads(event)
        if body["type"] == "io.ameide.sre.fact.alert-ingested.v1":
            states[tenant, aggregate] = (body["data"]["fingerprint"], body["data"]["episode"], body["data"]["status"])
        if body["type"] == "io.ameide.sre.fact.alert-went-stale.v1":
            states[tenant, aggregate] = (*states[tenant, aggregate][:2], "stale")
    for view, rows in progress.items():
        seen = {(tenant, kind, aggregate): version for tenant, kind, aggregate, version in rows}
        known = {"incident_timeline": ("incident", "alert"), "alert_groups": ("alert", "incident")}[view]
        for key, version in heads.items():
            if key[1] in known and seen.get(key) != version:
                findings.behind.append((view, key, version, seen.get(key)))
    shown = {(tenant, alert): (fingerprint, episode, status) for tenant, alert, fingerprint, episode, status in alerts}
    findings.wrong_view = [(key, state, shown.get(key)) for key, state in states.items() if shown.get(key) != state]
