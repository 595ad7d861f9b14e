"""Looking a sender up by its token: remembered for a while, whether it is known or not."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest

from shared.adapters.postgres import sources
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.sources import PostgresSources
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import Severity
from shared.ports.intake import IntakeUnavailable, Source, SourceSettings
from tests.support.registered import register_source, register_tenant


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def found(database_url: str, clock: Hands) -> Iterator[PostgresSources]:
    pool = connect_pool(database_url, role="sre_ingest", application="test")
    yield PostgresSources(pool, monotonic=clock)
    pool.close()


def forget(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("DELETE FROM access.source")


def test_a_token_selects_tenant_source_environment_and_settings(database_url, found):
    tenant_id = register_tenant(database_url, 1)
    settings = {"group_interval_s": 60, "severity_map": {"rot": "critical"}, "not_known_yet": 1}
    register_source(database_url, tenant_id, "token", settings=settings)
    assert found.find("token") == Source(
        tenant_id=TenantId(UUID(int=1)),
        name="main",
        kind="alertmanager",
        environment_id="prod",
        settings=SourceSettings(group_interval_s=60, severity_map={"rot": Severity.CRITICAL}),
    )
    assert found.find("another") is None


def test_a_token_that_was_taken_away_works_for_half_a_minute_at_most(database_url, found, clock):
    register_source(database_url, register_tenant(database_url, 1), "token")
    assert found.find("token") is not None
    forget(database_url)
    clock.at += 29.9
    assert found.find("token") is not None
    clock.at += 0.2
    assert found.find("token") is None


def test_a_token_tried_too_early_works_five_seconds_later(database_url, found, clock):
    tenant_id = register_tenant(database_url, 1)
    assert found.find("token") is None
    register_source(database_url, tenant_id, "token")
    clock.at += 4.9
    assert found.find("token") is None
    clock.at += 0.2
    assert found.find("token") is not None


def test_made_up_tokens_do_not_push_out_those_that_work(database_url, found, monkeypatch):
    monkeypatch.setattr(sources, "_REMEMBERED", 3)
    register_source(database_url, register_tenant(database_url, 1), "token")
    assert found.find("token") is not None
    for number in range(10):
        assert found.find(f"made-up-{number}") is None
    assert len(found._unknown) <= 3
    forget(database_url)
    assert found.find("token") is not None


def test_settings_that_make_no_sense_are_named_and_nothing_is_refused(database_url, found):
    settings = {"severity_map": {"rot": "purple"}, "group_interval_s": 0}
    register_source(database_url, register_tenant(database_url, 1), "token", settings=settings)
    with pytest.raises(IntakeUnavailable, match=r"source main are wrong: group_interval_s, severity_map.rot"):
        found.find("token")
