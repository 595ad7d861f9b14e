"""Every page beside every read model that it asks, gone or silent: what is missing is named, and the rest is shown."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

import psycopg
import pytest
from psycopg import sql

from shared.adapters.console.registry import PAGES
from shared.adapters.postgres.connection import connect_pool
from shared.app.operations.catalogue import OPERATIONS
from shared.ports.operation import Answer, Operation, OperationRequest
from shared.projections.registry import PROJECTIONS
from tests.support.console import Browser, ConsoleUnderTest
from tests.support.hostile_console import hostile_console, one_path_of_each, tell

SUMMARIES = {operation.name: operation.summary for operation in OPERATIONS}
#: What a page is nothing without: it says so in place of its content.
WITHOUT_WHICH: Mapping[str, AbstractSet[str]] = {page.name: {page.needs} for page in PAGES} | {
    "similar": {"GetIncident", "GetSimilarIncidents"},
    "postmortem-editor": {"GetPostmortem"},
}
MODELS = [projection.name for projection in PROJECTIONS]
GONE = (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName)
#: Soon over, so that many pages can be asked of a read model that does not answer.
WITHIN_S, STATEMENT_MS = 0.3, 600


@dataclass
class Watching:
    """The catalogue's dispatcher, with the operations that have asked what is gone."""

    inner: Any
    in_vain: set[str] = field(default_factory=set)

    def dispatch(self, operation: Operation, request: OperationRequest) -> Answer:
        try:
            answer: Answer = self.inner.dispatch(operation, request)
        except GONE:
            self.in_vain.add(operation.name)
            raise
        return answer


@pytest.fixture(scope="module")
def console(postgres_server: str) -> Iterator[ConsoleUnderTest]:
    with hostile_console(postgres_server) as under_test:
        tell(under_test.database_url)
        yield under_test


@pytest.fixture(scope="module")
def in_vain(console: ConsoleUnderTest) -> Mapping[str, Mapping[str, AbstractSet[str]]]:
    """Of each read model the pages that ask it, and of each page the operations by which it does."""
    watching = Watching(console.dispatcher)
    console.console._with = replace(console.console._with, dispatcher=watching)
    browser = console.signed_in("admin")
    found: dict[str, dict[str, AbstractSet[str]]] = {}
    for model in MODELS:
        found[model] = {}
        with gone(console.database_url, model):
            for name, path in one_path_of_each().items():
                watching.in_vain = set()
                browser.get(path)
                if watching.in_vain:
                    found[model][name] = watching.in_vain
    return found


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
    tables = [table for projection in PROJECTIONS if projection.name == model for table, _row in projection.tables]
    names = sql.SQL(", ").join(sql.Identifier(model, table) for table in tables)
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
        yield
        connection.rollback()


def told(name: str, page: str, operations: AbstractSet[str]) -> bool:
    """Says whether the page names what these operations have not answered, within its frame."""
    text, bare = unescape(page), operations & WITHOUT_WHICH[name]
    begun = "This part is missing." in text if bare else "This page is not whole" in text
    named = [SUMMARIES[operation] in text for operation in bare or operations]
    return begun and (any(named) if bare else all(named)) and "Search everything" in text


@pytest.mark.parametrize("model", MODELS)
def test_a_page_names_what_a_read_model_that_is_gone_does_not_answer(
    model: str, console: ConsoleUnderTest, in_vain: Mapping[str, Mapping[str, AbstractSet[str]]]
):
    assert in_vain[model], "no page asks it, so nothing is tried here"
    browser, paths = console.signed_in("admin"), one_path_of_each()
    with gone(console.database_url, model):
        for name, operations in in_vain[model].items():
            answer = browser.get(paths[name])
            assert answer.status_code == (500 if operations & WITHOUT_WHICH[name] else 200), name
            assert told(name, answer.text, operations), f"{name}: {operations}"


@pytest.mark.parametrize("model", MODELS)
def test_a_page_does_not_wait_for_a_read_model_that_is_silent_and_names_it(
    model: str, console: ConsoleUnderTest, in_vain: Mapping[str, Mapping[str, AbstractSet[str]]], impatient: Browser
):
    paths = one_path_of_each()
    with silent(console.database_url, model):
        for name, operations in in_vain[model].items():
            answer = impatient.get(paths[name])
            # On a busy machine what the page is nothing without may not come in time, whoever answers it.
            bare = answer.status_code == 503
            assert bare or answer.status_code == 200, name
            assert told(name, answer.text, WITHOUT_WHICH[name] if bare else operations), f"{name}: {operations}"
