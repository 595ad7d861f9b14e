"""The database after all migrations."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from shared.adapters.postgres.migrate import NAME, MigrationError, migrate, shipped
from shared.adapters.postgres.projections.tables import prepare_tables
from shared.projections.registry import PROJECTIONS, projection_named

pytestmark = pytest.mark.postgres


@pytest.fixture
def owner(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def test_every_migration_is_named_by_number_phase_and_purpose():
    names = [name for name, _ in shipped()]
    assert names == sorted(names)
    assert all(NAME.match(name) for name in names)


def test_migrations_are_numbered_without_a_gap():
    assert [int(name[:4]) for name, _ in shipped()] == list(range(1, len(shipped()) + 1))


def test_migrating_twice_changes_nothing(database_url: str):
    assert migrate(database_url) == []


def test_a_database_that_a_later_version_or_an_early_one_prepared_is_refused_in_words(
    database_url: str, owner: psycopg.Connection
):
    owner.execute("INSERT INTO public.sre_migration (name, checksum) VALUES ('9999_pre_of_later.sql', '')")
    with pytest.raises(MigrationError, match=r"9999_pre_of_later\.sql.*Run the version that prepared it, or start"):
        migrate(database_url)


def test_a_database_whose_migration_was_another_of_the_same_name_is_refused(
    database_url: str, owner: psycopg.Connection
):
    owner.execute("UPDATE public.sre_migration SET checksum = 'other' WHERE name LIKE '0001%'")
    with pytest.raises(MigrationError, match=r"0001_pre_access\.sql was changed after it was applied"):
        migrate(database_url)


def test_a_projection_without_tables_gets_those_of_its_version(database_url: str, owner: psycopg.Connection):
    owner.execute("DROP SCHEMA service_catalog CASCADE; DELETE FROM projection.build")
    assert migrate(database_url) == ["service_catalog"]
    made = owner.execute(
        "SELECT schema_name, projection, version, completed_at IS NULL FROM projection.build"
    ).fetchall()
    version = projection_named("service_catalog").version
    assert made == [("service_catalog", "service_catalog", version, False)]


def test_tables_of_another_version_stay_until_a_rebuild_swaps(owner: psycopg.Connection):
    later = [replace(projection, version=projection.version + 1) for projection in PROJECTIONS]
    assert prepare_tables(owner, later) == []
    versions = owner.execute("SELECT projection, version FROM projection.build").fetchall()
    assert set(versions) == {(projection.name, projection.version) for projection in PROJECTIONS}


def test_every_table_forces_row_level_security(database_url: str):
    with psycopg.connect(database_url) as connection:
        unprotected = connection.execute(
            "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'public')"
            " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        ).fetchall()
    assert unprotected == []
