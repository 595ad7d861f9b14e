"""A projector stopped at any external call, and delivered to again: nothing is lost, nothing doubled."""

from collections.abc import Iterator

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.bootstrap.rebuild import compare
from shared.ports.failpoint import install_failpoint
from shared.ports.projections import FactEnvelope, Unread
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS
from tests.support.facts import READER, TENANT, commit
from tests.support.histories import random_history

pytestmark = pytest.mark.postgres

FAILPOINTS = (
    "projector.begin",
    "projector.locked",
    "projector.heal",
    "projector.healed",
    "projector.load",
    "projector.loaded",
    "projector.save",
    "projector.saved",
    "projector.park",
    "projector.parked",
    "projector.commit",
    "projector.committed",
)


class Stopped(BaseException):
    """Nothing between here and the test may catch it."""


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_projector", application="test") as pool:
        yield pool
    install_failpoint(None)


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)
def test_a_stop_at_any_failpoint_cannot_be_seen_after_the_redelivery(
    database_url: str, pool: Pool, projection: Projection
) -> None:
    # However many kinds of things there are: as many facts as it takes of those that this projection follows.
    every = random_history(11, length=1_900).facts
    log = [fact for fact in every if fact.aggregate_type in projection.aggregate_types][:180]
    commit(database_url, log)
    projector = Projector(projection, PostgresProjectionStore(pool, projection, READER))
    unread = Unread(event_id="x", tenant_id=TENANT, aggregate=None, version=None, reason="r", event="{}")
    reached: list[str] = []

    for step, name in enumerate(FAILPOINTS):
        # Every other fact: what is left out has to be healed.
        batch: list[FactEnvelope | Unread] = [unread, *log[step * 13 : step * 13 + 13 : 2]]

        def stop(at: str, name: str = name) -> None:
            if at == name:
                reached.append(at)
                raise Stopped

        install_failpoint(stop)
        with pytest.raises(Stopped):
            projector.project(batch)
        install_failpoint(None)
        projector.project(batch)
    projector.project(log)

    comparison = compare(database_url, projection.name)
    assert tuple(reached) == FAILPOINTS
    assert (comparison.equal, comparison.behind) == (True, 0)
    with psycopg.connect(database_url) as connection:
        applied = connection.execute(f"SELECT sum(version) FROM {projection.name}.progress".encode()).fetchone()
        parked = connection.execute("SELECT count(*) FROM projection.unread").fetchone()
    assert (applied, parked) == ((len(log),), (1,))
