"""The database after all migrations."""

import psycopg

from shared.adapters.postgres.migrate import NAME, migrate, shipped
from tests.support import postgres
from tests.support.facts import OTHER_TENANT, TENANT


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


def test_what_waits_while_lines_become_fair_keeps_its_tenant_and_the_quarantine_is_counted(postgres_server: str):
    """As on an installation that runs: the rows of before are there when the migration comes."""
    name = "sre_test_of_before"
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    url = postgres.with_database(postgres_server, name)
    with psycopg.connect(url, autocommit=True) as connection:
        for migration, sql in shipped():
            if migration < "0023":
                connection.execute(sql)
        _fill_as_before(connection)
        for migration, sql in shipped():
            if migration >= "0023":
                connection.execute(sql)
        lines = connection.execute(
            "SELECT tenant_id, flow, strikes FROM transport.delivery ORDER BY position"
        ).fetchall()
        outbox = connection.execute("SELECT tenant_id FROM domain.outbox").fetchall()
        usage = connection.execute("SELECT source_name, entries, bytes FROM intake.quarantine_usage").fetchall()
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert lines == [(TENANT, "alertmanager", 0), (OTHER_TENANT, "", 0)]
    assert outbox == [(TENANT,)]
    assert usage == [("s", 2, 30)]


def _fill_as_before(connection: psycopg.Connection) -> None:
    connection.execute("INSERT INTO transport.subscription (name, topic, event_types) VALUES ('s', 't', '{}')")
    for tenant, key in ((TENANT, "alertmanager/1"), (OTHER_TENANT, "lane-01")):
        connection.execute(
            "SELECT transport.publish('{t}', ARRAY[%s], ARRAY[%s], '{x}')",
            (f"{tenant}/{key}", f'{{"ce-tenantid": "{tenant}"}}'),
        )
    connection.execute(
        "INSERT INTO domain.fact (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash)"
        " VALUES (%s, 'alert', gen_random_uuid(), 1, gen_random_uuid(), 't', 3, '{}', '')",
        (TENANT,),
    )
    connection.execute("INSERT INTO domain.outbox (position, lane) SELECT position, lane FROM domain.fact")
    for size in (10, 20):
        connection.execute(
            "INSERT INTO intake.quarantine (tenant_id, quarantine_id, source_name, received_at, last_received_at,"
            " reason, content_type, body, size)"
            " VALUES (%s, gen_random_uuid(), 's', now(), now(), '', '', convert_to(repeat('x', %s), 'UTF8'), %s)",
            (TENANT, size, size),
        )
