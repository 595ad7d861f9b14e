"""Parts of a row are replaced with it, in memory and in PostgreSQL alike; rows of nobody else are touched."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from shared.adapters.memory.projections import MemoryProjectionStore
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.domain.alert.facts import AlertIngested
from shared.projections.projection import Projection, ProjectionPart, ProjectionView
from tests.support import facts as make
from tests.support.facts import OTHER_TENANT, READER, TENANT, Log, commit, named


@dataclass(frozen=True)
class Labelled:
    alert_id: UUID
    labels: dict[str, str]


@dataclass(frozen=True)
class Label:
    alert_id: UUID
    name: str
    value: str
    words: tuple[str, ...]
    empty: bool
    length: float


def labels_of(row: Labelled) -> list[Label]:
    return [
        Label(row.alert_id, name, value, tuple(value.split()), value == "", float(len(value)))
        for name, value in row.labels.items()
    ]


label = ProjectionPart(table="label", row=Label, key_columns=2, of=labels_of)
labelled = ProjectionView(
    table="labelled",
    row=Labelled,
    key_columns=1,
    handles=frozenset({AlertIngested}),
    keys=lambda envelope: ((envelope.data.alert_id,),),
    evolve=lambda key, _row, envelope: Labelled(key[0], envelope.data.labels),
    parts=(label,),
)
toy = Projection(name="toy", version=1, views=(labelled,))

_TABLES = """
    CREATE TABLE toy.labelled (
        tenant_id uuid, alert_id uuid, labels jsonb NOT NULL, PRIMARY KEY (tenant_id, alert_id)
    );
    CREATE TABLE toy.label (
        tenant_id uuid, alert_id uuid, name text, value text NOT NULL, words text[] NOT NULL, empty boolean NOT NULL,
        length double precision NOT NULL, PRIMARY KEY (tenant_id, alert_id, name)
    );
    SELECT projection.secure_tables('toy');
    GRANT DELETE ON toy.label TO sre_projector;
"""


@dataclass
class World:
    projector: Projector
    commit: Callable[[Log], None]
    #: (name, value) of the parts of an alert.
    parts: Callable[..., dict[str, str]]
    #: Changes when a row is written.
    row_versions: Callable[[], dict[str, Any]]


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "memory":
        store = MemoryProjectionStore([])

        def rows(tenant=TENANT, alert="a") -> dict[str, str]:
            table = store.tables.get((tenant, "label"), {})
            return {key[1]: row.value for key, row in table.items() if key[0] == named(alert)}

        yield World(Projector(toy, store), lambda log: store.log.extend(log.facts), rows, dict)  # type: ignore[attr-defined]
        return
    url = request.getfixturevalue("database_url")
    progress = files("shared.adapters.postgres.projections") / "progress.sql"
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA toy")
        connection.execute(progress.read_text("utf-8").replace("{schema}", "toy").encode())
        connection.execute(_TABLES.encode())

    def stored(tenant=TENANT, alert="a") -> dict[str, str]:
        with psycopg.connect(url, row_factory=dict_row) as connection:
            found = connection.execute(
                "SELECT * FROM toy.label WHERE tenant_id = %s AND alert_id = %s", (tenant, named(alert))
            ).fetchall()
        assert all(row["words"] == row["value"].split() and row["length"] == len(row["value"]) for row in found)
        return {row["name"]: row["value"] for row in found}

    def row_versions() -> dict[str, Any]:
        with psycopg.connect(url) as connection:
            return dict(connection.execute("SELECT name, xmin::text FROM toy.label").fetchall())

    with connect_pool(url, role="sre_projector", application="test") as pool:
        yield World(
            Projector(toy, PostgresProjectionStore(pool, toy, READER)),
            lambda log: commit(url, log.facts),
            stored,
            row_versions,
        )


def test_parts_that_are_no_more_are_gone_and_nobody_elses(world: World) -> None:
    log = Log()
    log.add(make.ingested("a", labels={"one": "1", "two": "2 2", "empty": ""}))
    log.add(make.ingested("b", labels={"one": "b"}))
    log.add(make.ingested("a", labels={"one": "theirs"}), tenant=OTHER_TENANT)
    world.commit(log)
    world.projector.project(log.facts)
    assert world.parts() == {"one": "1", "two": "2 2", "empty": ""}

    later = log.add(make.ingested("a", labels={"two": "changed", "three": "3"}))
    world.projector.project([later])

    assert world.parts() == {"two": "changed", "three": "3"}
    assert world.parts(alert="b") == {"one": "b"}
    assert world.parts(tenant=OTHER_TENANT) == {"one": "theirs"}


def test_a_row_may_come_to_have_no_parts(world: World) -> None:
    log = Log()
    log.add(make.ingested("a", labels={"one": "1"}))
    log.add(make.ingested("a", labels={}))
    world.commit(log)
    for fact in log.facts:
        world.projector.project([fact])
    assert world.parts() == {}


def test_a_part_that_stays_as_it_is_is_not_written_again(world: World) -> None:
    log = Log()
    log.add(make.ingested("a", labels={"one": "1", "two": "2"}))
    log.add(make.ingested("a", labels={"one": "1", "two": "two"}))
    world.commit(log)
    world.projector.project(log.facts[:1])
    before = world.row_versions()
    world.projector.project(log.facts[1:])
    after = world.row_versions()
    assert {name for name in before if before[name] != after[name]} in ({"two"}, set())
    assert world.parts() == {"one": "1", "two": "two"}
