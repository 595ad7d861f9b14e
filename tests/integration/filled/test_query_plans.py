"""Every question of a page is answered by index, and reads rows in proportion to what it shows.

Each question is asked as the API asks it, and the plans that PostgreSQL took for its statements are looked at.
`bench/reading.py` measures the same questions at 1,000,000 alerts.
"""

from collections.abc import Iterator

import pytest

from bench.filled import LARGE
from bench.questions import QUERIES, QUESTIONS, Question
from shared.adapters.postgres.connection import Pool
from shared.app.feed import FeedLimits
from shared.app.operations.query_services import QueryServices
from shared.bootstrap.dispatching import query_services
from shared.projections.registry import PROJECTIONS
from tests.support.plans import Plans, explained

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

#: A statement is prepared after five times.
TIMES = 7


@pytest.fixture(scope="module")
def explaining(filled: str) -> Iterator[tuple[Pool, Plans]]:
    with explained(filled, role="sre_query") as pool_and_plans:
        yield pool_and_plans


@pytest.fixture(scope="module")
def reads(explaining: tuple[Pool, Plans]) -> QueryServices:
    return query_services(explaining[0], FeedLimits())


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_a_question_is_answered_by_index_from_few_rows(
    question: Question, reads: QueryServices, explaining: tuple[Pool, Plans]
):
    _pool, plans = explaining
    cursor = question.cursor(reads)
    for _ in range(TIMES):
        plans.clear()
        question.ask(reads, cursor)
        assert plans.found, "no plan was heard of"
        assert not plans.read_whole, plans.told()
        assert plans.rows_read <= question.most, f"{plans.rows_read} rows\n{plans.told()}"
        assert plans.rows_sorted <= question.most, f"{plans.rows_sorted} rows are sorted"


def test_a_service_is_found_by_its_name_by_index(reads: QueryServices, explaining: tuple[Pool, Plans]):
    _pool, plans = explaining
    plans.clear()
    found = reads.services.services_named(LARGE, ["LEDGER DB 1003"])
    assert [service.slug for service in found] == ["ledger-db-1003"]
    assert not plans.read_whole, plans.told()
    assert plans.rows_read <= 10, plans.told()


def test_each_query_operation_is_asked():
    asked = {question.operation for question in QUESTIONS}
    assert {name for name, query in QUERIES.items() if query.service.endswith("QueryService")} <= asked


def test_each_table_of_the_views_is_large_enough_for_a_plan_to_tell(explaining: tuple[Pool, Plans]):
    pool, _plans = explaining
    with pool.connection() as connection:
        rows = connection.execute(
            "SELECT n.nspname || '.' || c.relname, c.reltuples FROM pg_class c JOIN pg_namespace n"
            " ON n.oid = c.relnamespace WHERE c.relkind = 'r'"
        ).fetchall()
    filled = {str(name): int(count) for name, count in rows}
    tables = [f"{projection.name}.{table}" for projection in PROJECTIONS for table, _row in projection.tables]
    assert {table: filled[table] for table in tables if filled[table] < 100} == {}
