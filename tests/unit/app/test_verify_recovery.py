"""The world is read again: the bundled cluster while its deployment crash-loops, and once it runs."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.app.collect_evidence import CollectEvidence
from shared.app.triage.verify_recovery import VerifyRecovery
from shared.diagnosis.hypothesis import FaultKind
from shared.kernel.ids import IncidentId, TenantId
from shared.ports.clock import SystemClock
from shared.ports.investigator import IncidentUnderTriage
from shared.ports.recovery_verifier import VerificationLook
from shared.remediation.outcome import VerificationReading
from tests.support.fake_cluster import CRASHING, FakeCluster, fake_cluster, forbids, ref, with_shop
from tests.support.recoveries import ALONE, outcome, plan, seen

PLAN = plan((FaultKind.CRASH_LOOP, "Deployment shop/web"))
INCIDENT = IncidentUnderTriage(
    tenant_id=TenantId(UUID(int=1)),
    incident_id=IncidentId(UUID(int=2)),
    title="web is down",
    description="",
    detected_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
    resources=[ref("Deployment", "web", cluster="demo")],
    service_ids=[],
    alerts=[],
)


@pytest.fixture
def cluster() -> Iterator[FakeCluster]:
    with fake_cluster() as cluster:
        yield cluster


def look(cluster: FakeCluster, before: VerificationReading | None = None, became=ALONE) -> VerificationLook:
    with closing(CollectEvidence(readers=[cluster.reader], clock=SystemClock())) as collect:
        return VerifyRecovery(collect=collect).verify(
            INCIDENT, PLAN, became, at=datetime.now(UTC), within_s=30.0, before=before
        )


def test_what_still_crash_loops_has_not_worked(cluster):
    reading = look(with_shop(cluster)).reading

    assert not reading.holds
    assert "0 of 2 pods Ready" in seen(reading)
    assert set(reading.baseline.values()) == {14}


def test_what_runs_has_worked_with_evidence_for_it(cluster):
    found = look(with_shop(cluster, replace(CRASHING, crash=())))

    assert found.reading.holds, seen(found.reading)
    assert any("pods" in piece.query for piece in found.evidence)
    assert look(cluster, found.reading).reading.holds


def test_a_cluster_that_refuses_says_so_and_confirms_nothing(cluster):
    with_shop(cluster, replace(CRASHING, crash=()))
    cluster.api.rules.append(forbids("pods", "list"))
    reading = look(cluster).reading

    assert not reading.holds
    assert "pods" in seen(reading)


def test_an_argo_cd_that_nobody_named_confirms_no_commit(cluster):
    reading = look(with_shop(cluster, replace(CRASHING, crash=())), became=outcome()).reading

    assert "everything of argocd: not_configured" in seen(reading)
    assert not reading.holds
