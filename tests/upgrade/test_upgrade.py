"""Every kept version becomes this one: its migrations, its read models, and the same answers as before."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shared.adapters.postgres.migrate import migrate
from shared.bootstrap.rebuild import compare, rebuild, states
from shared.projections.registry import PROJECTIONS
from tests.support.catalog import catalog
from tests.support.postgres import with_database
from tests.upgrade.answers import answers, installation, missing

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

VERSIONS = sorted(each.parent for each in Path(__file__).parent.glob("*/database.sql"))
_NAME = "sre_test_upgrade"


@pytest.fixture(params=VERSIONS, ids=lambda version: version.name, scope="module")
def version(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def upgraded(version: Path, postgres_server: str) -> Iterator[str]:
    """The kept database after this version's migrations."""
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {_NAME}")
    url = with_database(postgres_server, _NAME)
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute((version / "database.sql").read_bytes())
        migrate(url)
        yield url
    finally:
        with psycopg.connect(postgres_server, autocommit=True) as server:
            server.execute(f"DROP DATABASE {_NAME} WITH (FORCE)")


def test_read_models_of_this_version_hold_what_the_kept_facts_say(upgraded: str):
    for state in states(upgraded):
        if state.database_version != state.code_version:
            rebuild(upgraded, state.name)
    assert {each.name: compare(upgraded, each.name).differing for each in PROJECTIONS} == {
        each.name: dict.fromkeys((table for table, _row in each.tables), 0) for each in PROJECTIONS
    }


def test_an_upgraded_database_is_made_like_a_new_one(upgraded: str, database_url: str):
    """So a read model whose tables are made otherwise must be of a higher version than the kept one."""
    test_read_models_of_this_version_hold_what_the_kept_facts_say(upgraded)
    previous = tuple(f"{each.name}_previous" for each in PROJECTIONS)
    of_both = [line for line in catalog(upgraded) if not any(name in line for name in previous)]
    assert of_both == catalog(database_url)


def test_the_answers_are_those_of_before(version: Path, upgraded: str, tmp_path: Path):
    test_read_models_of_this_version_hold_what_the_kept_facts_say(upgraded)
    kept = json.loads((version / "answers.json").read_text("utf-8"))
    with installation(upgraded, tmp_path) as (world, tenant):
        now = answers(world, tenant)
    assert len(kept["/v1/incidents"]["items"]) > 2
    assert missing(kept, now) == []


def test_a_rebuild_from_the_first_fact_on_gives_the_same_answers(version: Path, upgraded: str, tmp_path: Path):
    for projection in PROJECTIONS:
        rebuild(upgraded, projection.name)
    test_the_answers_are_those_of_before(version, upgraded, tmp_path)
