"""From an incident to the fault and to what was changed before it, as it is wired: cluster, own facts, rules."""

from datetime import timedelta
from uuid import uuid4

import pytest

from local.demo_targets import CLUSTER
from shared.adapters.postgres.connection import connect_pool
from shared.bootstrap.investigator import build_investigator
from shared.diagnosis.evidence import EvidenceSource
from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.health_check.values import Deployment
from shared.kernel.ids import HealthCheckId, IncidentId
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from shared.ports.clock import SystemClock
from shared.ports.investigator import IncidentUnderTriage
from shared.remediation.actions import GitRevert
from tests.support.api import ADA
from tests.support.demo_world import a_world, served
from tests.support.facts import Log, commit, named
from tests.support.triage_world import UNKNOWN

pytestmark = pytest.mark.postgres
NOW = SystemClock().now()
CRASHING = "pricing"


def reported(revision: str) -> HealthCheckRecorded:
    return HealthCheckRecorded(
        health_check_id=HealthCheckId(named(CRASHING)),
        resource=ResourceRef(kind="Application", name=CRASHING),
        previous=None,
        status=HealthStatus.HEALTHY,
        since=NOW,
        progressing_since=None,
        conditions=(),
        deployment=Deployment(application=CRASHING, revision=revision, operation_phase="Succeeded"),
        message="",
        source_name="argocd",
        checked_at=NOW,
    )


@pytest.fixture
def incident(database_url: str) -> IncidentUnderTriage:
    log = Log()
    log.add(reported("2.13.0"), at=NOW - timedelta(minutes=50), tenant=ADA)
    log.add(reported("2.14.0"), at=NOW - timedelta(minutes=20), tenant=ADA)
    commit(database_url, log.facts)
    return IncidentUnderTriage(
        tenant_id=ADA,
        incident_id=IncidentId(uuid4()),
        title="pricing crash-loops",
        description="",
        detected_at=NOW - timedelta(minutes=10),
        resources=(ResourceRef(kind="Deployment", name=CRASHING, namespace="booking", cluster=CLUSTER),),
        service_ids=(),
        alerts=(),
    )


def test_the_fault_is_named_and_the_deployment_before_it_is_told(incident, database_url, tmp_path, monkeypatch):
    world = a_world(tmp_path, at=NOW)
    with (
        served(world),
        connect_pool(database_url, role="sre_query", application="test", max_size=2) as pool,
    ):
        monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(world.places.evidence))
        investigator = build_investigator(pool)
        found = investigator.investigate(incident, UNKNOWN, at=NOW, within_s=60)
        investigator.collect.close()
    assert found.diagnosis.hypotheses[0].title == (
        'Deployment booking/pricing crash-loops: exit 1, level=fatal msg="required setting SURCHARGE_TABLE is not set"'
    )
    assert found.proposal.plan is not None
    assert found.proposal.plan.actions == (
        GitRevert(
            application=CRASHING,
            repository=world.world.repository.url,
            revision=world.world.repository.head(),
            back_to=world.application()["status"]["history"][-2]["revision"],
        ),
    )
    [changes] = [each for each in found.evidence if each.source is EvidenceSource.CHANGES]
    assert "deploy Application pricing: Succeeded at 2.14.0 (was 2.13.0)" in changes.text
