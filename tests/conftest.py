"""Fixtures for every level: `database_url` is a fresh, migrated database; the server lives as long as the run."""

from collections.abc import Iterator

import pytest

from tests.support import postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server() as url:
        postgres.make_template(url)
        yield url
        postgres.drop_template(url)


@pytest.fixture
def database_url(postgres_server: str) -> Iterator[str]:
    with postgres.fresh_database(postgres_server) as url:
        yield url
