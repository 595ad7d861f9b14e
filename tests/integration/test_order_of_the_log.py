"""Who reads the log by pages sees every fact once, in commit order, whatever digits its number has."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.feed_log import PostgresFeedLog
from shared.adapters.postgres.past_facts import PostgresPastFacts
from shared.domain.alert.facts import AlertIngested
from shared.kernel.wire import wire_type
from shared.ports.feed import BEGINNING
from tests.support import facts as make
from tests.support.facts import TENANT, Log, commit, named

#: As text they are in another order; each is committed in its minute.
NUMBERS = ("9", "10", "99", "100", "101")
INGESTED = wire_type(AlertIngested)
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    """Of a log whose facts are each of one of these transactions, the first of the first."""
    log = Log()
    commit(database_url, [log.add(make.ingested(number)) for number in NUMBERS])
    with psycopg.connect(database_url) as connection:
        for number in NUMBERS:
            connection.execute(
                "UPDATE domain.fact SET tx = %s::xid8, recorded_at = %s WHERE aggregate_id = %s",
                (number, _BEGAN + timedelta(minutes=int(number)), named(number)),
            )
    with connect_pool(database_url, role="sre_query", application="test") as opened:
        yield opened


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_the_feed_gives_every_change_once_in_the_order_of_commits(pool: Pool, limit: int):
    feed, place, seen = PostgresFeedLog(pool), BEGINNING, []
    while (page := feed.page(TENANT, place, kinds=None, limit=limit))[0]:
        seen += [each.aggregate_id for each in page[0]]
        place = page[1]

    assert seen == [named(number) for number in NUMBERS]


def test_the_newest_and_those_before_it_are_the_last_that_were_committed(pool: Pool):
    feed = PostgresFeedLog(pool)
    assert [feed.newest(TENANT, back=back).tx for back in range(len(NUMBERS))] == list(reversed(NUMBERS))


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_period_is_read_whole_and_begins_where_its_first_moment_is(pool: Pool, limit: int):
    past, place, seen = PostgresPastFacts(pool), BEGINNING, []
    while (page := past.page(TENANT, [INGESTED], place, limit)).passed:
        seen += [fact.aggregate_id for fact in page.facts]
        place = page.place

    assert seen == [str(named(number)) for number in NUMBERS]
    assert 10 <= int(past.place_at(TENANT, _BEGAN + timedelta(hours=1)).tx) < 99
