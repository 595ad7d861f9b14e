"""Folding, and what an answer says."""

from uuid import UUID

from shared.kernel.decider import Decider, Rejected
from tests.support.tally import Tally, TallyIncreased, TallyOpened, decide, evolve

ID = UUID(int=7)
tally = Decider(Tally(), decide, evolve)


def test_folding_starts_from_nothing_or_from_a_state_and_keeps_the_order():
    opened = TallyOpened(tally_id=ID, number=1, title="t")
    two, five = (TallyIncreased(tally_id=ID, amount=3, total=total) for total in (2, 5))
    assert tally.fold([opened, two, five]) == Tally(number=1, total=5, title="t")
    assert tally.fold([five, two]) == Tally(number=0, total=2)
    assert tally.fold([five], Tally(number=9)) == Tally(number=9, total=5)
    assert tally.fold([]) == Tally()


def test_a_refusal_carries_its_code_and_says_it():
    rejected = Rejected("incident.closed", "closed is final")
    assert (rejected.code, rejected.detail, str(rejected)) == (
        "incident.closed",
        "closed is final",
        "incident.closed: closed is final",
    )
