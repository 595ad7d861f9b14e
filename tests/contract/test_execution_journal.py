"""The journal of what was begun: its promises, in memory and on Postgres."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.adapters.memory.execution_journal import MemoryExecutionJournal
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.execution_journal import PostgresExecutionJournal
from shared.kernel.ids import TenantId, derive_from
from shared.ports.effects import EffectOrder
from shared.ports.execution_journal import ExecutionJournal, Halt, JournaledEffect, Lease
from shared.remediation.actions import ArgoSync
from shared.remediation.outcome import ActionOutcome, EffectStatus
from tests.support.facts import OTHER_TENANT, TENANT

APPROVAL = UUID(int=7)


class Kept:
    """A journal, and how its leases end and its operator pauses."""

    def __init__(self, journal: ExecutionJournal, expire: Callable[[], None], pause: Callable[[bool], None]) -> None:
        self.journal = journal
        self.expire = expire
        self.pause = pause


@pytest.fixture(params=["memory", "postgres"])
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    if request.param == "memory":
        now = [0.0]
        journal = MemoryExecutionJournal(monotonic=lambda: now[0])

        def later() -> None:
            now[0] += 1_000

        yield Kept(journal, later, lambda paused: setattr(journal, "paused_for_all", paused))
        return
    url = request.getfixturevalue("database_url")
    with connect_pool(url, role="sre_coder", application="test", max_size=8) as pool:

        def sql(statement: str, *values: Any) -> None:
            with psycopg.connect(url) as connection:
                connection.execute(statement.encode(), values or None)

        yield Kept(
            PostgresExecutionJournal(pool),
            lambda: sql("UPDATE coder.lease SET until = clock_timestamp() - interval '1 s'"),
            lambda paused: sql(
                "INSERT INTO coder.switch (name, paused, reason) VALUES ('all', %s, 'r')"
                " ON CONFLICT (name) DO UPDATE SET paused = EXCLUDED.paused",
                paused,
            ),
        )


def lease(*names: str) -> Lease:
    return Lease(owner=uuid4(), names=names, for_s=60)


def order(place: int = 0, tenant: TenantId = TENANT) -> EffectOrder:
    return EffectOrder(
        tenant_id=tenant,
        incident_id=None,
        approval_id=APPROVAL,
        plan_hash="0" * 64,
        index=place,
        action=ArgoSync(application="shop"),
        effect_id=derive_from(APPROVAL, place),
    )


def outcome(place: int, status: EffectStatus) -> ActionOutcome:
    return ActionOutcome(index=place, action="argocd.sync", status=status, detail="d")


def test_a_lease_is_all_or_nothing_one_owners_and_over_by_itself(kept: Kept):
    first, second, other = lease("a", "b"), lease("b", "c"), lease("c")
    assert kept.journal.take(first)
    assert kept.journal.take(first)
    assert not kept.journal.take(second)
    assert kept.journal.take(other), "of what was not taken nothing is held"
    kept.journal.give_back(other)
    kept.journal.give_back(second)
    assert not kept.journal.take(second), "what is another's stays there"
    kept.expire()
    assert kept.journal.take(second)
    assert kept.journal.begin(order(), "b", first) is Halt.LEASE_LOST
    assert kept.journal.effects(TENANT, APPROVAL) == {}


def test_of_many_who_want_the_same_one_has_it(kept: Kept):
    wanted = [lease("x", "y") if number % 2 else lease("y", "x") for number in range(16)]
    with ThreadPoolExecutor(8) as takers:
        assert sum(takers.map(kept.journal.take, wanted)) == 1


def test_what_was_begun_is_known_and_the_last_word_counts(kept: Kept):
    held = lease("a")
    assert kept.journal.take(held)
    assert kept.journal.begin(order(0), "a", held) is None
    assert kept.journal.begin(order(1), "a", held) is None
    assert kept.journal.effects(TENANT, APPROVAL) == {0: JournaledEffect(None), 1: JournaledEffect(None)}
    for status in (EffectStatus.UNKNOWN, EffectStatus.SUCCEEDED):
        kept.journal.settle(TENANT, APPROVAL, outcome(0, status))
    assert kept.journal.effects(TENANT, APPROVAL)[0].outcome == outcome(0, EffectStatus.SUCCEEDED)
    assert kept.journal.begin(order(1), "a", held) is None
    assert kept.journal.effects(OTHER_TENANT, APPROVAL) == {}


def test_nothing_begins_once_it_is_cancelled_and_only_there(kept: Kept):
    held = lease("a")
    assert kept.journal.take(held)
    kept.journal.cancel(TENANT, APPROVAL, "human:ana")
    kept.journal.cancel(TENANT, APPROVAL, "human:ben")
    assert kept.journal.halt(TENANT, APPROVAL) is Halt.CANCELLED
    assert kept.journal.begin(order(), "a", held) is Halt.CANCELLED
    assert kept.journal.effects(TENANT, APPROVAL) == {}
    assert kept.journal.begin(order(tenant=OTHER_TENANT), "a", held) is None


def test_nothing_begins_while_the_operator_has_paused_everything(kept: Kept):
    held = lease("a")
    assert kept.journal.take(held)
    kept.pause(True)
    assert kept.journal.halt(TENANT, APPROVAL) is Halt.PAUSED_FOR_ALL
    assert kept.journal.begin(order(), "a", held) is Halt.PAUSED_FOR_ALL
    kept.pause(False)
    assert kept.journal.halt(TENANT, APPROVAL) is None
    assert kept.journal.begin(order(), "a", held) is None
