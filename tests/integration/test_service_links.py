"""Links of incidents to services on a real database: the catalog's read model may be behind, deliveries may repeat."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.adapters.postgres.projections.service_catalog.queries import PostgresServiceCatalogQueries
from shared.app.link_services import SERVICE_LINKS, LinkServices, requests_of
from shared.app.run_process import Ran
from shared.kernel.envelope import Envelope
from shared.ports.failpoint import install_failpoint
from shared.ports.wake import NoWaker
from tests.support.api import ADA, BOB, Api
from tests.support.triage import CODEC, Killed, kill_at
from tests.support.writing_gate import deciding_api

pytestmark = pytest.mark.postgres

ALERT = {
    "source": "custom",
    "source_name": "probe",
    "fingerprint": "a",
    "status": "firing",
    "name": "Errors",
    "severity": "high",
    "labels": {"service": "ledger"},
    "annotations": {},
    "starts_at": "2026-03-01T12:00:00Z",
}


@dataclass
class World:
    """No projector runs: the catalog's read model knows nothing of what is written here."""

    api: Api
    links: LinkServices

    def do(self, method: str, path: str, body: Any, tenant: UUID = ADA) -> str:
        answer = self.api.ask(method, path, key=self.api.key(tenant, "admin"), body=body)
        assert answer.status_code in {200, 201}, answer.json
        return str(answer.json["aggregate_id"])

    def incident_with_alert(self, tenant: UUID = ADA) -> str:
        alert = self.do("POST", "/v1/alerts", ALERT, tenant)
        incident = self.do("POST", "/v1/incidents", {"title": "slow", "severity": "high"}, tenant)
        self.do("POST", f"/v1/incidents/{incident}/alerts", {"alerts": [{"alert_id": alert, "episode": 1}]}, tenant)
        return incident

    def service(self, tenant: UUID = ADA) -> str:
        return self.do("POST", "/v1/services", {"slug": "ledger", "definition": {"name": "Ledger"}}, tenant)

    def facts(self, *types: str, tenant: UUID = ADA) -> list[Envelope[Any]]:
        with psycopg.connect(self.api.database_url) as connection:
            rows = connection.execute(
                "SELECT event FROM domain.fact WHERE tenant_id = %s AND aggregate_type = ANY (%s) ORDER BY position",
                (tenant, list(types)),
            ).fetchall()
        return [CODEC.decode(json.loads(event)) for (event,) in rows]

    def handle(self, *types: str, tenant: UUID = ADA) -> Ran:
        known = [fact for fact in self.facts(*types, tenant=tenant) if type(fact.data) in self.links.handles]
        return self.links.handle(tenant, known)  # type: ignore[arg-type]

    def asked(self) -> list[tuple[str, list[str]]]:
        with psycopg.connect(self.api.database_url) as connection:
            rows = connection.execute("SELECT event FROM process.outbox ORDER BY position").fetchall()
        asked = [CODEC.decode(json.loads(event)) for (event,) in rows]
        return [(str(each.aggregate_id), [str(link.service_id) for link in each.data.services]) for each in asked]


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with (
        deciding_api(database_url) as api,
        connect_pool(database_url, role="sre_process", application="links-test") as writing,
        connect_pool(database_url, role="sre_query", application="links-test") as reading,
    ):
        links = LinkServices(
            store=PostgresProcessStore(writing, SERVICE_LINKS),
            state=PostgresCurrentState(reading),
            services=PostgresServiceCatalogQueries(reading),
            encode=CODEC.encode,
            waker=NoWaker(),
        )
        yield World(api, links)
        install_failpoint(None)


@pytest.mark.parametrize("order", [("service", "incident"), ("incident", "service")])
def test_whichever_is_heard_of_last_brings_them_together_also_while_the_read_model_is_behind(
    world: World, order: tuple[str, str]
):
    incident, service = world.incident_with_alert(), world.service()
    for heard in order:
        world.handle(heard)
    assert set(map(str, world.asked())) == {str((incident, [service]))}


def test_what_comes_again_asks_for_nothing(world: World):
    world.incident_with_alert()
    world.service()
    assert world.handle("incident", "service") == Ran(handled=3, asked=1)
    assert world.handle("incident", "service") == Ran(repeated=3)
    assert len(world.asked()) == 1


def test_killed_before_the_commit_it_asks_once_when_the_facts_come_again(world: World):
    world.incident_with_alert()
    world.service()
    install_failpoint(kill_at("process.commit"))
    with pytest.raises(Killed):
        world.handle("incident", "service")
    install_failpoint(None)
    assert world.asked() == []
    world.handle("incident", "service")
    assert len(world.asked()) == 1


def test_more_links_than_one_request_takes_are_several_requests(world: World):
    world.service()
    (cause,) = world.facts("service")
    links = {UUID(int=number): "its label" for number in range(60)}
    requests = list(requests_of(cause, UUID(int=1), links))
    asked: list[Any] = [request.data for request in requests]
    assert [len(intent.services) for intent in asked] == [50, 10]
    assert len({request.message_id for request in requests}) == 2
    assert {link.service_id for intent in asked for link in intent.services} == links.keys()


def test_another_tenants_catalog_names_nothing_here(world: World):
    world.incident_with_alert()
    world.service(BOB)
    world.handle("service", tenant=BOB)
    world.handle("incident")
    assert world.asked() == []
