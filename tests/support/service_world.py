"""The service catalog projected into a real database, asked through its query service."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.service_catalog.queries import PostgresServiceCatalogQueries
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.kernel.message import Fact
from shared.projections.service_catalog.graph import DependencyGraph, DependencyGraphQuery
from shared.projections.service_catalog.projection import service_catalog
from shared.projections.service_catalog.queries import ServiceHit, ServiceSearch
from tests.support.facts import READER, TENANT, Log, commit
from tests.support.history_services import service_id


@dataclass
class ServiceWorld:
    projector: Projector
    queries: PostgresServiceCatalogQueries
    url: str
    log: Log = field(default_factory=Log)

    def happened(self, *facts: Fact, tenant=TENANT) -> None:
        added = [self.log.add(fact, tenant=tenant) for fact in facts]
        commit(self.url, added)
        self.projector.project(added)

    def hits(self, text: str = "", **asked: Any) -> list[ServiceHit]:
        return list(self.queries.search_services(TENANT, ServiceSearch(text=text, **asked)).items)

    def slugs(self, text: str = "", **asked: Any) -> list[str]:
        return [hit.slug for hit in self.hits(text, **asked)]

    def graph(self, slug: str, **asked: Any) -> DependencyGraph:
        graph = self.queries.get_dependency_graph(TENANT, DependencyGraphQuery(service_id=service_id(slug), **asked))
        assert graph is not None
        return graph


@contextmanager
def service_world(database_url: str) -> Iterator[ServiceWorld]:
    with (
        connect_pool(database_url, role="sre_projector", application="test") as writing,
        connect_pool(database_url, role="sre_query", application="test") as reading,
    ):
        yield ServiceWorld(
            Projector(service_catalog, PostgresProjectionStore(writing, service_catalog, READER)),
            PostgresServiceCatalogQueries(reading, wait_s=0.2),
            database_url,
        )


def slug_of(graph: DependencyGraph, id_: UUID) -> str:
    """As the graph shows it; ``?`` where it does not know."""
    return next(node.slug or "?" for node in graph.nodes if node.service_id == id_)
