"""Tenants take turns for workers; strangers together are as one tenant."""

import threading
from collections import Counter
from uuid import NAMESPACE_URL, uuid5

import pytest

from shared.adapters.http.server import turns as turns_module
from shared.adapters.http.server.early import known_as
from shared.adapters.http.server.limits import LaneLimits
from shared.adapters.http.server.turns import STRANGERS, Acquaintances, Job, Turns
from shared.kernel.ids import TenantId
from tests.support.wire import Wire, ask, head, listening, until

TENANTS = {name: TenantId(uuid5(NAMESPACE_URL, name)) for name in "ab"}
BEARER = "authorization: Bearer {}"


def job(tenant: str, name: str = "") -> Job:
    return Job(name or tenant, lambda: None, lambda: None, tenant)


def turns(*jobs: Job) -> Turns:
    waiting = Turns()
    for each in jobs:
        waiting.add(each)
    return waiting


def name_of(taken: Job | None) -> str | None:
    return None if taken is None else taken.name


def drained(waiting: Turns) -> list[str]:
    names = []
    while (taken := waiting.next(Counter(), 1)) is not None:
        names.append(taken.name)
    return names


def test_tenants_take_turns_and_each_keeps_its_order():
    waiting = turns(*(job("a", f"a{n}") for n in range(4)), job("b", "b0"), job("c", "c0"), job("b", "b1"))
    assert drained(waiting) == ["a0", "b0", "c0", "a1", "b1", "a2", "a3"]
    assert len(waiting) == 0


def test_who_has_as_many_workers_as_a_tenant_may_have_is_passed_over():
    waiting = turns(job("a"), job("b"))
    assert name_of(waiting.next(Counter(a=3, b=2), 3)) == "b"
    assert waiting.next(Counter(a=3), 3) is None
    assert name_of(waiting.next(Counter(a=2), 3)) == "a"


def test_in_a_full_line_the_newest_of_whoever_has_most_gives_way_to_who_has_less():
    waiting = turns(job("a", "a0"), job("a", "a1"), job("a", "a2"), job("b", "b0"))
    assert name_of(waiting.give_way("b")) == "a2"
    assert waiting.give_way("b") is None  # it would have as many as who gives way
    assert waiting.give_way("a") is None
    assert [each.name for each in waiting] == ["a0", "a1", "b0"]


def test_a_line_is_shared_while_several_have_called_of_late():
    waiting = Turns()
    for tenant, since in (("a", 0.0), ("b", 1.0)):
        waiting.add(Job(tenant, lambda: None, lambda: None, tenant, since))
    assert waiting.shared
    waiting.add(Job("a", lambda: None, lambda: None, "a", 11.5))
    assert not waiting.shared


def test_who_is_alone_has_all_workers_but_one():
    lane = LaneLimits(name="all", prefix="", threads=4, per_tenant=2)
    assert (lane.at_most(shared=False), lane.at_most(shared=True)) == (3, 2)
    assert LaneLimits(name="all", prefix="", threads=4).at_most(shared=True) == 4


def test_a_credential_is_a_stranger_until_it_was_known_once():
    known = Acquaintances()
    assert known.tenant("Bearer x") == STRANGERS
    known.learn("Bearer x", "a")
    assert (known.tenant("Bearer x"), known.tenant("Bearer y"), known.tenant(None)) == ("a", STRANGERS, STRANGERS)


def test_acquaintances_are_bounded_and_the_longest_unheard_is_forgotten():
    known = Acquaintances()
    for number in range(4097):
        known.learn(f"Bearer {number}", "a")
    assert (known.tenant("Bearer 0"), known.tenant("Bearer 4096")) == (STRANGERS, "a")


class Gated:
    """Knows every token's tenant; requests of ``/held`` wait until the gate is opened."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.held: list[str] = []

    def __call__(self, environ, start_response):
        tenant = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
        known_as(environ, TENANTS[tenant])
        if environ["PATH_INFO"] == "/held":
            self.held.append(tenant)
            self.gate.wait(60)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


def test_a_tenant_that_asks_a_great_deal_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch):
    # However long it takes until all lines are open, the other has called of late.
    monkeypatch.setattr(turns_module, "_RECENT_S", 86_400.0)
    gated = Gated()
    with listening(gated, lanes=(LaneLimits(name="all", prefix="", threads=4, per_tenant=2, queue=20),)) as (port, _):
        for tenant in "ab":
            assert ask(port, head("GET", "/", BEARER.format(tenant))).status == 200
        greedy = [Wire(port).send(head("GET", "/held", BEARER.format("a"))) for _ in range(40)]
        until(lambda: len(gated.held) == 2)  # of four workers, since two call
        try:
            for _ in range(5):
                assert ask(port, head("GET", "/", BEARER.format("b"))).status == 200
        finally:
            gated.gate.set()
        answers = [wire.answer().status for wire in greedy]
        assert set(answers) == {200, 503}
        for wire in greedy:
            wire.close()
