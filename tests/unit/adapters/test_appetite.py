"""How much a round of a subscription takes up."""

from shared.adapters.postgres.transport.turns import Appetite

BATCH = 1_000_000


def appetite(now: list[float] | None = None) -> Appetite:
    clock = now or [0.0]
    return Appetite(BATCH, 0.25, monotonic=lambda: clock[0])


def test_it_begins_small_and_grows_while_rounds_are_quick_and_leave_more():
    eats = appetite()
    taken = [eats.bytes]
    for _ in range(6):
        eats.after(0.05, more=True, tenants={"a"})
        taken.append(eats.bytes)
    assert taken == [BATCH // 8, BATCH // 4, BATCH // 2, BATCH, BATCH * 2, BATCH * 4, BATCH * 4]


def test_it_does_not_grow_where_nothing_was_left():
    eats = appetite()
    eats.after(0.05, more=False, tenants={"a"})
    assert eats.bytes == BATCH // 8


def test_slow_rounds_make_it_smaller_down_to_where_the_push_itself_would_be_all_the_work():
    eats = appetite()
    for _ in range(3):
        eats.after(0.05, more=True, tenants={"a"})
    taken = []
    for _ in range(4):
        eats.after(1.0, more=True, tenants={"a"})
        taken.append(eats.bytes)
    assert taken == [BATCH // 2, BATCH // 4, BATCH // 8, BATCH // 8]


def test_where_tenants_share_a_queue_a_round_takes_half_as_long_for_a_minute():
    now = [0.0]
    eats = appetite(now)
    eats.after(0.1, more=True, tenants={"a"})
    assert eats.bytes == BATCH // 4
    eats.after(0.2, more=True, tenants={"a", "b"})
    assert eats.bytes == BATCH // 8
    now[0] = 61.0
    eats.after(0.1, more=True, tenants={"a"})  # quick enough for who is alone
    assert eats.bytes == BATCH // 4
