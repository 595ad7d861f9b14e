"""What a person did in the bundled world while a plan waited is seen where objects tell of it, as it is wired."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from local.demo_targets import CLUSTER
from shared.adapters.postgres.connection import connect_pool
from shared.app.triage.verify_recovery import VerifyRecovery
from shared.bootstrap.verifier import build_verifier
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import ResourceRef
from shared.ports.clock import SystemClock
from shared.ports.investigator import IncidentUnderTriage
from shared.ports.recovery_verifier import BackwardLook
from tests.support.api import ADA
from tests.support.demo_world import WorldUnderTest, a_world, ask, served

pytestmark = pytest.mark.postgres
#: What happens in the world has happened when it is read.
BEGAN = SystemClock().now() - timedelta(minutes=10)
_DEPLOYMENT = "/apis/apps/v1/namespaces/booking/deployments/pricing"
_TABLE = {"name": "SURCHARGE_TABLE", "value": "/etc/tariffs/surcharges.csv"}


@pytest.fixture
def world(tmp_path: Path) -> WorldUnderTest:
    return a_world(tmp_path, at=BEGAN, services=["pricing"])


@pytest.fixture
def verifier(world: WorldUnderTest, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[VerifyRecovery]:
    with served(world), connect_pool(database_url, role="sre_query", application="test", max_size=2) as pool:
        monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(world.places.evidence))
        verifier = build_verifier(pool)
        yield verifier
        verifier.collect.close()


def looked_back(world: WorldUnderTest, verifier: VerifyRecovery) -> BackwardLook:
    incident = IncidentUnderTriage(
        tenant_id=ADA,
        incident_id=IncidentId(uuid4()),
        title="pricing crash-loops",
        description="",
        detected_at=BEGAN,
        resources=(ResourceRef(kind="Deployment", name="pricing", namespace="booking", cluster=CLUSTER),),
        service_ids=(),
        alerts=(),
    )
    return verifier.look_back(incident, None, ours=(), at=world.clock.at, within_s=60)


def test_an_edit_by_a_person_is_told_as_theirs_and_what_was_there_before_is_not(
    world: WorldUnderTest, verifier: VerifyRecovery
) -> None:
    world.passes(5)
    assert looked_back(world, verifier).changed.by_hand == ()

    containers = [{"name": "pricing", "env": [_TABLE]}]
    patch = {"spec": {"template": {"spec": {"containers": containers}}}}
    kind = "application/strategic-merge-patch+json"
    status, _ = ask(world.world.apis["cluster"], "PATCH", f"{_DEPLOYMENT}?fieldManager=kubectl-edit", patch, kind=kind)
    assert status == 200
    world.passes(60)

    look = looked_back(world, verifier)
    assert [each.split(",")[0] for each in look.changed.by_hand] == [
        "Deployment booking/pricing was changed by kubectl-edit"
    ]
    assert look.changed.unread == ("everything of prometheus (not_configured)",)
    assert "Deployment booking/pricing" in [each.title for each in look.evidence]
