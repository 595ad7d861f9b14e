"""A migration beside others: it waits for locks shortly and again, and goes on where it was interrupted."""

from collections.abc import Iterator

import psycopg
import pytest

from shared.adapters.postgres.migrate import MigrationError, migrate
from shared.adapters.postgres.migration_steps import Steps

pytestmark = pytest.mark.postgres

_NAME = "9999_pre_of_a_test.sql"


@pytest.fixture
def owner(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def _applied(owner: psycopg.Connection) -> bool:
    return owner.execute("SELECT FROM public.sre_migration WHERE name = %s", (_NAME,)).rowcount == 1


def test_what_was_interrupted_goes_on_after_the_last_statement_that_was_done(owner: psycopg.Connection):
    text = (
        "CREATE TABLE public.first (x int); INSERT INTO public.first VALUES (1); INSERT INTO public.later VALUES (1);"
    )
    steps = Steps(owner, lambda _name: None)
    with pytest.raises(psycopg.errors.UndefinedTable):
        steps.apply(_NAME, text, "sum")
    assert steps.begun() == {_NAME: "sum"}
    assert not _applied(owner)
    owner.execute("CREATE TABLE public.later (x int)")
    steps.apply(_NAME, text, "sum")
    assert owner.execute("SELECT x FROM public.first").fetchall() == [(1,)]
    assert _applied(owner)
    assert steps.begun() == {}


def test_what_an_interrupted_index_left_is_made_again(owner: psycopg.Connection):
    owner.execute("CREATE TABLE public.filled (x int, y int); CREATE INDEX newest ON public.filled (y)")
    Steps(owner, lambda _name: None).apply(_NAME, "CREATE INDEX CONCURRENTLY newest ON public.filled (x);", "sum")
    made = owner.execute(
        "SELECT pg_get_indexdef(indexrelid), indisvalid FROM pg_index WHERE indrelid = 'filled'::regclass"
    )
    assert made.fetchall() == [("CREATE INDEX newest ON public.filled USING btree (x)", True)]


def test_an_index_is_dropped_beside_whoever_reads(owner: psycopg.Connection):
    owner.execute("CREATE TABLE public.filled (x int); CREATE INDEX newest ON public.filled (x)")
    sql = "-- Of no use.\nDROP INDEX CONCURRENTLY IF EXISTS public.newest;"
    Steps(owner, lambda _name: None).apply(_NAME, sql, "sum")
    assert owner.execute("SELECT FROM pg_index WHERE indrelid = 'filled'::regclass").fetchall() == []
    assert _applied(owner)


def test_others_go_on_while_it_waits_for_a_lock(owner: psycopg.Connection, database_url: str):
    """A backup holds the table; after the first try somebody else writes to it, and the backup ends."""
    owner.execute("CREATE TABLE public.filled (x int)")
    with psycopg.connect(database_url) as backup, psycopg.connect(database_url, autocommit=True) as writer:
        backup.execute("SELECT FROM public.filled")
        said: list[str] = []

        def waits(what: str) -> None:
            said.append(what)
            writer.execute("INSERT INTO public.filled VALUES (1)")
            if len(said) == 2:
                backup.rollback()

        Steps(owner, waits).apply(_NAME, "ALTER TABLE public.filled ADD COLUMN y int;", "sum")
        assert writer.execute("SELECT x, y FROM public.filled").fetchall() == [(1, None), (1, None)]
    assert said == [f"{_NAME} waits for a lock"] * 2


def test_what_a_later_version_began_is_refused_in_words(owner: psycopg.Connection, database_url: str):
    owner.execute("INSERT INTO public.sre_migration_step VALUES (%s, 'sum', 3)", (_NAME,))
    with pytest.raises(MigrationError, match=r"does not know 9999_pre_of_a_test\.sql"):
        migrate(database_url)
