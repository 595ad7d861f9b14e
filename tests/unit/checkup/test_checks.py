"""Each check finds what is wrong, says the next step, and finds nothing where nothing is."""

from dataclasses import replace

import pytest

from shared.app.checkup.checks import CHECKS, examine_checkup
from shared.app.checkup.findings import FindingSeverity, exit_code
from shared.ports.checkup import (
    Checkup,
    DiskRoom,
    EndingKey,
    HeardSource,
    Neighbour,
    OpenTransaction,
    QuotaUse,
    TableRows,
    WaitedLock,
)

DAY_S = 86_400.0
WELL = Checkup(
    version="0.1.0",
    server=170_002,
    shipped=frozenset({"0001_pre_access.sql", "0002_post_access.sql"}),
    applied=frozenset({"0001_pre_access.sql", "0002_post_access.sql"}),
    outbox_age_s=59,
    lag_s={"fleet_health": 60},
    waiting_s={"projector-fleet-health.facts": 300},
    dead_letters={"projector-fleet-health.facts": 0},
    aside={"parked": 0, "quarantine": 0},
    embedding_overdue_s=3_600,
    timers_overdue_s={"incident_triage": 120},
    locks=(WaitedLock("a", "b", 5.0),),
    transactions=(OpenTransaction("a", 300.0),),
    tables=(TableRows("domain.fact", dead=60_000, live=100_000), TableRows("domain.outbox", dead=50_000, live=0)),
    oldest_xid=200_000_000,
    connections=79,
    most_connections=100,
    skew_s=-1.0,
    disk=DiskRoom(free_bytes=15, total_bytes=100),
    neighbours=(Neighbour("Argo CD main", "https://argocd:443"),),
    sources=(HeardSource("acme", "alertmanager", DAY_S),),
    keys=(EndingKey("acme", "ci", 14 * DAY_S),),
    quotas=(QuotaUse("acme", "grafana", 0.79),),
)
_WARNING, _ERROR = FindingSeverity.WARNING, FindingSeverity.ERROR


def test_nothing_is_found_where_everything_is_just_within_its_bounds():
    assert examine_checkup(WELL) == []
    assert exit_code([]) == 0


@pytest.mark.parametrize(
    ("changed", "severity", "words"),
    [
        ({"server": 140_011}, _ERROR, "PostgreSQL 14 is too old"),
        ({"server": 190_000}, _WARNING, "PostgreSQL 19 is newer"),
        ({"applied": WELL.applied | {"0099_pre_later.sql"}}, _ERROR, "does not know: 0099_pre_later.sql"),
        ({"applied": frozenset({"0002_post_access.sql"})}, _ERROR, "not applied: 0001_pre_access.sql"),
        ({"applied": frozenset({"0001_pre_access.sql"})}, _WARNING, "not applied: 0002_post_access.sql"),
        ({"outbox_age_s": 61}, _ERROR, "has waited for 61 s"),
        ({"waiting_s": {"x": 301}}, _ERROR, "x: the oldest message"),
        ({"dead_letters": {"x": 2}}, _ERROR, "x: 2 messages were given up"),
        ({"lag_s": {"fleet_health": 61}}, _WARNING, "fleet_health is 61 s behind"),
        ({"timers_overdue_s": {"incident_triage": 121}}, _ERROR, "incident_triage is 121 s overdue"),
        ({"aside": {"parked": 1}}, _WARNING, "1 put aside (parked)"),
        ({"embedding_overdue_s": 3_660}, _WARNING, "for 61 min"),
        (
            {"locks": (WaitedLock("domain_writer", "psql", 6),)},
            _ERROR,
            "domain_writer has waited 6 s for a lock of psql",
        ),
        ({"locks": (WaitedLock("", "", 6),)}, _ERROR, "a session has waited 6 s for a lock of another session"),
        ({"transactions": (OpenTransaction("psql", 360),)}, _WARNING, "psql is open for 6 min"),
        ({"tables": (TableRows("domain.fact", 70_000, 100_000),)}, _WARNING, "domain.fact has 70,000 dead rows"),
        ({"oldest_xid": 500_000_001}, _WARNING, "not frozen"),
        ({"oldest_xid": 1_500_000_001}, _ERROR, "not frozen"),
        ({"connections": 80}, _WARNING, "80 of 100 connections"),
        ({"connections": 95}, _ERROR, "95 of 100 connections"),
        ({"disk": DiskRoom(14, 100)}, _WARNING, "the disk has"),
        ({"disk": DiskRoom(4, 100)}, _ERROR, "the disk has"),
        ({"skew_s": 1.5}, _WARNING, "1.5 s ahead of"),
        ({"skew_s": -31.0}, _ERROR, "31.0 s behind"),
        ({"neighbours": (Neighbour("Argo CD main", "https://a:443", "refused"),)}, _WARNING, "https://a:443"),
        ({"silent_objectives_s": {"prom": 1_200}}, _WARNING, "not counted at prom for 20 min"),
        ({"sources": (HeardSource("acme", "grafana", None),)}, _WARNING, "grafana of acme has never sent"),
        ({"sources": (HeardSource("acme", "grafana", 2 * DAY_S),)}, _WARNING, "silent for 2.0 days"),
        ({"keys": (EndingKey("acme", "ci", DAY_S),)}, _WARNING, "the key ci of acme ends in 1.0 days"),
        ({"quotas": (QuotaUse("acme", "grafana", 0.8),)}, _WARNING, "grafana of acme is 80% full"),
    ],
)
def test_what_is_beyond_a_bound_is_found_with_its_next_step(
    changed: dict[str, object], severity: FindingSeverity, words: str
):
    (finding,) = examine_checkup(replace(WELL, **changed))  # type: ignore[arg-type]
    assert finding.severity is severity
    assert words in finding.what
    assert finding.next_step
    assert exit_code([finding]) == (2 if severity is _ERROR else 1)


def test_what_is_wrong_now_comes_before_the_rest():
    found = examine_checkup(replace(WELL, connections=80, skew_s=-31.0, outbox_age_s=600))
    assert [finding.severity for finding in found] == [_ERROR, _ERROR, _WARNING]
    assert exit_code(found) == 2


def test_what_cannot_be_seen_from_here_is_not_judged():
    assert examine_checkup(replace(WELL, disk=None, neighbours=(), sources=(), keys=(), quotas=())) == []
    assert len(CHECKS) == 19
