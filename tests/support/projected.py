"""Several projections in a real database, fed with the same facts, as their subscriptions would."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.kernel.message import Fact
from shared.projections.projection import Projection
from tests.support.facts import READER, TENANT, Log, commit


@dataclass
class Projected:
    projectors: Sequence[Projector]
    #: Role ``sre_query``.
    reading: Pool
    url: str
    log: Log = field(default_factory=Log)

    def happened(self, *facts: Fact, tenant=TENANT) -> None:
        added = [self.log.add(fact, tenant=tenant) for fact in facts]
        commit(self.url, added)
        for projector in self.projectors:
            projector.project(added)


@contextmanager
def projected(database_url: str, *projections: Projection) -> Iterator[Projected]:
    with (
        connect_pool(database_url, role="sre_projector", application="test") as writing,
        connect_pool(database_url, role="sre_query", application="test") as reading,
    ):
        projectors = [Projector(each, PostgresProjectionStore(writing, each, READER)) for each in projections]
        yield Projected(projectors, reading, database_url)
