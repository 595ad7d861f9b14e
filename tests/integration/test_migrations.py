"""The database after all migrations."""

import psycopg

from shared.adapters.postgres.migrate import NAME, migrate, shipped


def test_every_migration_is_named_by_number_phase_and_purpose():
    names = [name for name, _ in shipped()]
    assert names == sorted(names)
    assert all(NAME.match(name) for name in names)
    assert len({name[:4] for name in names}) == len(names)


def test_migrating_twice_changes_nothing(database_url: str):
    assert migrate(database_url) == []


def test_every_table_forces_row_level_security(database_url: str):
    with psycopg.connect(database_url) as connection:
        unprotected = connection.execute(
            "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'public')"
            " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        ).fetchall()
    assert unprotected == []
