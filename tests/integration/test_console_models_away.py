"""Every page beside every read model that it asks, gone or silent: what is missing is named, and the rest is shown."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

import psycopg
import pytest
from psycopg import sql
from werkzeug.test import TestResponse

from shared.adapters.console.registry import PAGES
from shared.adapters.postgres.connection import connect_pool
from shared.app.operations.catalogue import OPERATIONS
from shared.ports.operation import Answer, Declined, Operation, OperationRequest
from shared.projections.registry import PROJECTIONS
from tests.support.console import Browser, ConsoleUnderTest
from tests.support.hostile_console import hostile_console, one_path_of_each, tell

SUMMARIES = {operation.name: operation.summary for operation in OPERATIONS}
#: What a page is nothing without: it says so in place of its content.
WITHOUT_WHICH: Mapping[str, AbstractSet[str]] = {page.name: {page.needs} for page in PAGES} | {
    "similar": {"GetIncident", "GetSimilarIncidents"},
    "postmortem-editor": {"GetPostmortem"},
}
PATHS = one_path_of_each()
MODELS = [projection.name for projection in PROJECTIONS]
GONE = (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName)
#: Soon over, so that many pages can be asked of a read model that does not answer.
WITHIN_S, STATEMENT_MS = 0.3, 600


@dataclass
class Watching:
    """The catalogue's dispatcher, with what was asked of it, and the operations that have asked what is gone."""

    inner: Any
    asked: list[tuple[Operation, OperationRequest]] = field(default_factory=list)
    in_vain: set[str] = field(default_factory=set)

    def dispatch(self, operation: Operation, request: OperationRequest) -> Answer:
        self.asked.append((operation, request))
        try:
            answer: Answer = self.inner.dispatch(operation, request)
        except GONE:
            self.in_vain.add(operation.name)
            raise
        return answer

    def forget(self) -> None:
        self.asked, self.in_vain = [], set()


@dataclass
class World:
    """``asked``: of each page all that it asks while everything answers."""

    url: str
    watching: Watching
    browser: Browser
    asked: Mapping[str, Sequence[tuple[Operation, OperationRequest]]]


@pytest.fixture(scope="module")
def console(postgres_server: str) -> Iterator[ConsoleUnderTest]:
    with hostile_console(postgres_server) as under_test:
        tell(under_test.database_url)
        yield under_test


@pytest.fixture(scope="module")
def world(console: ConsoleUnderTest) -> World:
    watching = Watching(console.dispatcher)
    console.console._with = replace(console.console._with, dispatcher=watching)
    browser, asked = console.signed_in("admin"), {}
    for name, path in PATHS.items():
        watching.forget()
        assert browser.get(path).status_code == 200, name
        asked[name] = watching.asked
    return World(console.database_url, watching, browser, asked)


@pytest.fixture(scope="module")
def impatient(console: ConsoleUnderTest) -> Iterator[Browser]:
    """Somebody at a console that waits for nothing long."""
    options: Any = {"role": "sre_query", "max_size": 16, "statement_timeout_ms": STATEMENT_MS}
    with connect_pool(console.database_url, application="console-test", **options) as reading:
        beside = ConsoleUnderTest(console.database_url, reading, console.keeping, parts_within_s=WITHIN_S)
        yield beside.signed_in("admin")


@contextmanager
def gone(url: str, model: str) -> Iterator[None]:
    """There are no such tables."""
    there, elsewhere = sql.Identifier(model), sql.Identifier(f"{model}_elsewhere")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(there, elsewhere))
        try:
            yield
        finally:
            connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(elsewhere, there))


@contextmanager
def silent(url: str, model: str) -> Iterator[None]:
    """Whoever reads of its tables waits."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (model,)).fetchall()
        names = sql.SQL(", ").join(sql.Identifier(model, table) for (table,) in found)
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
        yield
        connection.rollback()


def asking(world: World) -> Iterator[str]:
    """Gives the pages of whose questions one is asked in vain."""
    answered: dict[str, bool] = {}
    for name, asked in world.asked.items():
        for operation, request in asked:
            question = f"{operation.name} {request.ids} {request.arguments}"
            if question not in answered:
                world.watching.forget()
                with suppress(Declined, *GONE):
                    world.watching.dispatch(operation, request)
                answered[question] = not world.watching.in_vain
            if not answered[question]:
                yield name
                break


def assert_told(name: str, answer: TestResponse, unanswered: AbstractSet[str]) -> None:
    """Asserts that the page names what is not answered, within its frame."""
    page = unescape(answer.text)
    assert "Search everything" in page, name
    if answer.status_code == 200:
        assert "This page is not whole" in page, name
        assert [each for each in unanswered if SUMMARIES[each] not in page] == [], name
        return
    assert answer.status_code in (500, 503), name
    assert "This part is missing." in page, name
    assert any(SUMMARIES[each] in page for each in WITHOUT_WHICH[name]), name


@pytest.mark.parametrize("model", MODELS)
def test_a_page_names_what_a_read_model_does_not_answer_and_shows_the_rest(
    model: str, world: World, impatient: Browser
):
    in_vain = {}
    with gone(world.url, model):
        for name in asking(world):
            world.watching.forget()
            answer = world.browser.get(PATHS[name])
            in_vain[name] = world.watching.in_vain
            assert in_vain[name], name
            assert_told(name, answer, in_vain[name])
            assert answer.status_code == 200 or in_vain[name] & WITHOUT_WHICH[name], name
    assert in_vain, "no page asks it, so nothing is tried here"
    with silent(world.url, model):
        for name, operations in in_vain.items():
            # On a busy machine what the page is nothing without may be late as well, whoever answers it.
            assert_told(name, impatient.get(PATHS[name]), operations)
