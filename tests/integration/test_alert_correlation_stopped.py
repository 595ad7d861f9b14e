"""Alert correlation killed at every step, and ticked by two at once: nothing is half done, nothing is done twice."""

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.app.receive_process_facts import ReceiveProcessFacts
from shared.app.run_process import Ran
from shared.ports.failpoint import install_failpoint
from tests.support.facts import OTHER_TENANT
from tests.support.triage import Killed, cleared_long_ago, contents, events, kill_at, receiver, requests, storm

pytestmark = pytest.mark.postgres


@pytest.fixture
def receive(database_url: str) -> Iterator[ReceiveProcessFacts[Any]]:
    pool = connect_pool(database_url, role="sre_process", application="triage", max_size=4)
    yield receiver(pool)
    install_failpoint(None)
    pool.close()


@pytest.mark.parametrize(
    "step", ["connect", "turn", "progress", "load", "write", "written", "commit"], ids=lambda step: f"at {step}"
)
def test_a_kill_before_the_commit_leaves_nothing_and_the_redelivery_does_it_all(receive, database_url, step):
    nothing = contents(database_url)
    install_failpoint(kill_at(f"process.{step}"))
    with pytest.raises(Killed):
        receive(events(storm()))
    install_failpoint(None)
    assert contents(database_url) == nothing
    assert receive(events(storm())) == Ran(handled=200, asked=20)


def test_a_kill_after_the_commit_leaves_everything_and_the_redelivery_adds_nothing(receive, database_url):
    install_failpoint(kill_at("process.committed"))
    with pytest.raises(Killed):
        receive(events(storm()))
    install_failpoint(None)
    before = contents(database_url)
    assert len(before["outbox"]) == 20
    assert receive(events(storm())) == Ran(repeated=200)
    assert contents(database_url) == before


def test_two_tickers_at_once_fire_every_timer_once(receive, database_url):
    receive(events(cleared_long_ago(30)))
    receive(events(cleared_long_ago(30, OTHER_TENANT)))
    results: list[Ran] = []
    threads = [threading.Thread(target=lambda: results.append(receive.run.tick())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(result.handled for result in results) == 60
    resolves = [row for row in requests(database_url) if "resolve-incident" in row[0]]
    assert (len(resolves), len({row[5] for row in resolves})) == (60, 60)
    assert receive.run.tick() == Ran()
    assert contents(database_url)["timer"] == []


def test_a_timer_that_is_not_due_by_the_databases_clock_does_not_fire(receive, database_url):
    receive(events(cleared_long_ago(1)))
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE process.timer SET due_at = clock_timestamp() + interval '1 hour'")
    assert receive.run.tick() == Ran()


@pytest.mark.parametrize("step", ["tenants_due", "turn", "due", "load", "write", "written", "commit"])
def test_a_ticker_that_is_killed_leaves_the_timer_to_the_next(receive, database_url, step):
    receive(events(cleared_long_ago(3)))
    install_failpoint(kill_at(f"process.{step}"))
    with pytest.raises(Killed):
        receive.run.tick()
    install_failpoint(None)
    assert len(contents(database_url)["timer"]) == 3
    assert receive.run.tick().handled == 3
    assert len([row for row in requests(database_url) if "resolve-incident" in row[0]]) == 3
