"""The demo's history, told to the real writer: everything is lawful, and telling it again changes nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from local.demo.asking import DatedIntent
from local.demo.history import history, preface
from local.demo.objectives import objectives
from local.demo.scene import Scene
from local.demo.stories import STORIES
from local.demo.writing import WriteCounts, tell
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.app.handle_intents import HandleIntents
from shared.domain.published import FACTS, INTENTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.domain.slo.intents import RecordSLIWindow
from shared.kernel.ids import SloId
from shared.ports.wake import NoWaker
from tests.support.api import ADA
from tests.support.postgres import only_row
from tests.support.writing_gate import WritingGate

pytestmark = pytest.mark.postgres

SCENE = Scene(tenant_id=ADA, now=datetime(2026, 7, 14, 15, 20, tzinfo=UTC), seed=7)


@pytest.fixture
def gate(database_url: str) -> Iterator[WritingGate]:
    with connect_pool(database_url, role="sre_writer", application="writer-test") as pool:
        codec = Codec((*INTENTS, *FACTS))
        yield WritingGate(
            HandleIntents(
                store=PostgresFactStore(pool), aggregates=AGGREGATES_BY_TYPE, encode=codec.encode, waker=NoWaker()
            )
        )


def of_one_objective(scene: Scene = SCENE) -> tuple[DatedIntent, list[DatedIntent]]:
    asks = list(objectives(scene, STORIES))
    created, *rest = [ask for ask in asks if ask.intent.aggregate_id == asks[0].intent.aggregate_id]
    return created, rest


def measured(created: DatedIntent, before_now: timedelta) -> DatedIntent:
    """A window of five minutes as measuring tells it."""
    end = SCENE.now - before_now
    start = end - timedelta(minutes=5)
    slo_id = SloId(UUID(created.intent.aggregate_id))
    intent = RecordSLIWindow(slo_id=slo_id, window_start=start, window_end=end, good=7, total=7)
    return DatedIntent(at=SCENE.now, actor="process:slo_checks", intent=intent)


def told(gate: WritingGate, scene: Scene = SCENE) -> WriteCounts:
    count = WriteCounts()
    tell(gate, scene.tenant_id, [*preface(scene), *history(scene)], count, lambda _more: None)
    return count


def facts(url: str) -> int:
    with psycopg.connect(url) as connection:
        return only_row(connection.execute("SELECT count(*) FROM domain.fact"))[0]


def test_the_writer_accepts_all_of_it_and_telling_it_again_changes_nothing(
    gate: WritingGate, database_url: str
) -> None:
    first = told(gate)
    written = facts(database_url)
    again = told(gate)

    assert dict(first.refused) == {}
    assert (first.again, first.facts) == (0, written)
    assert (again.new, again.facts, dict(again.refused)) == (0, 0, {})
    assert again.again == first.new
    assert facts(database_url) == written


def test_a_history_goes_in_also_where_measuring_was_there_before_it(gate: WritingGate) -> None:
    """Of the two months before it nothing is thrown away; a window with other bounds than the measured one is left."""
    created, windows = of_one_objective()
    live, again, later = WriteCounts(), WriteCounts(), WriteCounts()
    tell(gate, ADA, [created], live, lambda _more: None)
    tell(gate, ADA, [measured(created, timedelta(hours=5)), measured(created, timedelta(0))], live, lambda _more: None)
    tell(gate, ADA, windows, later, lambda _more: None)
    tell(gate, ADA, windows, again, lambda _more: None)
    assert (live.new, dict(live.refused)) == (3, {})
    assert dict(later.refused) == {}
    assert (later.new, later.measured) == (len(windows) - 1, 1)
    assert (again.new, again.facts, dict(again.refused)) == (0, 0, {})
