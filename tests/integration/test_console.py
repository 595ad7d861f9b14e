"""The console signed in: pages out of operations, forms that are commands, and nothing for whoever is somebody else."""

from collections.abc import Iterator

import pytest

from shared.adapters.postgres.connection import connect_pool
from tests.support.console import ConsoleUnderTest, said


@pytest.fixture
def console(database_url: str) -> Iterator[ConsoleUnderTest]:
    with (
        connect_pool(database_url, role="sre_query", application="console-test", max_size=4) as reading,
        connect_pool(database_url, role="sre_console", application="console-test") as keeping,
    ):
        yield ConsoleUnderTest(database_url, reading, keeping)


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_and_back(console: ConsoleUnderTest):
    answer = console.browser().get("/incidents?text=a b")
    assert (answer.status_code, answer.location) == (303, "/sign-in?back=/incidents%3Ftext%3Da%20b")
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_list_of_incidents_is_a_page_of_its_own_tenant_only(console: ConsoleUnderTest):
    answer = console.signed_in("viewer").get("/incidents")
    assert answer.status_code == 200
    assert "No incident is like that." in said(answer)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
