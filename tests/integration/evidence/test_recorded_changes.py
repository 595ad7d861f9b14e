"""What changed before an incident, read from the log of facts."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.past_facts import PostgresPastFacts
from shared.app.recorded_changes import RecordedChanges
from shared.diagnosis.evidence import EvidenceProblem
from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.health_check.values import Deployment
from shared.domain.runbook.facts import RunbookExecutionRequested
from shared.kernel.ids import ExecutionId, HealthCheckId, RunbookId, TenantId
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from shared.ports.clock import SystemClock
from shared.ports.evidence import Collected, Inquiry
from tests.support.api import ADA, BOB
from tests.support.facts import Log, commit, minutes, named

pytestmark = pytest.mark.postgres


def reported(application: str, revision: str, phase: str = "Succeeded") -> HealthCheckRecorded:
    return HealthCheckRecorded(
        health_check_id=HealthCheckId(named(application)),
        resource=ResourceRef(kind="Application", name=application),
        previous=None,
        status=HealthStatus.HEALTHY,
        since=minutes(0),
        progressing_since=None,
        conditions=(),
        deployment=Deployment(application=application, revision=revision, operation_phase=phase),
        message="",
        source_name="argocd",
        checked_at=minutes(0),
    )


def run_of(target: str) -> RunbookExecutionRequested:
    return RunbookExecutionRequested(
        runbook_id=RunbookId(named("restart")),
        execution_id=ExecutionId(named("run")),
        runbook_version=1,
        incident_id=None,
        target=ResourceRef(kind="Deployment", name=target),
        arguments={},
        steps=(),
        approval_required=False,
        plan_hash="0" * 64,
        requested_by="human:ana",
        requested_at=minutes(0),
    )


@pytest.fixture
def changes(database_url: str) -> Iterator[RecordedChanges]:
    log = Log()
    for minute, fact in (
        (-300, reported("web", "aaaaaaaaaaaa")),
        (10, reported("web", "aaaaaaaaaaaa")),
        (20, reported("web", "bbbbbbbbbbbb", "Running")),
        (21, reported("web", "bbbbbbbbbbbb")),
        (22, reported("elsewhere", "cccccccccccc")),
        (23, reported("elsewhere", "dddddddddddd")),
        (30, run_of("web")),
        (90, reported("web", "eeeeeeeeeeee")),
    ):
        log.add(fact, at=minutes(minute), tenant=ADA)
    for envelope in log.facts:
        commit(database_url, [envelope])
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE domain.fact SET recorded_at = (event::json ->> 'time')::timestamptz")
    with connect_pool(database_url, role="sre_query", application="changes-test", max_size=2) as pool:
        yield RecordedChanges(PostgresPastFacts(pool), SystemClock())


def asked(changes: RecordedChanges, tenant: TenantId | UUID = ADA, seconds: float = 60, **more: Any) -> Collected:
    inquiry = Inquiry(tenant_id=TenantId(tenant), services=("web",), from_at=minutes(0), to_at=minutes(60), **more)
    assert changes.concerns(inquiry)
    return changes.read(inquiry, time.monotonic() + seconds)


def test_deployments_and_runs_of_a_service_are_told(changes):
    [evidence], seen = asked(changes)
    assert [(each.at, each.kind, each.summary) for each in seen.changes] == [
        (minutes(20), "deploy", "Running at bbbbbbbbbbbb (was aaaaaaaaaaaa)"),
        (minutes(21), "deploy", "Succeeded at bbbbbbbbbbbb"),
        (minutes(30), "runbook", "a runbook was run by human:ana"),
    ]
    assert {each.evidence_id for each in seen.changes} == {evidence.evidence_id}
    assert evidence.problem is None
    assert not seen.gaps


def test_another_tenant_sees_none_of_it(changes):
    assert asked(changes, BOB).snapshot.changes == ()


def test_what_was_not_gone_through_to_its_end_says_so(changes):
    [evidence], seen = asked(changes, seconds=0)
    assert evidence.problem is EvidenceProblem.TRUNCATED
    assert [gap.wanted for gap in seen.gaps] == ["changes"]


def test_without_a_tenant_or_a_name_nothing_is_asked(changes):
    assert not changes.concerns(Inquiry(services=("web",), from_at=minutes(0), to_at=minutes(60)))
    assert not changes.concerns(Inquiry(tenant_id=ADA, from_at=minutes(0), to_at=minutes(60)))
