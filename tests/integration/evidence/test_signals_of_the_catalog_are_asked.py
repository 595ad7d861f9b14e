"""Golden signals, from the catalog as it is kept to a Prometheus over a real socket."""

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from shared.adapters.postgres.connection import connect_pool
from shared.bootstrap.investigator import build_investigator
from shared.domain.service.aggregate import SERVICE
from shared.domain.service.facts import ServiceCreated
from shared.domain.service.values import ServiceSignal, SignalKind
from shared.kernel.ids import IncidentId
from shared.ports.clock import SystemClock
from shared.ports.evidence import AlertInQuestion
from shared.ports.investigator import IncidentUnderTriage
from tests.support.facts import TENANT
from tests.support.fake_api import fake_api
from tests.support.history_services import service, service_id
from tests.support.service_world import service_world
from tests.support.triage_world import UNKNOWN

pytestmark = pytest.mark.postgres
NOW = SystemClock().now()
EXPRESSION = 'sum(rate(http_server_request_duration_seconds_count{service_name="checkout"}[5m]))'
CHECKOUT = service(signals=(ServiceSignal(title="requests", kind=SignalKind.TRAFFIC, expression=EXPRESSION),))


def incident(services: Sequence[UUID] = (), labels: dict[str, str] | None = None) -> IncidentUnderTriage:
    alert = AlertInQuestion(name="TooManyErrors", labels=labels or {}, starts_at=NOW - timedelta(minutes=10))
    return IncidentUnderTriage(
        tenant_id=TENANT,
        incident_id=IncidentId(uuid4()),
        title="checkout answers with errors",
        description="",
        detected_at=NOW - timedelta(minutes=10),
        resources=(),
        service_ids=services,
        alerts=(alert,),
    )


@pytest.fixture
def asked(database_url: str, tmp_path, monkeypatch):
    """Says what was asked of the Prometheus and what was kept of it, for one incident."""
    with service_world(database_url) as world:
        world.happened(CHECKOUT)
    _keep(database_url, CHECKOUT)

    def of(about: IncidentUnderTriage) -> tuple[list[str], list[str]]:
        with (
            fake_api() as api,
            connect_pool(database_url, role="sre_query", application="test", max_size=2) as pool,
        ):
            api.says("/api/v1/query_range", {"status": "success", "data": {"resultType": "matrix", "result": []}})
            targets = tmp_path / "targets.json"
            targets.write_text(json.dumps({"prometheus": [{"name": "main", "url": api.url}]}))
            monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(targets))
            investigator = build_investigator(pool)
            found = investigator.investigate(about, UNKNOWN, at=NOW, within_s=60)
            investigator.collect.close()
            return [form["query"] for _path, form, _ in api.asked], [each.title for each in found.evidence]

    return of


def _keep(database_url: str, fact: ServiceCreated) -> None:
    state = Jsonb(SERVICE.state_adapter.dump_python(SERVICE.decider.evolve(None, fact), mode="json"))
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash)"
            " VALUES (%s, 'service', %s, 1, %s, '')",
            (TENANT, fact.service_id, state),
        )


def test_the_signals_of_the_incidents_service_are_asked(asked):
    queries, titles = asked(incident(services=(service_id("checkout"),)))
    assert queries == [EXPRESSION]
    assert "Signal traffic of checkout: requests" in titles


def test_before_a_service_is_linked_its_name_on_an_alert_is_believed(asked):
    queries, _titles = asked(incident(labels={"service_name": "Checkout"}))
    assert queries == [EXPRESSION]


def test_of_other_services_nothing_is_asked(asked):
    queries, _titles = asked(incident(labels={"service_name": "ledger"}))
    assert queries == []
